"""Profiles: how often each test errs where there is nothing, how often what was planted is found, one look.

Run `python benchmarks/profiles.py [rounds]`. What is permuted is who was found, among the accounts of the
embedded world with their own heavy-tailed habits; no event is permuted, because events of one account hang
together. What is planted are five of forty features, half a standard deviation apart. All of it is invented:
no figure here is about real data.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import habits
import trendkit as tk
from figures import Share
from trendkit.assess.profiles import together, tokens
from trendkit.assess.profiles.differences import differences
from trendkit.assess.profiles.profile import Profile, judged
from trendkit.content import sql_text
from trendkit.detectors import like_ring
from trendkit.tables import world

SEED = 71  # frozen
ROUNDS = 1_000
RUNS = 100  # of the planted features
EVENTS = 300_000
FOUND, CONTROLS = 100, 300  # accounts compared under permutation: one half of a profile
EFFECT, PLANTED = 0.5, (150, 1_500)  # one half of 300 and 3,000 accounts
DRAWS = 99  # permutations inside a permutation
LEVEL = 0.05
FEATURES = [
    *(
        "acts_per_active_day",
        "busiest_day_share",
        "hour_entropy",
        "night_share",
        "gap_median_s",
        "like_share",
    ),
    *("comment_share", "target_variety", "reciprocity", "followers_gained", "text_shared_share", "age_days"),
]
QUESTIONS = ("MANOVA", "PERMANOVA", "PERMDISP")


def errs(db: tk.Database, rounds: int = ROUNDS) -> dict[str, tuple[Share, float, float]]:
    """Return for each test how often p ≤ 0.05 over all features, and the shares of its extreme features."""
    draw = np.random.default_rng(SEED)
    frame = tk.features(db).sample(FOUND + CONTROLS, random_state=SEED)
    frame = frame.loc[:, frame.nunique() > 1]
    uses, scores = _uses(db, frame), together.scores(frame).to_numpy()
    found = np.arange(len(frame)) < FOUND
    stratum = np.arange(len(frame)) % 4
    hits: dict[str, list[pd.Series]] = {}
    for _ in range(rounds):
        found = draw.permuted(found)
        for name, p in _tests(frame, uses, scores, found, stratum, draw):
            hits.setdefault(name, []).append(p <= LEVEL)
    return {name: _told(pd.DataFrame(runs)) for name, runs in hits.items()}


def _tests(
    frame: pd.DataFrame,
    uses: pd.DataFrame,
    scores: np.ndarray,
    found: np.ndarray,
    stratum: np.ndarray,
    draw: np.random.Generator,
) -> Iterator[tuple[str, pd.Series]]:
    told = differences(frame[FEATURES], found, draw, DRAWS).set_index("feature")
    yield "Brunner-Munzel", told["p"]
    yield "PSI", told["psi_p"]
    yield "Jensen-Shannon", told["js_p"]
    who = frame[[]].assign(found=found, stratum=stratum)
    used = tokens.overused(uses, who, draw, DRAWS).set_index(["kind", "token"])
    yield "log odds of a token", used["p"]
    yield "Mantel-Haenszel", used["adjusted_p"].astype(float)
    answers = together.answers(scores, found, draw, DRAWS)
    yield from ((name, answers["p"].iloc[[n]]) for n, name in enumerate(QUESTIONS))


def _uses(db: tk.Database, frame: pd.DataFrame) -> pd.DataFrame:
    since, until = db.span
    values = {"since": since, "until": until, "accounts": list(frame.index)}
    uses = db.frame(sql_text("assess/profile/tokens.sql"), values)
    return uses[uses["kind"].isin(["action", "surface"])]


def _told(hits: pd.DataFrame) -> tuple[Share, float, float]:
    shares = hits.mean()
    return Share(int(hits.to_numpy().sum()), hits.size), float(shares.min()), float(shares.max())


def recovered(runs: int = RUNS, effect: float = EFFECT) -> tuple[Share, Share, Share]:
    """Return runs whose top five are the planted ones, planted features found, false ones among the told."""
    draw = np.random.default_rng(SEED)
    planted = {f"feature_{n}" for n in range(habits.PLANTED)}
    nothing = pd.DataFrame(columns=tokens.COLUMNS)
    top, found, told = 0, 0, 0
    for _ in range(runs):
        halves = [habits.frame(draw, *PLANTED, effect) for _ in range(2)]
        table, _ = judged([differences(*half, draw, DRAWS) for half in halves], [nothing, nothing])
        said = list(table.loc[table["status"] == "stands out", "feature"])
        top += set(said[: habits.PLANTED]) == planted
        found += len(planted & set(said))
        told += len(said)
    return Share(top, runs), Share(found, runs * habits.PLANTED), Share(told - found, told)


def ring(db: tk.Database) -> tuple[Profile, float]:
    """Return the profile of what like_ring finds in the whole window, and its seconds."""
    since, until = db.span
    findings = like_ring(db, since=since, until=until)
    start = time.perf_counter()
    return tk.profile(db, findings), time.perf_counter() - start


def lines(rounds: int = ROUNDS) -> Iterator[str]:
    """Yield the section of the scoreboard."""
    with tempfile.TemporaryDirectory() as folder:
        world.build(Path(folder) / "world", EVENTS, threads=1)
        db = tk.connect(Path(folder) / "world", lake=Path(folder) / "lake", threads=1)
        yield from _chance(db, rounds)
        yield from _planted(max(1, rounds * RUNS // ROUNDS))
        yield from _ring(db)


def _chance(db: tk.Database, rounds: int) -> Iterator[str]:
    yield "\n## Profiles: what chance alone shows\n"
    yield (
        f"{rounds:,} permutations of who was found, {FOUND} of {FOUND + CONTROLS} accounts of the embedded "
        f"world; share with p ≤ {LEVEL:g}: over all features or tokens, then the least and the most of one.\n"
    )
    yield "| test | p ≤ 0.05 | least | most |"
    yield "|---|---|---|---|"
    for name, (share, least, most) in errs(db, rounds).items():
        yield f"| {name} | {share} | {least:.3f} | {most:.3f} |"


def _planted(runs: int) -> Iterator[str]:
    top, found, wrong = recovered(runs)
    yield "\n## Profiles: what was planted\n"
    yield (
        f"Five of forty features, {EFFECT:g} standard deviations apart, {2 * PLANTED[0]} against "
        f"{2 * PLANTED[1]:,} accounts, {runs:,} runs: the top five are the planted five in {top}; "
        f"planted features that stand out: {found}; false ones among all that stand out: {wrong}."
    )


def _ring(db: tk.Database) -> Iterator[str]:
    made, seconds = ring(db)
    yield f"\n## A profile of like_ring, {EVENTS:,} events asked for\n"
    yield f"{seconds:.1f} s. The card:\n"
    yield "```text"
    yield repr(made)
    yield "```"


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line, flush=True)
