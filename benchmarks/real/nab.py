"""The Numenta Anomaly Benchmark: our pager's evidence on 58 series of server metrics, for regression only.

Nothing here is abuse: the series are loads, temperatures and traffic, five minutes apart and two weeks long,
so the daily baseline cannot run on them. What runs is the other half of the pager, Shiryaev-Roberts evidence
with a stated budget, on deviations from the 2,000 points before. Like every published figure ours has its
threshold chosen on the benchmark itself, except the one with the pager's own budget; how far back it looks
and how long it is silent after an alarm were chosen there as well. The scorer is
Lavin and Ahmad 2015 (arXiv 1510.03336), standard profile, written anew; the windowed Gaussian, run once more
through it, shows how far it agrees with the published scores.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import special

from figures import Figure
from public import DATA
from trendkit.assess.trends.pager import BUDGET
from trendkit.engine import duckdb as engine

FOLDER: Final = DATA / "nab"
LABELS: Final = "windows around labelled anomalies; server metrics, regression only"
FALSE_ALARM: Final = 0.11  # standard profile; a window found counts 1, one missed -1
STEEP: Final = 5.0  # how fast the worth of an alarm falls from the start of a window to its end
FAR: Final = 3.0  # window lengths after a window from which a false alarm counts in full
PROBATION: Final = 0.15  # share of a series, at most of 5,000 points, that is not scored
PAST: Final = 2_000  # points
LEAST_PAST: Final = 100
SHIFT: Final = 3.0  # standard deviations, up or down
SILENT: Final = 200  # points after an alarm: a known incident does not call again
BUDGETS: Final = (BUDGET, 1e6, 1e8, 1e10, 1e12)
GAUSSIAN: Final = (6_400, 100)  # points of its window, points between two looks

Array = np.ndarray[Any, Any]
Scored = tuple[Array, Array]  # worth of an alarm at each scored point, and the window it lies in (-1: none)


def figures() -> Iterator[Figure]:
    """Yield our score with the pager's budget, with the best of five, and the scorer's own check."""
    series, scored = _read()
    scores = {budget: _score(series, scored, lambda x, b=budget: alarms(x, b)) for budget in BUDGETS}
    published = dict(engine.rows(engine.memory(), _query("published_scores", "detector, standard")))
    beside = ", ".join(f"{name} {score:.1f}" for name, score in published.items() if score > 0)
    yield _figure(f"score, budget of {BUDGET:,} points", scores[BUDGET], beside)
    yield _figure("score, best of five budgets, as published ones are chosen", max(scores.values()), beside)
    check = _best(series, scored, gaussian)
    yield _figure("the scorer: windowed Gaussian run again", check, round(published["windowedGaussian"], 1))


def _figure(question: str, found: float, published: float | str) -> Figure:
    return Figure("nab", "pager (on residuals)", question, round(found, 1), published, LABELS)


def _query(name: str, columns: str) -> str:
    return f"select {columns} from '{FOLDER / name}.parquet' order by all"


def _read() -> tuple[list[Array], list[Scored]]:
    con = engine.memory()
    points = engine.frame(con, f"from '{FOLDER}/series.parquet' select series_id, ts, value")
    windows = engine.frame(con, _query("windows", '"series_id", "start", "end"'))
    series, scored = [], []
    for name, each in points.groupby("series_id", sort=True):
        spans = windows.loc[windows["series_id"] == name, ["start", "end"]].itertuples(index=False)
        first = {moment: place for place, moment in reversed(list(enumerate(each["ts"])))}
        scored.append(worth(len(each), [(first[start], first[end]) for start, end in spans]))
        series.append(each["value"].to_numpy(float))
    return series, scored


def worth(points: int, spans: Sequence[tuple[int, int]]) -> Scored:
    """Return what an alarm at each point is worth, and its window, the points of probation left out."""
    value, window, place = np.full(points, -FALSE_ALARM), np.full(points, -1), np.arange(points)
    for number, (first, last) in enumerate(spans):
        width = last - first + 1
        inside, after = place[first : last + 1], place[last + 1 :]
        value[inside] = _falling((inside - last - 1) / width) / _falling(np.array(-1.0))
        value[after] = FALSE_ALARM * _falling((after - last) / (width - 1))
        window[inside] = number
    start = int(PROBATION * min(points, 5_000))
    return value[start:], window[start:]


def _falling(position: Array) -> Array:
    return np.where(position >= FAR, -1.0, 2 * special.expit(-STEEP * np.minimum(position, FAR)) - 1)


def _score(series: list[Array], scored: list[Scored], alarm: Callable[[Array], Array]) -> float:
    """Return the score of alarms over the corpus: 0 for silence, 100 for every window at once and no more."""
    raw = [_raw(alarm(x)[len(x) - len(s[0]) :], *s) for x, s in zip(series, scored, strict=True)]
    windows = sum(len(set(window.tolist()) - {-1}) for _, window in scored)
    return 50 * (sum(raw) / windows + 1)


def _raw(alarm: Array, value: Array, window: Array) -> float:
    met = [value[alarm & (window == number)] for number in set(window.tolist()) - {-1}]
    return float(value[alarm & (window < 0)].sum()) + sum(float(each.max(initial=-1.0)) for each in met)


def _best(series: list[Array], scored: list[Scored], scores: Callable[[Array], Array]) -> float:
    """Return the score at the best threshold of those that no more than 1 point in 100 passes."""
    held = [scores(x) for x in series]
    bars = np.unique(np.concatenate(held))[-2_000::20]
    told = {id(x): score for x, score in zip(series, held, strict=True)}
    return max(_score(series, scored, lambda x, b=bar: told[id(x)] >= b) for bar in bars)


def alarms(x: Array, budget: float) -> Array:
    """Return the points at which the evidence for a shift from the points before reaches the budget."""
    ratio = np.cosh(SHIFT * _deviation(x)) * np.exp(-SHIFT * SHIFT / 2)  # up and down, equally likely
    called, held, awake = np.zeros(len(x), bool), 0.0, 0
    for point, likelihood in enumerate(ratio):
        held = (1 + held) * likelihood if point >= awake else 0.0
        if held >= budget:
            called[point], held, awake = True, 0.0, point + 1 + SILENT
    return called


def _deviation(x: Array) -> Array:
    past = pd.Series(x).shift(1).rolling(PAST, min_periods=LEAST_PAST)
    spread = np.maximum(past.std(), 1e-3 * past.mean().abs() + 1e-9)  # a flat line is not infinitely sure
    return np.clip(((x - past.mean()) / spread).fillna(0).to_numpy(), -50, 50)


def gaussian(x: Array) -> Array:
    """Return NAB's windowed Gaussian: 1 less the chance of a value so far from the mean of its window."""
    size, step = GAUSSIAN
    until = np.arange(len(x))
    until = np.where(until > size, size + (until - size) // step * step, until)
    start = np.maximum(until - size, 0)
    sums, squares = (np.r_[0, np.cumsum(v)] for v in (x - x.mean(), (x - x.mean()) ** 2))
    count = np.maximum(until - start, 1)
    mean = (sums[until] - sums[start]) / count
    spread = np.sqrt(np.maximum((squares[until] - squares[start]) / count - mean**2, 1e-12))
    return np.where(until > 0, 1 - special.erfc(np.abs(x - x.mean() - mean) / spread / 2**0.5) / 2, 0)


if __name__ == "__main__":
    for figure in figures():
        print(figure.row(), flush=True)
