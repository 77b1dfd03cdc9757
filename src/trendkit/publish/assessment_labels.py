"""What an investigation says of harm and of labels: what was touched, what is known, what to label next.

Apart from the other sentences, because all of it waits for people to look at what was found.
"""

from typing import Any

from trendkit.assess.estimate import shown
from trendkit.assess.labels.calibrate import least_labels
from trendkit.publish.investigation import PRECISION, Investigation


def harmed(made: Investigation) -> str:
    """Say what was touched, and whether a prevalence is known."""
    parts = [f"{shown(row.estimate)} of {row.n:,} {row.of}" for row in made.reach if row.estimate]
    touched = (
        f"Touched: {'; '.join(parts)} (counted)." if parts else "What was touched cannot be counted here."
    )
    known = [one for one in made.frequency.estimates if one.estimate is not None]
    if known:
        return f"{touched} {known[0].of[:1].upper()}{known[0].of[1:]}: {known[0].text}, n = {known[0].n:,}."
    draw = cheapest(made)
    if draw is None:
        return f"{touched} The prevalence is unknown without labels of a random draw."
    return (
        f"{touched} The prevalence is unknown: about {draw['labels']:,} labels would tell, of which "
        f"reviewers should expect {draw['harmful_seen']:,.0f} harmful."
    )


def cheapest(made: Investigation) -> dict[Any, Any] | None:
    """Return the planned draw that takes the fewest labels, None where none is planned."""
    plans = made.frequency.plan.to_dict("records")
    return min(plans, key=lambda plan: plan["labels"], default=None)


def draw_call(made: Investigation) -> str:
    """Return the call that draws the cheapest of the planned samples."""
    best, subject = cheapest(made), made.subject
    if best is None:
        return ""
    score = "" if best["design"] == "random" else ", score=findings"
    place = "".join(
        f", {k}={v!r}" for k, v in (("market", subject.market), ("surface", subject.surface)) if v
    )
    return (
        f"tk.draw(db, {best['labels']}, of={made.frequency.of!r}, design={best['design']!r}{score}, "
        f"seed={made.seed},\n        since={str(subject.since)!r}, until={str(subject.until)!r}{place})"
    )


def cut(made: Investigation) -> str:
    """Say whether the threshold is certified, or how many labels that takes."""
    found, held = made.subject.findings["entity_id"].nunique(), made.cut
    if held is not None and (held.cut is not None or held.missing is None or held.missing < found):
        return f"{held.text[:1].upper()}{held.text[1:]}."
    none, one = (least_labels(PRECISION, errors) for errors in (0, 1))
    said = "Not certified: too few of these findings have labels, or none."
    if found < none or held is not None:
        return f"{said} There are only {found:,}: have all of them looked at, then the precision is known."
    return (
        f"{said} At least {none} of the {found:,}, drawn at random and all found harmful, certify a "
        f"precision of {shown(PRECISION)}; {one} if one is harmless."
    )


def cut_notes(made: Investigation, doubts: tuple[str, ...]) -> list[str]:
    """Say what the certificate rests on."""
    if made.cut is None:
        return []
    precision = made.cut.precision
    return [f"{_labels(precision.n)}, {precision.method}, level {shown(precision.level)}.", *doubts]


def _labels(count: int) -> str:
    return f"{count:,} {'label' if count == 1 else 'labels'}"
