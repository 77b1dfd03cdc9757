"""Classifiers over public profiles, beside published ones; and what they add to a rule.

Run `python benchmarks/classifiers.py`. Every chance is one of a model that saw neither the account nor its
fold. StarScout's labels are another detector's opinion, and half of that sample is suspected, as nowhere in
the world: precision holds for the sample and nothing else. The followers were labelled by people, but nobody
drew them at random: what is measured on the 975 cannot be carried over to other accounts.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

import numpy as np
import pandas as pd

from figures import Figure, Share
from public import DATA
from trendkit.assess.classifiers.classifier import Classifier, classifier
from trendkit.assess.estimate import Estimate
from trendkit.engine import duckdb as engine

OPINION: Final = "another detector's opinion (StarScout); half of the sample is suspected"
HUMAN: Final = "human labels, not a random sample"
FEW: Final = 2  # acts in a life: the published rule
FALSE: Final = 0.037  # the published false positive rate
READ: Final = "select * from read_parquet($file)"


def stars() -> Classifier:
    """Return the classifier of StarScout's fifteen counts of a life and their sum, beside its rule."""
    held = _read("stars", "actor_profiles")
    counts = held.drop(columns=["entity_type", "label"]).drop_duplicates("entity_id").set_index("entity_id")
    acts = counts.sum(axis=1)
    labels = held[["entity_id"]].assign(value=held["label"].eq("suspected_fake").astype(int))
    return classifier(counts.assign(acts=acts), labels, against=acts.between(1, FEW))


def followers() -> Classifier:
    """Return the classifier of the labelled followers: what their profiles show."""
    held = _read("followers", "labelled").drop_duplicates("entity_id")
    labels = held[["entity_id"]].assign(value=held["is_fake"].astype(int))
    return classifier(held.drop(columns="is_fake").set_index("entity_id").astype(float), labels)


def figures() -> Iterator[Figure]:
    """Yield what was measured beside what was published, where the data are present."""
    if (DATA / "stars").is_dir():
        yield from _stars(stars())
    if (DATA / "followers").is_dir():
        yield from _followers(followers())


def _stars(found: Classifier) -> Iterator[Figure]:
    forest = {"AUC": 0.888, "recall at 95 % precision": 0.658}
    for of in ("AUC", "recall at 95 % precision", "calibration slope", "lift at equal volume"):
        published = forest.get(of, "–")
        yield Figure("stars", "classifier", f"{of} ({found.name})", _text(found, of), published, OPINION)


def _followers(found: Classifier) -> Iterator[Figure]:
    bad = found.scores["value"].to_numpy() == 1
    score = found.scores["score"].to_numpy()
    cut = np.quantile(score[~bad], 1 - FALSE)
    flagged = score > cut
    caught = Share(int((flagged & bad).sum()), int(bad.sum()))
    right = Share(int((flagged == bad).sum()), len(bad))
    where = f"at the published false positive rate ({found.name}, cut chosen in hindsight)"
    yield Figure("followers", "classifier", f"sensitivity {where}", caught, 0.774, HUMAN)
    yield Figure("followers", "classifier", f"accuracy {where}", right, 0.944, HUMAN)
    yield Figure("followers", "classifier", f"AUC ({found.name})", _text(found, "AUC"), "–", HUMAN)


def lines() -> Iterator[str]:
    """Yield the Markdown of the table."""
    yield "## Classifiers over public profiles\n"
    yield "Measured on accounts held back, beside what others published of the same data. Labels of stars are"
    yield "another detector's opinion; those of followers are no random sample: nothing carries over.\n"
    yield "| data | what | question | held against | found | published |"
    yield "|---|---|---|---|--:|--:|"
    yield from (figure.row() for figure in figures())
    yield ""


def _text(found: Classifier, of: str) -> str:
    rows = found.table[(found.table["model"] == found.name) & (found.table["of"] == of)]
    (row,) = rows.to_dict("records")
    fields = ("of", "estimate", "low", "high", "unit")
    return Estimate(**{name: row[name] for name in fields}).text


def _read(data: str, name: str) -> pd.DataFrame:
    with closing(engine.memory()) as con:
        return engine.frame(con, READ, {"file": str(DATA / data / f"{name}.parquet")})


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
