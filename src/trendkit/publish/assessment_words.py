"""What an investigation says in sentences: one per question, with the numbers that carry it.

Words say what was observed and how sure that is; "could not look" is never "found nothing".
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from trendkit.assess.estimate import shown
from trendkit.assess.trends.growth import PAGED_DAYS
from trendkit.assess.trends.pager import BUDGET
from trendkit.publish.assessment_labels import cut, draw_call, harmed
from trendkit.publish.investigation import Investigation

_BEYOND: Final = 0.01


def growing(made: Investigation) -> str:
    """Say whether it grows, against what, and how sure that is."""
    grown, day = made.growth, f"{made.growth.others.day:%-d %B %Y}"
    if grown.row is None:
        return f"Could not be tested: {grown.why_not.rstrip('.')}."
    row = grown.row
    if pd.isna(row["expected"]):
        return f"Insufficient data: {_acts(row['observed'])} on {day}, the history is too short to say more."
    days = "1 day" if row["window_days"] == 1 else f"{row['window_days']:.0f} days"
    span = f"{row['expected_lo']:,.0f} to {row['expected_hi']:,.0f}"
    chance = f"{row['expected']:,.1f} expected (95 % of chance: {span})"
    called = {"rising": "Yes, beyond chance", "falling": "No, it is falling", "steady": "Not beyond chance"}
    said = called.get(grown.status, grown.status.capitalize())
    return f"{said}: {_acts(row['observed'])} in {days} to {day}, {chance}; {_paged(made)}."


def _paged(made: Investigation) -> str:
    pages = made.growth.pages
    if not len(pages):
        return f"the pager would not have called in the {PAGED_DAYS} days before"
    return f"the pager would have called on {pd.Timestamp(pages['day'].max()):%-d %B}"


def growth_notes(made: Investigation) -> list[str]:
    """Say what to keep in mind with it."""
    notes = [
        "Inbox: tested for this day against the days at least a week before it. Pager: evidence added up "
        f"over {PAGED_DAYS} days, expected to call for nothing once in {BUDGET:,} days of a segment."
    ]
    if not made.growth.alone:
        notes.append("Several segments are added up here; an entity in two of them counts twice.")
    if made.subject.params:
        notes.append("The daily counts are those of the detector's default knobs, not of those asked for.")
    return notes


def where(made: Investigation) -> str:
    """Say whether one place explains it."""
    held = made.where
    if held is None:
        return f"Could not be told: {made.unseen.get('where', 'nothing was found').rstrip('.')}."
    dims = ", ".join(held.dimensions)
    if held.table.empty:
        return f"No local cause: nothing beyond chance in {dims} ({held.n_tests:,} elements tested)."
    best = held.table.iloc[0]
    said = (
        f"{best['filter']} holds {best['actual']:,.0f} of {held.actual:,.0f} acts where everybody's would "
        f"put {best['expected']:,.1f} (×{best['ratio']:.1f}, "
        f"95 %: {best['ratio_low']:.1f} to {best['ratio_high']:.1f})"
    )
    return (
        f"{said}."
        if held.local
        else f"No local cause: no element explains 30 % of the acts. At most, {said}."
    )


def where_notes(made: Investigation) -> list[str]:
    """Say how it was looked for."""
    held = made.where
    if held is None:
        return []
    hidden = f"; {held.suppressed} elements of too few accounts not shown" if held.suppressed else ""
    return [f"{held.n_tests:,} elements of {', '.join(held.dimensions)} tested, {held.method}{hidden}"]


def who(made: Investigation) -> str:
    """Say how many, whether they hang together, and what sets them apart."""
    if not len(made.subject.findings):
        return "Nobody was found."
    said = [_people(made)]
    if made.groups is not None and len(made.groups):
        sizes = made.groups.drop_duplicates("group_id")["size"]
        together = (
            "one group" if len(sizes) == 1 else f"{len(sizes):,} groups, the largest of {sizes.max():,}"
        )
        said.append(f"They hang together in {together}.")
    if made.apart is not None and len(made.apart.table):
        best = made.apart.table.iloc[0]
        said.append(
            f"What sets them apart most surely: {best['filter']} ({best['found']:,} of {made.apart.found:,}, "
            f"{best['others']:,} of {made.apart.others:,} others)."
        )
    return " ".join([*said, *_conduct(made), _second(made)])


def _conduct(made: Investigation) -> Iterator[str]:
    if made.profile is not None and made.profile.features:
        best = made.profile.table.iloc[0]
        middle = "mean" if best["found_median"] == best["controls_median"] else "median"
        yield (
            f"Beside accounts like them: {best['meaning']}, {middle} {best[f'found_{middle}']:.3g} "
            f"against {best[f'controls_{middle}']:.3g}."
        )


def _people(made: Investigation) -> str:
    entity, accounts = made.subject.detector.header["entity"], len(made.subject.accounts)
    found = made.subject.findings["entity_id"].nunique()
    if entity == "account":
        return f"{found:,} {'account' if found == 1 else 'accounts'}."
    people = "account" if accounts == 1 else "accounts"
    return f"{accounts:,} {people} acted behind {found:,} {_plural(entity, found)}."


def _second(made: Investigation) -> str:
    if made.signs.empty:
        return "No second question could be asked of them."
    beyond = made.signs[(made.signs["p"] < _BEYOND) & (made.signs["shared"] > 0)]
    if beyond.empty:
        return f"No second sign: {', '.join(made.signs['detector'])} point at no more of them than chance."
    told = ", ".join(
        f"{row['detector']} points at {row['shared']:,} of them ({row['expected']:.1f} by chance)"
        for row in beyond.to_dict("records")
    )
    return f"A second sign: {told}."


def explained(made: Investigation) -> str:
    """Say which explanation the evidence favours, with the verdict's own word."""
    if not made.case.state.evidence:
        return "Nothing was found, so no explanation was tested."
    found = made.case.verdict
    return (
        f"Abuse: {found.word}. P(abuse | evidence) = {shown(found.posterior)} from a prior of "
        f"{shown(found.prior)} ({shown(found.low)} to {shown(found.high)} over priors of 1 % to 50 %); "
        f"the evidence fits it ×{found.ratio:.2g} as well as the best rival, by {found.n} predictions that "
        "were written down first."
    )


def steps(made: Investigation) -> Iterator[str]:
    """Yield what to do next, the most useful first."""
    subject = made.subject
    if not len(subject.findings):
        yield "Nothing here needs a decision. Look again when the data have grown, or with looser knobs."
        return
    word = made.case.verdict.word
    if made.growth.status == "rising" and word in ("likely", "supported"):
        yield "It is growing: decide on a measure now, note it among the mitigations, look again in a week."
    elif made.growth.status == "rising":
        yield f"It is growing, but that it is abuse is {word}: look at the rows before any measure."
    if made.cut is None or made.cut.cut is None:
        yield f"Have the worst findings looked at by two people. {cut(made)}"
    if word != "supported":
        yield f"That it is abuse is {word}: look for a sign that does not lean on the same rows."
    if subject.detector.header.get("next"):
        yield subject.detector.header["next"]
    if not made.frequency.plan.empty:
        yield f"To know how much there is in all, draw and label: {' '.join(draw_call(made).split())}"


def first_step(made: Investigation) -> str:
    """Say the most useful thing to do."""
    return next(steps(made))


def _acts(count: Any) -> str:
    return (
        "an unknown number of acts" if pd.isna(count) else f"{count:,.0f} {'act' if count == 1 else 'acts'}"
    )


def _plural(entity: str, count: int) -> str:
    if count == 1 or entity == "content":
        return entity if entity != "content" else "pieces of content"
    return "policies" if entity == "policy" else f"{entity}s"


QUESTIONS: Final[tuple[tuple[str, str, Callable[[Investigation], str]], ...]] = (
    ("Is it growing?", "growth", growing),
    ("Where?", "where", where),
    ("Who?", "who", who),
    ("How much harm?", "harm", harmed),
    ("Is the cut right?", "cut", cut),
    ("What explains it?", "rivals", explained),
    ("What to do?", "next", first_step),
)
"""The questions of the summary, in the order a manager asks them, and the section that answers each."""
