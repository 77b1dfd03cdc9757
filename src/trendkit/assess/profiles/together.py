"""Whether two groups of accounts differ in all features at once, and how features go together.

Ranks stand in for values, so that no heavy tail decides. Rows are accounts; unknown values take the median.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import optimize, stats

from trendkit.assess.estimate import LEVEL, deviate, insufficient
from trendkit.assess.profiles.differences import LEAST, VARIED

ROUNDS: Final = 999
COLUMNS: Final = [
    *("question", "estimate", "low", "high", "level", "p", "n", "n_eff", "method", "n_tests", "warnings"),
]
_DRAWS: Final = 400
_UNKNOWN: Final = 0.05  # a feature unknown of more accounts than this stays out
_SAME: Final = 0.95  # correlation from which one of two features is enough
PER_FEATURE: Final = 10
"""Accounts that every dimension of a model needs."""

_ALPHA: Final = 0.05
_MANOVA: Final = "MANOVA on principal components of normal scores, Pillai's trace"
_PERMANOVA: Final = "PERMANOVA on normal scores (Anderson 2001), R squared"
_PERMDISP: Final = "PERMDISP (Anderson 2006), distance to the own centroid, found minus controls"
_QUESTIONS: Final = {
    "do they differ at all": _MANOVA,
    "how much of all variation": _PERMANOVA,
    "do they spread differently": _PERMDISP,
}


def scores(features: pd.DataFrame) -> pd.DataFrame:
    """Return the features as normal scores: those known of nearly all, varied, and no two nearly the same."""
    known = features.loc[:, (features.isna().mean() <= _UNKNOWN).to_numpy()]
    known = known.fillna(known.median())
    known = known[[name for name in known if _varies(known[name].to_numpy(float))]]
    if known.empty:
        return known
    normal = stats.norm.ppf((stats.rankdata(known.to_numpy(float), axis=0) - 0.5) / max(len(known), 1))
    normal = (normal - normal.mean(axis=0)) / normal.std(axis=0)
    alike = np.triu(abs(np.atleast_2d(np.corrcoef(normal, rowvar=False))), 1) > _SAME
    kept = np.flatnonzero(alike.sum(axis=0) == 0)
    return pd.DataFrame(normal[:, kept], index=known.index, columns=known.columns[kept])


def _varies(values: np.ndarray) -> bool:
    counts = np.unique(values, return_counts=True)[1]
    return bool(len(values) - counts.max(initial=0) >= VARIED)


def together(
    features: pd.DataFrame, found: np.ndarray, draw: np.random.Generator, rounds: int = ROUNDS
) -> pd.DataFrame:
    """Answer three questions on all features at once, one row each.

    MANOVA (statsmodels): Pillai's trace, for two groups the share of variation explained, with the interval
    that a non-central F gives. PERMANOVA: R squared, p of permuted accounts, interval from accounts drawn
    again. PERMDISP: whether one group is merely more scattered, which the other two mistake for a shift.
    """
    held = scores(features)
    if min(found.sum(), (~found).sum()) < LEAST or held.empty:
        return _unanswered(found)
    return answers(held.to_numpy(), found, draw, rounds)


def answers(
    values: np.ndarray, found: np.ndarray, draw: np.random.Generator, rounds: int = ROUNDS
) -> pd.DataFrame:
    """Answer the three questions on normal scores (accounts × features); see `together`."""
    shift = (_manova(values, found), _permanova(values, found, draw, rounds))
    spread = _permdisp(values, found, draw, rounds)
    mixed = "the groups also differ in spread: not all of this is a shift" if spread["p"] <= _ALPHA else ""
    rows = [answer | {"warnings": mixed} for answer in shift] + [spread | {"warnings": ""}]
    table = pd.DataFrame(rows).assign(question=list(_QUESTIONS), method=list(_QUESTIONS.values()))
    return table.assign(level=LEVEL, n=len(values), n_eff=float(len(values)), n_tests=len(rows))[COLUMNS]


def _unanswered(found: np.ndarray) -> pd.DataFrame:
    why = f"{found.sum():,} found accounts and {(~found).sum():,} controls, {LEAST} each are needed"
    rows = [
        insufficient(question, why, n=len(found), method=method).row()
        for question, method in _QUESTIONS.items()
    ]
    table = pd.DataFrame(rows).rename(columns={"of": "question"}).assign(p=np.nan, n_tests=len(rows))
    return table[COLUMNS].astype({"estimate": float, "low": float, "high": float})


def _manova(values: np.ndarray, found: np.ndarray) -> dict[str, float]:
    from statsmodels.multivariate.manova import MANOVA  # noqa: PLC0415 - slow to import

    size = max(1, min(values.shape[1], len(values) // PER_FEATURE))
    parts = values @ np.linalg.eigh(np.atleast_2d(np.cov(values, rowvar=False)))[1][:, ::-1][:, :size]
    test = MANOVA(parts, np.column_stack([np.ones(len(found)), found])).mv_test(
        [("found", np.array([[0.0, 1.0]]))]
    )
    pillai = test.results["found"]["stat"].loc["Pillai's trace"]
    trace, f, p = (float(pillai[name]) for name in ("Value", "F Value", "Pr > F"))
    low, high = _explained(f, size, len(values))
    return {"estimate": trace, "low": low, "high": high, "p": p}


def _explained(f: float, size: int, n: int) -> tuple[float, float]:
    """Return the shares explained that make this F neither too high nor too low (Steiger 2004)."""
    tail = (1 - LEVEL) / 2
    degrees = size, n - size - 1

    def bound(chance: float) -> float:
        if stats.f.cdf(f, *degrees) <= chance:
            return 0.0
        most = 10 * (f * size + n)
        return float(optimize.brentq(lambda away: _below(f, degrees, away) - chance, 1e-9, most))

    low, high = bound(1 - tail), bound(tail)
    return low / (low + n), high / (high + n)


def _below(f: float, degrees: tuple[int, int], away: float) -> float:
    """Return the non-central F distribution, 0 where scipy cannot tell so little from nothing."""
    return float(np.nan_to_num(stats.ncf.cdf(f, *degrees, away)))


def _permanova(
    values: np.ndarray, found: np.ndarray, draw: np.random.Generator, rounds: int
) -> dict[str, float]:
    """Distances are Euclid's, so sums over accounts are all that a permutation changes."""
    seen = float(_r_squared(values, found[None], ~found[None])[0])
    mixed = draw.permuted(np.tile(found, (rounds, 1)), axis=1)
    chance = _r_squared(values, mixed, ~mixed)
    again = _r_squared(values, _redrawn(found, draw), _redrawn(~found, draw))
    high, low = 2 * seen - np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    p = (1 + (chance >= seen).sum()) / (1 + rounds)
    return {"estimate": seen, "low": max(0.0, low), "high": min(1.0, high), "p": p}


def _r_squared(values: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Return the share of variation between two groups; each row says how often an account is in them."""
    squares = (values**2).sum(axis=1)
    sides = [(side @ values, side.sum(axis=1), side @ squares) for side in (one * 1.0, two * 1.0)]
    sums, sizes, scattered = (sum(parts) for parts in zip(*sides, strict=True))
    middle = (sums**2).sum(axis=1) / sizes
    between = sum((mine**2).sum(axis=1) / size for mine, size, _ in sides) - middle
    return np.asarray(between / (scattered - middle))


def _redrawn(side: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    return draw.multinomial(side.sum(), side / side.sum(), size=_DRAWS)


def _permdisp(
    values: np.ndarray, found: np.ndarray, draw: np.random.Generator, rounds: int
) -> dict[str, float]:
    away = np.empty(len(values))
    for side in (found, ~found):
        off = np.linalg.norm(values[side] - values[side].mean(axis=0), axis=1)
        away[side] = off * np.sqrt(side.sum() / (side.sum() - 1))  # the own centroid is too near
    difference, error = _welch(away, found[None])
    chance = np.divide(*_welch(away, draw.permuted(np.tile(found, (rounds, 1)), axis=1)))
    p = (1 + (abs(chance) >= abs(difference / error)).sum()) / (1 + rounds)
    half = deviate(LEVEL) * error[0]
    seen = float(difference[0])
    return {"estimate": seen, "low": seen - half, "high": seen + half, "p": p}


def _welch(values: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    means, errors = [], []
    for side in (found, ~found):
        n = side.sum(axis=1)
        mean = side @ values / n
        means.append(mean)
        errors.append((side @ values**2 / n - mean**2) / (n - 1))
    return means[0] - means[1], np.sqrt(errors[0] + errors[1])


def correlations(features: pd.DataFrame) -> pd.DataFrame:
    """Return Spearman's rho of every two features, the strongest first, with interval, p and q.

    Interval of Bonett and Wright (2000). Pairs known together of fewer than 30 accounts are left out.
    """
    names = [str(name) for name in features]
    rows = [_rho(a, b, features) for place, a in enumerate(names) for b in names[place + 1 :]]
    table = pd.DataFrame([row for row in rows if row], columns=_RHO)
    q = np.asarray(stats.false_discovery_control(table["p"].fillna(1)) if len(table) else [], float)
    table = table.assign(q=q, n_tests=len(table), size=table["estimate"].abs())
    return table.sort_values(["size", "feature", "other"], ascending=[False, True, True], ignore_index=True)[
        [*_RHO, "q", "n_tests"]
    ]


_RHO: Final = [
    *("feature", "other", "estimate", "low", "high", "level", "p", "n", "n_eff", "method", "warnings"),
]


def _rho(a: str, b: str, features: pd.DataFrame) -> dict[str, Any]:
    known = features[[a, b]].dropna()
    if len(known) < 2 * LEAST or (known.nunique() < 2).any():  # noqa: PLR2004 - one value does not vary
        return {}
    rho, p = map(float, stats.spearmanr(known[a], known[b]))
    half = deviate(LEVEL) * np.sqrt((1 + rho**2 / 2) / (len(known) - 3))
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    row = {"feature": a, "other": b, "estimate": rho, "p": p, "n": len(known), "n_eff": float(len(known))}
    row |= {"low": float(np.tanh(middle - half)), "high": float(np.tanh(middle + half))}
    return row | {"level": LEVEL, "method": "Spearman (Bonett and Wright 2000)", "warnings": ""}


def regression(features: pd.DataFrame, found: np.ndarray, sets: np.ndarray) -> pd.DataFrame:
    """Return the odds ratio of being found for one standard deviation of each feature, the others equal.

    Logistic regression on normal scores, errors robust within matched sets. Where the features tell the
    groups apart without error, or accounts are too few for that many features, estimates are NaN.
    """
    held = scores(features)
    few = min(found.sum(), (~found).sum()) < PER_FEATURE * max(1, held.shape[1])
    fit = None if few or held.empty else _logit(held, found, sets)
    why = f"{found.sum():,} found accounts are too few for {held.shape[1]} features" if few else _APART
    rows = [_odds(str(name), fit, len(held), why) for name in held]
    return pd.DataFrame(rows, columns=_ODDS).assign(n_tests=len(rows))


_APART: Final = "these features tell the groups apart without error, so that no ratio is finite"
_ODDS: Final = [
    *("feature", "estimate", "low", "high", "level", "p", "n", "n_eff", "method", "warnings"),
]


def _logit(held: pd.DataFrame, found: np.ndarray, sets: np.ndarray) -> Any:
    import warnings  # noqa: PLC0415 - beside its only use

    from statsmodels.api import Logit, add_constant  # noqa: PLC0415 - slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = Logit(found.astype(float), add_constant(held)).fit(
                disp=False, cov_type="cluster", cov_kwds={"groups": sets}
            )
        except np.linalg.LinAlgError:
            return None
    settled = fit.mle_retvals["converged"] and abs(fit.params).max() < PER_FEATURE
    return fit if settled else None


def _odds(name: str, fit: Any, n: int, why: str) -> dict[str, Any]:
    row = {"feature": name, "level": LEVEL, "n": n, "n_eff": float(n), "method": "logistic regression"}
    if fit is None:
        return row | {"warnings": f"insufficient data: {why}"}
    low, high = np.exp(fit.conf_int(1 - LEVEL).loc[name])
    return row | {
        "estimate": float(np.exp(fit.params[name])),
        "low": float(low),
        "high": float(high),
        "p": float(fit.pvalues[name]),
        "warnings": "",
    }
