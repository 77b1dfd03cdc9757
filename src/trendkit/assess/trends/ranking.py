"""Which of the segments of one day matter most.

A ranking is a judgement: severity x excess x views per act x growth. Every factor is stored beside it so
that an analyst can weigh them again.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit import terms
from trendkit.assess.trends.baseline import SEGMENT
from trendkit.assess.trends.chance import Rules, judged
from trendkit.errors import ParameterError, nearest

METHOD: Final = (
    "closed-form seasonal baseline (7 guard days, 70 training days), negative binomial mid-p over 1, 3 and "
    "7 days (Bonferroni), Benjamini-Hochberg over all segments tested that day; ranked by the 10th "
    "percentile of harm"
)
POOLED: Final = (
    "too little history of its own: rate pooled with the detector's other segments (gamma-Poisson, empirical "
    "Bayes), tests and ranking as for the others"
)
_SPLIT: Final = "detector changed: no day is compared with those before"
COLUMNS: Final = [
    *("rank", "detector", "abuse_type", "severity", "weight", "market", "surface", "status", "window_days"),
    *("observed", "expected", "expected_lo", "expected_hi", "growth", "growth_lo", "growth_hi"),
    *("entities", "events", "per_10k", "per_10k_lo", "per_10k_hi", "views", "total_views", "view_share"),
    *("excess", "per_act", "harm_unit", "bonus", "harm", "flow_p10", "score"),
    *("p_top10", "p_top10_reweighted"),
    *("p", "q", "p_falling", "q_falling", "n_tests"),
    *("dispersion", "history_days", "level", "method", "warnings"),
]


def ranked(
    counts: pd.DataFrame,
    day: date,
    severities: Mapping[str, str | float],
    abuse_types: Mapping[str, str],
    rules: Rules,
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row per segment of `counts`, worst first, with `COLUMNS`."""
    table = _weighed(judged(counts, day, rules, changes), severities, abuse_types)
    return _ordered(_drawn(_factored(table, rules), rules))[COLUMNS]


def _weighed(
    table: pd.DataFrame, severities: Mapping[str, str | float], abuse_types: Mapping[str, str]
) -> pd.DataFrame:
    missing = sorted(set(table["detector"]) - set(severities))
    if missing:
        raise ParameterError(f"No severity given for {', '.join(missing)}.")
    given = table["detector"].map(severities)
    return table.assign(
        abuse_type=table["detector"].map(abuse_types),
        severity=[word if isinstance(word, str) else "own" for word in given],
        weight=[_weight(word) for word in given],
    )


def _weight(given: str | float) -> float:
    if isinstance(given, str):
        if given not in terms.SEVERITIES:
            raise ParameterError(f"No severity named {given!r}.{nearest(given, terms.SEVERITIES)}")
        return float(terms.SEVERITIES[given])
    if not (np.isfinite(given) and given > 0):
        raise ParameterError(f"A severity's weight is a positive number, not {given!r}.")
    return float(given)


def _factored(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Add the point value of every factor, with the denominators they rest on."""
    observed, expected = table["observed"], table["expected"]
    growth = (observed + rules.growth_prior) / (expected + rules.growth_prior)
    excess = (observed - expected).clip(lower=0) / table["window_days"]
    per_act, unit = _reach(table, excess)
    bonus = _bonus(growth, rules)
    lo, hi = _wilson(observed, table["events"])
    return table.assign(
        growth=growth,
        excess=excess,
        per_act=per_act,
        harm_unit=unit,
        bonus=bonus,
        harm=table["weight"] * excess * per_act * bonus,
        per_10k=1e4 * observed / table["events"].where(table["events"] > 0),
        per_10k_lo=1e4 * lo,
        per_10k_hi=1e4 * hi,
        view_share=table["views"] / table["total_views"].where(table["total_views"] > 0),
        level=0.95,
        method=np.where(table["pooled"].eq(True), POOLED, METHOD),
        warnings=_warnings(table, rules),
    )


def _reach(table: pd.DataFrame, excess: pd.Series) -> tuple[pd.Series, str]:
    """Return views per act where every row with an excess knows its own; else all rows count acts."""
    views = table["views"] / table["observed"].where(table["observed"] > 0)
    known = views.notna() | ~(excess > 0)
    if known.all() and views.notna().any():
        return views.fillna(0), "views per day"
    return pd.Series(1.0, table.index), "acts per day"


def _bonus(growth: Any, rules: Rules) -> Any:
    return np.minimum(rules.bonus_cap, 1 + np.log2(np.maximum(growth, 1)))


def _wilson(acts: pd.Series, events: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Wilson's 95 % interval of acts in events; missing where acts are no part of the events."""
    n = events.where((events > 0) & (acts <= events)).astype(float)
    share, z = acts.astype(float) / n, stats.norm.isf(0.025)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (middle - half).clip(lower=0), (middle + half).clip(upper=1)


def _warnings(table: pd.DataFrame, rules: Rules) -> list[str]:
    untested = table["status"].eq("insufficient data")
    short = ~(table["history_days"] >= rules.min_history)
    few = f"the detector acted on fewer than {rules.min_acting} training days"
    said = {
        "no traffic known: counts as they are": table["tested"] & table["offset_by_events"].eq(False),
        "days missing in the window": table["tested"] & (table["days"] < table["window_days"]),
        "acts are no part of the events": table["observed"] > table["events"],
        "no acts in its past: scatter taken from the detector's other segments": table["tested"]
        & table["acting_days"].eq(0),
        "history is short": untested & short,
        "history is short: rate pooled with the detector's other segments": table["pooled"].eq(True),
        few: untested & ~short & (table["kin_days"] < rules.min_acting),
        "no traffic today to expect acts from": untested & ~short & ~(table["kin_days"] < rules.min_acting),
    }
    splits = ["" if pd.isna(day) else f"{_SPLIT} {day:%Y-%m-%d}" for day in table["changed"]]
    columns = [np.where(holds, word, "") for word, holds in said.items()]
    return ["; ".join(filter(None, words)) for words in zip(splits, *columns, strict=True)]


def _drawn(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Add what joint draws of rate and baseline say of growth, pessimistic harm and the top of the list."""
    tested = table["tested"].to_numpy()
    growth, flow = _draws(table[tested], rules)
    weight = (table.loc[tested, "weight"] * table.loc[tested, "per_act"]).to_numpy()[:, None]
    pessimistic = np.quantile(flow, 0.1, axis=1)
    harm = pessimistic * weight[:, 0]
    drawn = pd.DataFrame(
        {
            "growth_lo": np.quantile(growth, 0.025, axis=1),
            "growth_hi": np.quantile(growth, 0.975, axis=1),
            "flow_p10": pessimistic,
            "p_top10": _in_top(flow * weight, rules.top),
            "p_top10_reweighted": _reweighted(harm, table.loc[tested, "detector"], rules),
        },
        index=table.index[tested],
    )
    table = table.join(drawn)
    return table.assign(score=table["weight"] * table["flow_p10"] * table["per_act"])


def _draws(table: pd.DataFrame, rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """Draw growth and excess x bonus per day: segments x draws.

    The rate is gamma with half an act as prior, its information thinned by the dispersion; the baseline is
    log-normal with the relative variance it was learnt with.
    """
    rng = np.random.default_rng(rules.seed)
    observed, expected, phi, error, days = (
        table[name].to_numpy(float)[:, None]
        for name in ("observed", "expected", "dispersion", "level_variance", "window_days")
    )
    shape = (len(table), rules.draws)
    rate = rng.gamma((observed + 0.5) / phi, phi, shape)
    sigma = np.sqrt(np.log1p(error))
    usual = expected * np.exp(sigma * rng.standard_normal(shape) - sigma * sigma / 2)
    growth = (rate + rules.growth_prior) / (usual + rules.growth_prior)
    return growth, np.maximum(rate - usual, 0) / days * _bonus(growth, rules)


def _reweighted(harm: np.ndarray, detectors: pd.Series, rules: Rules) -> np.ndarray:
    """Share of draws of other severities, each detector's off by its own factor, that leave a row on top."""
    codes, names = pd.factorize(detectors, sort=True)
    rng = np.random.default_rng([rules.seed, 1])
    factors = np.exp(np.log(rules.weight_error) * rng.standard_normal((len(names), rules.draws)))
    share, some = np.zeros(len(harm)), harm > 0
    share[some] = _in_top(harm[some, None] * factors[codes[some]], rules.top)
    return share


def _in_top(harm: np.ndarray, top: int) -> np.ndarray:
    """Share of draws in which a row does harm and no more than top - 1 rows do more."""
    bar = np.partition(harm, -top, axis=0)[-top] if len(harm) > top else 0
    share: np.ndarray = ((harm >= bar) & (harm > 0)).mean(axis=1)
    return share


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    order = ["score", "harm", "observed"]
    table = table.sort_values([*order, *SEGMENT], ascending=[False] * 3 + [True] * 3, ignore_index=True)
    table["rank"] = pd.Series(np.arange(1, len(table) + 1), table.index, dtype="Int64").where(table["tested"])
    return table
