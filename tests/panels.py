"""Simulated panels of daily counts, with planted outbreaks where asked; nothing here is real traffic."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

START = date(2026, 6, 1)


@dataclass(frozen=True)
class Panel:
    """Counts of segments x days, and the acts per day that planted outbreaks add in expectation."""

    acts: np.ndarray
    planted: np.ndarray

    def daily(self, exposure: np.ndarray | None = None) -> pd.DataFrame:
        """The panel as trend input: ten surfaces to a market."""
        return table(self.acts, exposure)


def table(acts: np.ndarray, exposure: np.ndarray | None = None) -> pd.DataFrame:
    """Turn segments x days into one row per day x detector x market x surface."""
    segments, days = acts.shape
    exposure = np.full(acts.shape, 10_000) if exposure is None else exposure
    segment = np.repeat(np.arange(segments), days)
    return pd.DataFrame(
        {
            "day": np.datetime64(START, "s") + np.tile(np.arange(days), segments).astype("timedelta64[D]"),
            "detector": "like_ring",
            "market": np.array([f"M{s // 10:03d}" for s in range(segments)], object)[segment],
            "surface": np.array([f"s{s % 10}" for s in range(segments)], object)[segment],
            "acts": acts.ravel(),
            "entities": np.minimum(acts.ravel(), 5),
            "events": exposure.ravel(),
            "views": np.nan,
            "total_views": np.nan,
        }
    )


def simulate(
    seed: int,
    segments: int = 600,
    days: int = 112,
    outbreaks: int = 45,
    contaminated: float = 0.3,
    least: float = 2,
) -> Panel:
    """Draw overdispersed counts with a week, drift, old outbreaks in the first 84 days and new ones after.

    New outbreaks hit segments of `least` acts a day or more: below, even a fivefold week adds few acts.
    """
    rng = np.random.default_rng(seed)
    base = np.exp(rng.uniform(np.log(0.3), np.log(300), segments))
    market = np.exp(rng.normal(0, 0.2, (-(-segments // 10), 7)))
    week = np.repeat(market, 10, axis=0)[:segments]
    drift = np.exp(np.cumsum(rng.normal(0, 0.005, (segments, days)), axis=1))
    mean = base[:, None] * week[:, np.arange(days) % 7] * drift
    planted = np.zeros((segments, days))
    for s in np.flatnonzero(rng.random(segments) < contaminated):
        _plant(rng, mean, s, int(rng.integers(0, 70)))
    hit = rng.choice(np.flatnonzero(base >= least), outbreaks, replace=False)
    for s in hit:
        planted[s] = _plant(rng, mean, s, int(rng.integers(84, days - 7)))
    phi = rng.uniform(1, 3, segments)[:, None]
    size = mean / (phi - 1 + 1e-9)
    return Panel(rng.negative_binomial(size, 1 / phi), planted)


def _plant(rng: np.random.Generator, mean: np.ndarray, segment: int, start: int) -> np.ndarray:
    """Multiply one to two weeks of a segment by 1.5 to 5, reached over three days; return what that adds."""
    length, factor = int(rng.integers(7, 15)), rng.uniform(1.5, 5)
    stop = min(start + length, mean.shape[1])
    before = mean[segment].copy()
    mean[segment, start:stop] *= 1 + (factor - 1) * np.minimum(1, (np.arange(stop - start) + 1) / 3)
    return mean[segment] - before
