"""What two groups of accounts use more or less: actions, surfaces, markets, apps, tags, link domains.

Counts inside an account hang together, so accounts are what is drawn again, never acts.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.estimate import LEVEL, deviate

METHOD: Final = "log odds, informative Dirichlet prior (Monroe et al. 2008), accounts drawn again"
LEAST: Final = 15
"""Accounts of both groups that must use a token, and each group must have in its kind."""

_TIE: Final = 1e-9
PRIOR: Final = 50
"""What the background weighs: as many uses as this are added to each group, spread as both groups do."""

DRAWS: Final = 400
ROUNDS: Final = 1_999
COLUMNS: Final = [
    *("kind", "token", "estimate", "low", "high", "level", "z", "p", "found_share", "controls_share"),
    *(
        "found",
        "found_of",
        "controls",
        "controls_of",
        "ratio",
        "ratio_low",
        "ratio_high",
        "adjusted",
        "adjusted_low",
        "adjusted_high",
    ),
    *("adjusted_p", "n", "n_eff", "method", "warnings"),
]


def overused(
    uses: pd.DataFrame,
    frame: pd.DataFrame,
    draw: np.random.Generator,
    rounds: int = ROUNDS,
) -> pd.DataFrame:
    """Compare what found accounts use with what the others use, one row per kind and token.

    `uses` has account_id, kind, token, uses; `frame` has found and stratum by account_id. estimate: log odds
    of the token among all uses of its kind (found_share, controls_share), above 0 where found accounts use
    it more; the interval draws accounts again, p permutes them. ratio: share of the found accounts that use
    it at all over the share of the others; adjusted: the same within strata, with Mantel and Haenszel's p
    (Greenland and Robins 1985 for the interval). Tokens of too few accounts are left out.
    """
    parts = [_kind(str(kind), part, frame, draw, rounds) for kind, part in uses.groupby("kind", sort=True)]
    held = [part for part in parts if len(part)]
    return pd.concat(held, ignore_index=True) if held else pd.DataFrame(columns=COLUMNS)


def _kind(
    kind: str, uses: pd.DataFrame, frame: pd.DataFrame, draw: np.random.Generator, rounds: int
) -> pd.DataFrame:
    counts = uses[uses["account_id"].isin(frame.index)].pivot_table(
        index="account_id", columns="token", values="uses", aggfunc="sum", fill_value=0
    )
    members = frame[frame.index.isin(counts.index)]
    counts = counts.loc[members.index]
    found = members["found"].to_numpy(bool)
    held = (counts > 0).sum()
    tokens = held.index[(held >= LEAST) & (held.index.size > 1)]
    if min(found.sum(), (~found).sum()) < LEAST or not len(tokens):
        return pd.DataFrame(columns=COLUMNS)
    places = counts.columns.get_indexer(tokens)
    table = _table(counts.to_numpy(float), found, draw, rounds).iloc[places]
    has = (counts[tokens] > 0).to_numpy()
    table = table.assign(kind=kind, token=[str(token) for token in tokens], **_counted(len(members)))
    return table.assign(**_ratios(has, found, members["stratum"].to_numpy()))[COLUMNS]


def _counted(accounts: int) -> dict[str, Any]:
    return {"level": LEVEL, "n": accounts, "n_eff": float(accounts), "method": METHOD, "warnings": ""}


def _table(counts: np.ndarray, found: np.ndarray, draw: np.random.Generator, rounds: int) -> pd.DataFrame:
    prior = PRIOR * counts.sum(axis=0) / counts.sum()
    delta, error = log_odds(counts, found[None], prior)
    again = _again(counts[found], prior, draw) - _again(counts[~found], prior, draw)
    reach = stats.t.ppf(0.5 + LEVEL / 2, min(found.sum(), (~found).sum()) - 1) * again.std(axis=0, ddof=1)
    chance = log_odds(counts, draw.permuted(np.tile(found, (rounds, 1)), axis=1), prior)
    beyond = (abs(chance[0] / chance[1]) >= abs(delta / error) * (1 - _TIE)).sum(axis=0)
    return pd.DataFrame(
        {
            "estimate": delta[0],
            "low": delta[0] - reach,
            "high": delta[0] + reach,
            "z": (delta / error)[0],
            "p": (1 + beyond) / (1 + rounds),
            "found_share": counts[found].sum(axis=0) / max(counts[found].sum(), 1),
            "controls_share": counts[~found].sum(axis=0) / max(counts[~found].sum(), 1),
        }
    )


def log_odds(counts: np.ndarray, found: np.ndarray, prior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return log odds ratios and their standard errors for every way to draw the found accounts.

    `counts` is accounts × tokens, `found` ways × accounts. The error is that of a ratio of sums over
    accounts (linearised), because the uses of one account are no independent trials.
    """
    one, two = (_logit(counts, side.astype(float), prior) for side in (found, ~found))
    return one[0] - two[0], np.sqrt(one[1] + two[1])


def _logit(counts: np.ndarray, side: np.ndarray, prior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    all_uses = counts.sum(axis=1, keepdims=True)
    uses, whole = side @ counts + prior, side @ all_uses + PRIOR
    share = uses / whole
    strayed = side @ counts**2 - 2 * share * (side @ (counts * all_uses)) + share**2 * (side @ all_uses**2)
    accounts = side.sum(axis=1, keepdims=True)
    variance = strayed * accounts / (accounts - 1) / (whole * share * (1 - share)) ** 2
    return np.log(share / (1 - share)), np.maximum(variance, _TIE)


def _again(counts: np.ndarray, prior: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Return the logits of as many accounts drawn with replacement, draw by draw."""
    times = draw.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=DRAWS)
    uses = times @ counts + prior
    return np.asarray(np.log(uses / (uses.sum(axis=1, keepdims=True) - uses)))


def _ratios(has: np.ndarray, found: np.ndarray, stratum: np.ndarray) -> dict[str, Any]:
    cells = np.stack([_cells(has[stratum == each], found[stratum == each]) for each in np.unique(stratum)])
    crude, adjusted = pooled_ratio(cells.sum(axis=0, keepdims=True)), pooled_ratio(cells)
    mine, all_mine, others, all_others = cells.sum(axis=0)
    return {
        "found": mine.astype(int),
        "found_of": all_mine.astype(int),
        "controls": others.astype(int),
        "controls_of": all_others.astype(int),
        **dict(zip(("ratio", "ratio_low", "ratio_high"), crude[:3], strict=True)),
        **dict(zip(("adjusted", "adjusted_low", "adjusted_high", "adjusted_p"), adjusted, strict=True)),
    }


def _cells(has: np.ndarray, found: np.ndarray) -> np.ndarray:
    width = np.ones(has.shape[1])
    return np.stack(
        [has[found].sum(axis=0), found.sum() * width, has[~found].sum(axis=0), (~found).sum() * width]
    )


def pooled_ratio(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return Mantel and Haenszel's risk ratio over strata, its interval and p; one stratum is the crude one.

    `cells` is strata × 4 × tokens: users and accounts among the found, users and accounts among the others.
    Half an account is added where a group has no user at all. Variance of Greenland and Robins (1985).
    """
    empty = (cells[:, 0].sum(axis=0) == 0) | (cells[:, 2].sum(axis=0) == 0)
    half = np.where(empty, 0.5, 0) / len(cells)
    a, n, b, m = cells[:, 0] + half, cells[:, 1] + half, cells[:, 2] + half, cells[:, 3] + half
    whole = np.maximum(n + m, 1)
    upper, lower = (a * m / whole).sum(axis=0), (b * n / whole).sum(axis=0)
    spread = ((n * m * (a + b) - a * b * whole) / whole**2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = upper / lower
        reach = np.exp(deviate(LEVEL) * np.sqrt(spread / (upper * lower)))
    return ratio, ratio / reach, ratio * reach, _mantel_haenszel(cells)


def _mantel_haenszel(cells: np.ndarray) -> np.ndarray:
    a, n, b, m = np.moveaxis(cells, 1, 0)
    whole, users = n + m, a + b
    chance = (users * n / whole).sum(axis=0)
    spread = (n * m * users * (whole - users) / (whole**2 * np.maximum(whole - 1, 1))).sum(axis=0)
    beyond = (a.sum(axis=0) - chance) ** 2
    return np.asarray(
        stats.chi2.sf(np.divide(beyond, spread, out=np.zeros_like(beyond), where=spread > 0), 1)
    )
