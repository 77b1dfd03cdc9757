"""Whether the follow-up of a measure errs as seldom as it says: simulated days, all of them invented.

Run `python benchmarks/followup.py [runs]`. A series has 56 days before a measure and 14 since, a mean of
100 acts a day, a week of 0.9 to 1.2, and a logarithm that wanders by 0.2 around that, each day correlated
with the day before by rho; counts are Poisson on top. SARIMAX(1,0,0), GLSAR, Newey-West and the block
bootstrap are what handbooks say one should use, on the same series.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from trendkit.assess.effects import its
from trendkit.assess.effects.displacement import Area, Areas
from trendkit.assess.effects.relapse import watch
from trendkit.assess.effects.survival import survival

RUNS = 300
BEFORE, AFTER = 56, 14
LAUNCHED = pd.Timestamp("2026-03-02")
WEEK = np.array([1, 1.05, 0.95, 1, 1.1, 1.2, 0.9])
WANDER = 0.2
Interval = tuple[float, float]


def series(
    rng: np.random.Generator, mean: float, rho: float, drop: float = 0, after: int = AFTER
) -> pd.DataFrame:
    """Draw day, acts around a measure that takes `drop` of them away."""
    days = BEFORE + after
    steps = rng.normal(size=days)
    wander = np.empty(days)
    wander[0] = steps[0]
    for day in range(1, days):
        wander[day] = rho * wander[day - 1] + np.sqrt(1 - rho**2) * steps[day]
    expected = mean * np.exp(WANDER * wander - WANDER**2 / 2) * WEEK[np.arange(days) % 7]
    expected[BEFORE:] *= 1 - drop
    calendar = pd.date_range(LAUNCHED - pd.Timedelta(days=BEFORE), periods=days)
    return pd.DataFrame({"day": calendar, "acts": rng.poisson(expected).astype(float)})


def ours(days: pd.DataFrame) -> Interval:
    """Return trendkit's 95 % interval of the relative change."""
    found = its.interrupted(days, LAUNCHED)
    if isinstance(found, str):
        raise TypeError(found)
    change = found.relative("acts")
    return float(change.low or 0), float(change.high or 0)


def sarimax(days: pd.DataFrame) -> Interval:
    """Return the interval of SARIMAX(1,0,0) with step and weekday on log counts."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX  # noqa: PLC0415 - slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = SARIMAX(np.log1p(days["acts"].to_numpy()), exog=_design(days), order=(1, 0, 0)).fit(
            disp=0, cov_type="opg"
        )
    return _reach(fit.params[0], fit.bse[0])


def newey_west(days: pd.DataFrame) -> Interval:
    """Return the interval of least squares with errors after Newey and West, seven lags."""
    import statsmodels.api as sm  # noqa: PLC0415 - slow to import

    fit = sm.OLS(np.log1p(days["acts"].to_numpy()), _design(days)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 7}
    )
    return _reach(fit.params[0], fit.bse[0])


def glsar(days: pd.DataFrame) -> Interval:
    """Return the interval of feasible generalised least squares with one lag."""
    import statsmodels.api as sm  # noqa: PLC0415 - slow to import

    fit = sm.GLSAR(np.log1p(days["acts"].to_numpy()), _design(days), rho=1).iterative_fit(30)
    return _reach(fit.params[0], fit.bse[0])


def block_bootstrap(days: pd.DataFrame) -> Interval:
    """Return the interval of a quasi-Poisson model with errors from blocks of seven days' residuals."""
    import statsmodels.api as sm  # noqa: PLC0415 - slow to import

    design, acts = _design(days), days["acts"].to_numpy()
    fit = sm.GLM(acts, design, family=sm.families.Poisson()).fit()
    left = (acts - fit.mu) / np.sqrt(fit.mu) * np.sqrt(len(acts) / fit.df_resid)
    starts = np.random.default_rng(0).integers(0, len(acts) - 6, (999, len(acts) // 7))
    drawn = left[(starts[:, :, None] + np.arange(7)).reshape(999, -1)] * np.sqrt(fit.mu)
    inverse = np.linalg.inv((design * fit.mu[:, None]).T @ design)
    return _reach(fit.params[0], float((drawn @ design @ inverse[:, 0]).std()))


def _design(days: pd.DataFrame) -> Any:
    weekday = days["day"].dt.day_of_week.to_numpy()[:, None] == np.arange(1, 7)
    return np.column_stack([days["day"] >= LAUNCHED, np.ones(len(days)), weekday]).astype(float)


def _reach(middle: float, error: float) -> Interval:
    return float(np.expm1(middle - 1.96 * error)), float(np.expm1(middle + 1.96 * error))


METHODS: dict[str, Callable[[pd.DataFrame], Interval]] = {
    "trendkit": ours,
    "SARIMAX(1,0,0)": sarimax,
    "GLSAR": glsar,
    "Newey-West": newey_west,
    "block bootstrap": block_bootstrap,
}


def judged(method: str, mean: float, rho: float, drop: float, runs: int) -> dict[str, float]:
    """Return how often an interval holds the truth and how often it leaves out no change."""
    rng = np.random.default_rng(11)
    found = np.array([METHODS[method](series(rng, mean, rho, drop)) for _ in range(runs)])
    low, high = found.T
    return {
        "coverage": float(np.mean((low <= -drop) & (-drop <= high))),
        "refused": float(np.mean((low > 0) | (high < 0))),
    }


def displaced(before: int, moved: float, runs: int) -> float:
    """Return how often the sign is right when half of what was done here stops and a share of it moves."""
    rng = np.random.default_rng(12)
    gone = before * 0.5
    right = 0
    for _ in range(runs):
        pairs = [(before, before - gone), (before, before), (before, before + moved * gone), (before, before)]
        areas = Areas(*(Area(*map(float, rng.poisson(pair))) for pair in pairs))
        right += (areas.moved("acts").estimate or 0) > 0
    return right / runs


def relapsed(runs: int, left: float = 40) -> dict[str, float]:
    """Return delays of the alarm when half of what was stopped returns on day 30, and alarms before."""
    rng = np.random.default_rng(13)
    back, early, delays = 30, 0, []
    for _ in range(runs):
        days = series(rng, 100, 0.3, 1 - left / 100, after=60)
        rise = (left + (100 - left) / 2) / left
        late = (days["day"] >= LAUNCHED + pd.Timedelta(days=back)).to_numpy(bool)
        days["acts"] += late * rng.poisson(days["acts"].clip(lower=1) * (rise - 1))
        found = watch(days, LAUNCHED).frame
        since = (found.loc[found["alarm"] != "", "day"] - LAUNCHED).dt.days - back
        early += int((since < 0).any())
        delays.append(float(since[since >= 0].min()) + 1 if (since >= 0).any() else np.inf)
    return {
        "median": float(np.median(delays)),
        "within 3": float(np.mean(np.array(delays) <= 3)),
        "early": early / runs,
    }


def waited(runs: int, n: int = 500) -> dict[str, float]:
    """Return the errors of the median wait when four in ten are still waiting at the end."""
    rng = np.random.default_rng(14)
    truth, errors, held, left = 10 * np.log(2), [], [], []
    for _ in range(runs):
        waits, seen = rng.exponential(10, n), rng.exponential(15, n)
        median = survival(np.minimum(waits, seen), waits <= seen).median()
        errors.append((median.estimate or np.nan) / truth - 1)
        held.append((median.low or 0) <= truth <= (median.high or np.inf))
        left.append(float(np.mean(waits > seen)))
    return {
        "bias": float(np.mean(errors)),
        "error": float(np.median(np.abs(errors))),
        "coverage": float(np.mean(held)),
        "censored": float(np.mean(left)),
    }


def lines(runs: int = RUNS) -> Iterator[str]:
    """Yield the section of the scoreboard."""
    yield "\n## Did the fix hold: 56 days before, 14 since\n"
    yield f"{runs} simulated series per cell. No figure is about real traffic. The intervals are at 95 %.\n"
    yield from _effects(runs)
    yield "\n| displacement, half of the acts here stop | acts before | sign right |"
    yield "|---|---|---|"
    for moved in (0.3, 0.6):
        yield f"| {moved:.0%} of them move next door | 500 | {displaced(500, moved, 10 * runs):.1%} |"
    back = relapsed(runs)
    yield "\n| relapse: half of what was stopped returns | |\n|---|---|"
    yield f"| median days to the alarm | {back['median']:.0f} |"
    yield f"| alarms within 3 days | {back['within 3']:.1%} |"
    yield f"| series with an alarm in the 23 days watched before | {back['early']:.1%} |"
    wait = waited(runs)
    yield f"\n| Kaplan-Meier median, {wait['censored']:.0%} censored, 500 accounts | |\n|---|---|"
    yield f"| bias | {wait['bias']:+.1%} |\n| median error | {wait['error']:.1%} |"
    yield f"| coverage | {wait['coverage']:.1%} |"


def _effects(runs: int) -> Iterator[str]:
    yield "| method | acts a day | rho | false alarms | coverage | coverage of -30 % | power at -30 % |"
    yield "|---|---|---|---|---|---|---|"
    cells = [("trendkit", mean, rho) for mean in (100, 8) for rho in (0.0, 0.5, 0.8)]
    cells += [
        (method, 100, rho) for method in ("SARIMAX(1,0,0)", "GLSAR", "Newey-West") for rho in (0.5, 0.8)
    ]
    cells += [("block bootstrap", 8, rho) for rho in (0.5, 0.8)]
    for method, mean, rho in cells:
        null, fall = (judged(method, mean, rho, drop, runs) for drop in (0.0, 0.3))
        told = (null["refused"], null["coverage"], fall["coverage"], fall["refused"])
        yield f"| {method} | {mean} | {rho:g} | {' | '.join(f'{share:.1%}' for share in told)} |"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS):
        print(line, flush=True)
