"""StarScout's accounts: what low_activity asks of one life, on 10,087 suspected and 10,000 sampled profiles.

The profiles are counts of a whole life, without times and targets, so the detector itself cannot run on
them: the part of it that concerns one account is asked in SQL (`sql/stars.sql`), the company on one target
is not. The labels are StarScout's opinion, which itself rests on low activity and lockstep; half of the
accounts are suspected, as nowhere in the world, so precision holds for this sample and nothing else.
"""

from collections.abc import Iterator
from typing import Final

from figures import Figure, Share
from public import DATA, HERE
from trendkit.detect import library
from trendkit.engine import duckdb as engine

QUERY: Final = (HERE / "sql" / "stars.sql").read_text(encoding="utf-8")
PROFILES: Final = DATA / "stars" / "actor_profiles.parquet"
OPINION: Final = "another detector's opinion (StarScout); half of the sample is suspected"
RULE: Final = {"precision": 0.940, "recall": 0.615}
FOREST: Final = "recall .658 at precision .95: random forest on 15 counts, trained on these labels"
LOOSER: Final = 3


def figures() -> Iterator[Figure]:
    """Yield precision and recall of the published rule asked again, of ours, and of ours made looser."""
    default = next(p.default for p in library.get("low_activity").file.params if p.name == "max_acts")
    for name, share in _shares(default, anything=True).items():
        yield _figure(f"{name} of the published rule, at most {default} acts of any kind", share, RULE[name])
    for name, share in _shares(default, anything=False).items():
        yield _figure(f"{name} of one life: at most {default} acts, stars and forks only", share, RULE[name])
    for name, share in _shares(LOOSER, anything=False).items():
        yield _figure(f"{name} of one life: at most {LOOSER} acts, stars and forks only", share, FOREST)


def _figure(question: str, share: Share, published: float | str) -> Figure:
    return Figure("stars", "low_activity", question, share, published, OPINION)


def _shares(acts: int, *, anything: bool) -> dict[str, Share]:
    asked = {"profiles": str(PROFILES), "acts": acts, "any": anything}
    ((right, found, suspected),) = engine.rows(engine.memory(), QUERY, asked)
    return {"precision": Share(right, found), "recall": Share(right, suspected)}
