"""Simulated panels of daily counts, with planted outbreaks where asked; nothing here is real traffic."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

START = date(2026, 6, 1)


@dataclass(frozen=True)
class Panel:
    """Counts of segments x days, and which of those days belong to a planted outbreak (its number, or -1)."""

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
            "day": [START + timedelta(days=int(d)) for d in np.tile(np.arange(days), segments)],
            "detector": "like_ring",
            "market": [f"M{s // 10:03d}" for s in segment],
            "surface": [f"s{s % 10}" for s in segment],
            "acts": acts.ravel(),
            "entities": np.minimum(acts.ravel(), 5),
            "events": exposure.ravel(),
            "views": np.nan,
            "total_views": np.nan,
        }
    )


def simulate(
    seed: int, segments: int = 600, days: int = 112, outbreaks: float = 0.075, contaminated: float = 0.3
) -> Panel:
    """Draw overdispersed counts with a week, drift, old outbreaks in the first 84 days and new ones after."""
    rng = np.random.default_rng(seed)
    base = np.exp(rng.uniform(np.log(0.3), np.log(300), segments))
    market = np.exp(rng.normal(0, 0.2, (-(-segments // 10), 7)))
    week = np.repeat(market, 10, axis=0)[:segments]
    drift = np.exp(np.cumsum(rng.normal(0, 0.005, (segments, days)), axis=1))
    mean = base[:, None] * week[:, np.arange(days) % 7] * drift
    planted = np.full((segments, days), -1)
    for s in np.flatnonzero(rng.random(segments) < contaminated):
        _plant(rng, mean, None, s, int(rng.integers(0, 70)))
    for number, s in enumerate(np.flatnonzero(rng.random(segments) < outbreaks)):
        _plant(rng, mean, planted, s, int(rng.integers(84, days - 7)), number)
    phi = rng.uniform(1, 3, segments)[:, None]
    size = mean / (phi - 1 + 1e-9)
    return Panel(rng.negative_binomial(size, 1 / phi), planted)


def _plant(rng, mean, planted, segment, start, number=-1):
    length, factor = int(rng.integers(7, 15)), rng.uniform(1.5, 5)
    stop = min(start + length, mean.shape[1])
    ramp = np.minimum(1, (np.arange(stop - start) + 1) / 3)
    mean[segment, start:stop] *= 1 + (factor - 1) * ramp
    if planted is not None:
        planted[segment, start:stop] = number
