"""Reviewers judging accounts whose truth is known, because the bots were bought.

Every answer counts for reviewers' skill; "I do not know" is none. Intervals know that answers of one person
go together. Prevalence: half of the accounts, or half of the reviewers, are set aside to measure errors on;
the other half's answers are read as a sample, and what comes out is held against the true share there, over
many splits. Both halves take the first answer on each account: errors of all answers differ from those of the
first ones, and with them the interval held the truth in 86 % of 300 splits of 2022 instead of 95 %. Reviewers
set aside differ from the others, and the interval knows it of the errors but not of what is observed, so it
holds the truth less often than it says. Dawid and Skene see no truth; theirs is held against it. A quarter of
the answers of 2021 were given on nothing but bots, which the model takes for people who blame everybody.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from figures import Figure, Share, estimate_of
from public import DATA
from trendkit.assess.estimate import Estimate
from trendkit.assess.labels.agreement import agreement, counts, dawid_skene
from trendkit.assess.labels.labelerror import corrected
from trendkit.assess.labels.prevalence import prevalence
from trendkit.assess.labels.skill import skill, skill_by_reviewer
from trendkit.engine.duckdb import frame, memory

TRUTH: Final = "truth: the bots were bought"
NONE: Final = "none published"
PUBLISHED: Final = {"accuracy": 0.651, "sensitivity": 0.666, "specificity": 0.627}
SPLITS: Final = 40
SETS: Final = {"entity_id": "errors of the same reviewers", "labeller_hash": "errors of other reviewers"}
HALF: Final = 0.5
RARE: Final = 1e-6
"""Chance of inclusion that each judged account is given: the half is a draw from many more like it."""

ANSWERS: Final = (
    "select entity_id, annotator_id as labeller_hash, truth, ts, "
    "case answer_norm when 'BOT' then '1' when 'USER' then '0' else 'unsure' end as value "
    "from read_parquet($file) order by ts, answer_id"
)


def answers(year: int) -> pd.DataFrame:
    """Return the answers of one year as labels, with the truth beside them."""
    with closing(memory()) as con:
        return frame(con, ANSWERS, {"file": str(DATA / "reviewers" / f"answers_{year}.parquet")})


def truth(said: pd.DataFrame) -> pd.DataFrame:
    """Return entity_id and value: what each account really was."""
    known = said.drop_duplicates("entity_id")
    return pd.DataFrame(
        {"entity_id": known["entity_id"], "value": known["truth"].map({"BOT": "1", "USER": "0"})}
    )


def figures(splits: int = SPLITS) -> Iterator[Figure]:
    """Yield skill, agreement, corrected prevalence and what Dawid and Skene make of it, of both years."""
    for year in (2021, 2022):
        said = answers(year)
        yield from _skills(said, year)
        yield from _agreement(said, year)
        yield from _prevalence(said, year, splits)
        yield from _dawid_skene(said, year)


def _figure(method: str, question: str, found: Any, published: Any = NONE) -> Figure:
    return Figure("reviewers", method, question, found, published, TRUTH)


def _skills(said: pd.DataFrame, year: int) -> Iterator[Figure]:
    for row in skill(said, truth(said)).to_dict("records"):
        published = PUBLISHED[row["of"]] if year == 2021 else NONE
        yield _figure("skill", f"{row['of']}, {year}", estimate_of(row), published)
    each = skill_by_reviewer(said, truth(said))
    own = each[(each["of"] == "accuracy") & each["estimate"].notna()]
    better = int((own["low"] > 0.5).sum())
    question = f"reviewers surely better than a coin, {year} (each with 30 answers or more)"
    yield _figure("skill_by_reviewer", question, Share(better, len(own)))


def _agreement(said: pd.DataFrame, year: int) -> Iterator[Figure]:
    table = agreement(counts(said[said["value"] != "unsure"])).set_index("of", drop=False)
    for name in ("Gwet AC1", "Krippendorff alpha", "Fleiss kappa"):
        yield _figure("agreement", f"{name}, {year}", estimate_of(table.loc[name]))


def _prevalence(said: pd.DataFrame, year: int, splits: int) -> Iterator[Figure]:
    for by, who in SETS.items():
        found = [split(said, seed, by) for seed in range(splits)]
        first, held = found[0], f"share of bots is {found[0]['truth']:.3f}"
        yield _figure("prevalence", f"{who}, {year}: answers as they are, one split", first["observed"], held)
        yield _figure("corrected", f"{who}, {year}: errors taken out, one split", first["corrected"], held)
        for name, said_of in (("observed", "answers as they are"), ("corrected", "errors taken out")):
            right = sum(within(one[name], one["truth"]) for one in found)
            method = "prevalence" if name == "observed" else "corrected"
            question = f"{who}, {year}: truth inside the interval, {said_of}"
            yield _figure(method, question, Share(right, splits), "0.95 is the bar")


def split(said: pd.DataFrame, seed: int, by: str = "entity_id") -> dict[str, Any]:
    """Measure errors on half of the accounts or reviewers, and the prevalence on the other half."""
    every, known = said[by].unique(), truth(said)
    gold = said[by].isin(every[np.random.default_rng(seed).random(len(every)) < HALF])
    sure = said["value"] != "unsure"
    first, measured = (said[part & sure].drop_duplicates("entity_id") for part in (~gold, gold))
    judged = known[known["entity_id"].isin(first["entity_id"])]
    observed = prevalence(judged, first.assign(inclusion_prob=RARE), of="accounts")
    # the same reviewers answer on both halves: how they differ is no doubt about them
    measured = measured if by == "labeller_hash" else measured.drop(columns="labeller_hash")
    shares = {row["of"]: estimate_of(row) for row in skill(measured, known).to_dict("records")}
    return {
        "observed": observed,
        "corrected": corrected(observed, shares["sensitivity"], shares["specificity"]),
        "truth": float((judged["value"] == "1").mean()),
    }


def within(found: Estimate, value: float) -> bool:
    """Say whether an interval holds a value."""
    return found.low is not None and found.high is not None and found.low <= value <= found.high


def _dawid_skene(said: pd.DataFrame, year: int) -> Iterator[Figure]:
    model, known = dawid_skene(said), truth(said).set_index("entity_id")["value"]
    both = beside(said, model.reviewers)
    for name in ("sensitivity", "specificity"):
        together = stats.spearmanr(both[name], both[f"true_{name}"]).statistic
        question = f"rank correlation with a reviewer's true {name}, {year}, {len(both)} reviewers"
        yield _figure("dawid_skene", question, float(together), "1 would be agreement")
    labels = model.entities
    right = (labels["chance"] > 0.5) == (labels["entity_id"].map(known) == "1")
    first = said[said["value"] != "unsure"].drop_duplicates("entity_id")
    plain = (first["value"] == first["entity_id"].map(known)).sum()
    beaten = f"{plain / len(first):.3f} of first answers are right"
    yield _figure(
        "dawid_skene", f"accounts labelled rightly, {year}", Share(int(right.sum()), len(labels)), beaten
    )
    many = right[labels["votes"] >= 3]
    question = f"accounts labelled rightly, {year}, of those with three votes"
    yield _figure("dawid_skene", question, Share(int(many.sum()), len(many)), model.warnings[0])


def beside(said: pd.DataFrame, reviewers: pd.DataFrame, least: int = 10) -> pd.DataFrame:
    """Return the model's skills beside the true ones, for reviewers with `least` answers on either side."""
    sure = said[said["value"] != "unsure"]
    bot = sure["truth"] == "BOT"
    right = (sure["value"] == "1") == bot
    shares = {
        f"true_{name}": right[part].groupby(sure["labeller_hash"]).agg(["mean", "size"])
        for name, part in (("sensitivity", bot), ("specificity", ~bot))
    }
    held = pd.concat(
        {name: share["mean"].where(share["size"] >= least) for name, share in shares.items()}, axis=1
    )
    return reviewers.merge(held.dropna(), left_on="reviewer", right_index=True)
