"""Followers labelled as fake by people: a cut certified on them, and why it says nothing of the other 10,000.

The score is a classifier of eight profile columns, seen by each account only from the folds it is not in. The
cut is certified among the accounts a loose threshold flags. Then the trap: the labelled accounts are not a
draw of the others, so neither the cut's errors nor a prevalence corrected by them carry over. Every answer
says so; how unlike the two are is measured by a classifier that tells them apart, 0.5 being not at all.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from figures import Figure, Share, estimate_of
from public import DATA
from trendkit.assess.estimate import Estimate, share
from trendkit.assess.labels.calibrate import calibrate
from trendkit.assess.labels.labelerror import corrected
from trendkit.assess.labels.prevalence import prevalence
from trendkit.assess.labels.skill import skill
from trendkit.engine.duckdb import frame, memory

COUNTS: Final = ("n_posts", "n_following", "n_followers")
TRAITS: Final = (
    *("has_profile_picture", "is_private", "username_len", "username_digits", "username_ends_digit"),
)
HUMAN: Final = "human labels, of accounts that nobody drew at random"
CARRIED: Final = "cannot be known: the labels are no sample of them"
PUBLISHED: Final = {"accuracy": 0.944, "sensitivity": 0.774, "specificity": 0.963}
FLAGGED: Final = 0.2
"""The score from which an account is flagged: near the published false positive rate of 3.7 %."""

LOOSE: Final = 0.3
TARGET: Final = 0.70
FOLDS: Final = 5
SEED: Final = 1


def accounts(name: str) -> pd.DataFrame:
    """Return the accounts of one file; what is missing of a count is taken for none."""
    with closing(memory()) as con:
        given = {"file": str(DATA / "followers" / f"{name}.parquet")}
        held = frame(con, "select * from read_parquet($file) order by entity_id", given)
    return held.fillna(dict.fromkeys(COUNTS, 0))


def features(held: pd.DataFrame) -> np.ndarray:
    """Return what the classifier sees of each account."""
    return np.column_stack([np.log1p(held[list(COUNTS)].astype(float)), held[list(TRAITS)].astype(float)])


def chances(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return each row's chance to be 1, by a classifier that has not seen the row."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return np.asarray(cross_val_predict(_model(), x, y, cv=folds, method="predict_proba")[:, 1])


def figures() -> Iterator[Figure]:
    """Yield the classifier beside the published one, the certified cut, and the trap."""
    labelled, others = accounts("labelled"), accounts("unlabelled")
    labels = pd.DataFrame({"entity_id": labelled["entity_id"], "value": labelled["is_fake"].astype(int)})
    score = chances(features(labelled), labels["value"].to_numpy())
    flags = labels.assign(value=(score >= FLAGGED).astype(int))
    errors = {row["of"]: estimate_of(row) for row in skill(flags, labels).to_dict("records")}
    for name, published in PUBLISHED.items():
        yield _figure("skill", f"{name} of the flagged, five folds", errors[name], published)
    yield from _cut(labels.assign(score=score), labels)
    yield from _trap(labelled, others, labels, errors)


def _cut(found: pd.DataFrame, labels: pd.DataFrame) -> Iterator[Figure]:
    flagged = found.loc[found["score"] >= LOOSE, ["entity_id", "score"]]
    cut = calibrate(flagged, labels, precision=TARGET)
    yield _figure(
        "calibrate", f"cut certified at {TARGET:.0%} among {len(flagged)} flagged", cut.text, "none"
    )


def _trap(
    labelled: pd.DataFrame, others: pd.DataFrame, labels: pd.DataFrame, errors: dict[str, Estimate]
) -> Iterator[Figure]:
    everyone = pd.concat([labelled, others]).drop_duplicates("entity_id")
    known = prevalence(everyone, labels, of="accounts")
    yield _figure("prevalence", f"fake among the labelled; {known.warnings[0]}", known, CARRIED)
    model = _model().fit(features(labelled), labels["value"])
    flagged = int((model.predict_proba(features(others))[:, 1] >= FLAGGED).sum())
    yield _figure("calibrate", "flagged among the 10,000 unlabelled", Share(flagged, len(others)), CARRIED)
    taken = share("flagged", flagged, len(others))
    right = corrected(taken, errors["sensitivity"], errors["specificity"])
    yield _figure("corrected", f"fake among the unlabelled; {right.warnings[0]}", right, CARRIED)
    some = others.sample(len(labelled), random_state=SEED)
    x = np.vstack([features(labelled), features(some)])
    y = np.repeat([1, 0], len(labelled))
    apart = float(roc_auc_score(y, chances(x, y)))
    yield _figure("skill", "AUC of telling labelled from unlabelled", apart, "0.5 if they were a draw")


def _model() -> GradientBoostingClassifier:
    return GradientBoostingClassifier(n_estimators=60, random_state=SEED)


def _figure(method: str, question: str, found: Any, published: float | str) -> Figure:
    return Figure("followers", method, question, found, published, HUMAN)
