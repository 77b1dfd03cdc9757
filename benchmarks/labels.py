"""What labels can promise: certified cuts and prevalences over simulated worlds, where the truth is known.

Run `python benchmarks/labels.py [worlds]`. Nothing here is real traffic. Calibration: findings whose
precision falls along the score in five shapes (two normal scores three and a half deviations apart, a
slope, a steep slope, a cliff, a cliff behind a dip at the very top); labels drawn at random from 5,000
findings; the target is 95 %. Prevalence: 200,000 items with Pareto views, harm that depends on a hidden
trait, and a raw score: a classifier's output for the trait, seen with noise and fitted to balanced classes,
so that it is far from a chance; "calibrated" is the chance itself, which nobody has. Chances of inclusion
and estimates are those of the package; for speed, numpy draws where the package takes md5 of id and seed.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import binom, norm, rankdata

from figures import Share
from trendkit.assess.estimate import LEVEL, wilson
from trendkit.assess.labels import planning, sampling
from trendkit.assess.labels.calibrate import loosest, running
from trendkit.assess.labels.reading import weighed
from trendkit.assess.labels.sampling import Scope
from trendkit.engine import duckdb as engine

WORLDS: Final = 1_000
TARGET: Final = 0.95
FINDINGS: Final = 5_000
ITEMS: Final = 200_000
LABELS: Final = {0.0003: 12_000, 0.001: 6_000, 0.003: 3_000, 0.01: 1_500}
HARMFUL_WANTED: Final = 30  # expected harmful labels behind every coverage figure
SHAPES: Final = ("two normals", "slope", "steep slope", "cliff", "dip at the top")


@dataclass(frozen=True)
class Platform:
    """Items with views, a score and the truth."""

    items: pd.DataFrame
    raw: pd.DataFrame
    chance: pd.DataFrame
    harmful: "pd.Series[float]"

    @property
    def truth(self) -> float:
        """The true share of harmful views."""
        views = self.items["views"].to_numpy()
        return float(views @ self.harmful.to_numpy() / views.sum())

    @property
    def auc(self) -> float:
        """How often the raw score puts a harmful item above a harmless one."""
        bad = self.harmful.to_numpy() == 1
        ranks = rankdata(self.raw["score"])
        return float((ranks[bad].sum() - bad.sum() * (bad.sum() + 1) / 2) / (bad.sum() * (~bad).sum()))


def shape(name: str, n: int = FINDINGS) -> np.ndarray:
    """Return the chance of being harmful of each finding, worst first."""
    x = (np.arange(n) + 0.5) / n
    if name == "two normals":
        return _normals(x)
    return {
        "slope": 0.995 / (1 + np.exp((x - 0.75) * 8)),
        "steep slope": 0.995 / (1 + np.exp((x - 0.6) * 20)),
        "cliff": np.where(x < 0.5, 0.985, 0.2),
        "dip at the top": np.where(x < 0.05, 0.94, np.where(x < 0.6, 0.985, 0.5)),
    }[name]


def certified(name: str, labels: int, seed: int) -> dict[str, float]:
    """Return for one world: returned, violated, recall of the oracle's, and the plug-in cut's violation."""
    rng = np.random.default_rng(seed)
    p = shape(name)
    drawn = np.sort(rng.choice(len(p), labels, replace=False))
    said = (rng.random(labels) < p[drawn]).astype(float)
    precise = np.cumsum(p) / np.arange(1, len(p) + 1)
    oracle = np.flatnonzero(precise >= TARGET)[-1]
    looks = np.flatnonzero(np.cumsum(said) / np.arange(1, labels + 1) >= TARGET)
    cut = loosest(running(-drawn.astype(float), said, np.ones(labels)), TARGET, 1 - LEVEL)
    at = None if cut is None else int(-cut[0])
    return {
        "returned": at is not None,
        "violated": at is not None and precise[at] < TARGET,
        "recall": np.nan if at is None else p[: at + 1].sum() / p[: oracle + 1].sum(),
        "plug_in": bool(len(looks)) and precise[drawn[looks[-1]]] < TARGET,
    }


def platform(rate: float, seed: int = 1, noise: float = 0.35, items: int = ITEMS) -> Platform:
    """Return a platform of which about `rate` of views are harmful."""
    rng = np.random.default_rng(seed)
    views = np.ceil((rng.pareto(1.5, items) + 1) * 10).astype(int)
    trait = rng.normal(size=items)
    floors = np.linspace(-25, 0, 2_001)
    rates = [views @ (1 / (1 + np.exp(-3 * trait - floor))) / views.sum() for floor in floors]
    floor = float(floors[np.searchsorted(rates, rate)])
    chance = 1 / (1 + np.exp(-3 * trait - floor))
    balanced = -np.log(rate)
    raw = 1 / (1 + np.exp(-3 * (trait + noise * rng.normal(size=items)) - floor - balanced))
    ids = pd.Series([f"item_{i}" for i in range(items)], name="entity_id")
    frame = ids.to_frame()
    harmful = pd.Series((rng.random(items) < chance).astype(float), index=ids)
    return Platform(frame.assign(views=views), frame.assign(score=raw), frame.assign(score=chance), harmful)


def sampled(world: Platform, design: str, score: pd.DataFrame | None, n: int, draws: int) -> pd.DataFrame:
    """Return one row per draw: estimate, whether the interval covers, harmful labels seen."""
    scope = Scope("views")
    with sampling.chances(world.items, scope, n, design, score) as con:
        units = engine.frame(con, "from prevalence_chances order by stratum, entity_id")
    units = units.assign(harmful=world.harmful.reindex(units["entity_id"]).to_numpy())
    units = units.assign(sample=f"views-{design}-{n}-simulated", stratum=units["stratum"].astype(str))
    chance, rng = units["inclusion_prob"].to_numpy(), np.random.default_rng(1)
    parts = list(units.groupby("stratum").indices.values())
    drawn = (units.iloc[_pareto(chance, parts, rng)] for _ in range(draws))
    return pd.DataFrame([_covered(world, rows, scope) for rows in drawn])


def _pareto(chance: np.ndarray, parts: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Return the places of the units that one draw takes, stratum by stratum."""
    number = rng.random(len(chance))
    key = number * (1 - chance) / ((1 - number) * chance)
    wanted = [round(chance[part].sum()) for part in parts]
    return np.concatenate(
        [part[np.argpartition(key[part], n - 1)[:n]] for part, n in zip(parts, wanted, strict=True)]
    )


def lines(worlds: int = WORLDS) -> Iterator[str]:
    """Yield the Markdown of both tables."""
    yield "## What labels can promise\n"
    yield f"Simulated worlds with known truth, {worlds:,} each; `benchmarks/labels.py` says which.\n"
    yield from _calibration(worlds)
    yield from _coverage(worlds)


def _calibration(worlds: int) -> Iterator[str]:
    yield f"Cuts certified at {TARGET:.0%} precision; bars: violated ≤ .05, returned ≥ .95, recall ≥ .88.\n"
    yield "| findings | labels | returned | violated | recall of the oracle's | best-looking cut violates |"
    yield "|---|--:|--:|--:|--:|--:|"
    cells = [(name, 1_000) for name in SHAPES] + [(SHAPES[0], 300), (SHAPES[0], 3_000)]
    for name, labels in cells:
        table = pd.DataFrame([certified(name, labels, seed) for seed in range(worlds)])
        shares = [f"{table[key].mean():.3f}" for key in ("returned", "violated", "recall", "plug_in")]
        yield f"| {name} | {labels:,} | {' | '.join(shares)} |"
    yield ""


def _coverage(worlds: int) -> Iterator[str]:
    yield "Coverage of 95 % intervals of a prevalence of views (bar .935 to .965), and labels saved against"
    yield "random views at the same error (bar 3 with a raw score, 5 with a calibrated one).\n"
    yield "| design | of views | labels | harmful seen | covered | AUC | saved | exposure | saved, planned |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for rate, labels in LABELS.items():
        n = round(HARMFUL_WANTED / rate)
        exact = f"{_exact(rate, n):.3f} (exact sum)"
        yield f"| random | {rate:.2%} | {n:,} | {HARMFUL_WANTED} | {exact} | – | 1 | ×1 | 1 |"
        world = platform(rate)
        for name, design, score in _designs(world):
            yield _design_row(world, name, design, score, labels, worlds)
    yield ""


def _design_row(world: Platform, name: str, design: str, score: pd.DataFrame, n: int, worlds: int) -> str:
    table = sampled(world, design, score, n, worlds)
    saved = world.truth * (1 - world.truth) / n / table["estimate"].var()
    seen = table["harmful"].mean()
    plan = planning.plan(world.items, of="views", prevalence=world.truth, score=score).set_index("design")
    cells = (
        name,
        f"{world.truth:.2%}",
        f"{n:,}",
        f"{seen:.0f}",
        str(Share(int(table["covered"].sum()), len(table))),
        f"{world.auc:.3f}" if score is world.raw else "oracle",
        f"{saved:.1f}",
        f"×{seen / (n * world.truth):.1f}",
        f"{plan.loc[design, 'saves']:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _designs(world: Platform) -> list[tuple[str, str, pd.DataFrame]]:
    return [
        ("PPS, raw score", "pps", world.raw),
        ("stratified, raw score", "stratified", world.raw),
        ("PPS, calibrated score", "pps", world.chance),
    ]


def _covered(world: Platform, drawn: pd.DataFrame, scope: Scope) -> dict[str, float]:
    found = weighed(drawn, scope).estimate()
    return {
        "estimate": found.estimate,
        "covered": found.low <= world.truth <= found.high,
        "harmful": drawn["harmful"].sum(),
    }


def _exact(rate: float, n: int) -> float:
    """Return the exact coverage of Wilson's interval, averaged over rates within a tenth of `rate`."""
    rates = rate * np.geomspace(0.9, 1.1, 41)
    k = np.arange(0, 120)
    low, high = np.array([wilson(part, n) for part in k]).T
    inside = (low[:, None] <= rates) & (rates <= high[:, None])
    return float((binom.pmf(k[:, None], n, rates) * inside).sum(axis=0).mean())


def _normals(x: np.ndarray) -> np.ndarray:
    score = np.linspace(6, 0, 20_000)
    bad, good = 0.02 * norm.pdf(score, 3.5), 0.98 * norm.pdf(score)
    p = bad / (bad + good)
    kept = p >= 0.2
    mass = np.cumsum((bad + good)[kept])
    return np.interp(x, mass / mass[-1], p[kept])


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS):
        print(line, flush=True)
