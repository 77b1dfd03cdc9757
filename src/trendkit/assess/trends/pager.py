"""When a segment is worth waking somebody for: evidence that adds up, with a stated false-alarm budget.

The inbox (`ranking`) asks each day anew; the pager remembers. It is separate because its promise is another
one: not a share of false discoveries per day, but how seldom it calls for nothing.
"""

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.trends import baseline
from trendkit.assess.trends.baseline import SEGMENT
from trendkit.assess.trends.chance import Rules, supported

BUDGET: Final = 10_000
"""Segment-days between two false pages, at least, where nothing has changed."""

RISES: Final = (1.25, 1.5, 2.0, 3.0, 5.0)
"""Rises the evidence is averaged over; nobody knows in advance how steep a wave will be."""


def evidence(
    counts: pd.DataFrame,
    first: date,
    last: date,
    rules: Rules | None = None,
    budget: float = BUDGET,
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the evidence of every segment on each day of [first, last]: day, segment, evidence, page.

    `counts` are as `daily` returns them, `changes` as `forecast` takes them. Evidence is the
    Shiryaev-Roberts statistic R = (1 + R before) x L, where L is the likelihood ratio of a rise against the
    usual, averaged over `RISES`, in the negative binomial of the day's own forecast. `page` where it reaches
    `budget`; it starts again after that. As long as the forecast is right and nothing changed, a segment is
    expected to go `budget` days without a page. A day that cannot be judged leaves the evidence as it was.
    Source: e-detectors, Shin, Ramdas and Rinaldo
    2024; Shiryaev 1963, Roberts 1966.
    """
    found = baseline.forecast(counts, first, last, changes=changes)
    judged = found[supported(found, rules or Rules()) & (found["window_days"] == 1)]
    counted = (judged[name].to_numpy(float) for name in ("observed", "expected", "variance"))
    ratios = judged.assign(ratio=likelihood_ratio(*counted)).pivot_table(
        index=SEGMENT, columns="tested_day", values="ratio"
    )
    ratios = ratios.reindex(columns=pd.date_range(first, last))
    added = pd.DataFrame(added_up(ratios.to_numpy(), budget), ratios.index, ratios.columns)
    rows = added.melt(var_name="day", value_name="evidence", ignore_index=False).reset_index()
    rows = rows.sort_values(["day", *SEGMENT], ignore_index=True)
    return rows.assign(page=rows["evidence"] >= budget)[["day", *SEGMENT, "evidence", "page"]]


def likelihood_ratio(seen: Any, mean: Any, variance: Any) -> Any:
    """Return how much better a rise explains each count than the usual does, averaged over `RISES`."""
    size = mean * mean / np.maximum(variance - mean, mean * 1e-9)
    rises = [
        np.exp(seen * np.log(q) - (seen + size) * np.log((size + q * mean) / (size + mean))) for q in RISES
    ]
    return np.mean(rises, axis=0)


def added_up(ratios: Any, budget: float) -> Any:
    """Return segments x days of R; missing ratios carry the evidence over unchanged."""
    held = np.zeros(len(ratios))
    days = []
    for ratio in ratios.T:
        held = np.where(held >= budget, 0, held)
        held = np.where(np.isnan(ratio), held, (1 + held) * np.nan_to_num(ratio))
        days.append(held)
    return np.column_stack(days) if days else np.zeros(ratios.shape)
