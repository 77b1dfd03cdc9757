"""Found accounts beside controls like them: who is compared with whom, and how alike they are.

SQL measures everybody and narrows to a pool; the matching is numpy on that pool.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.estimate import LEVEL, deviate
from trendkit.assess.profiles.features import ACCOUNT, meanings
from trendkit.assess.profiles.matching import Likeness, grouped, matched
from trendkit.content import sql_text
from trendkit.errors import NoDataError

if TYPE_CHECKING:
    from trendkit.tables.database import Database

BALANCED: Final = 0.1
"""Standardised mean differences beyond this are said (Austin 2009)."""

BALANCE: Final = [
    *("covariate", "before", "estimate", "low", "high", "level", "n", "method", "warnings"),
]
_Moments = dict[bool, tuple[float, float, float]]
_TABLE: Final = "trendkit_profile_measured"


@dataclass(frozen=True)
class Cohort:
    """Accounts compared: `frame` has the features by account_id, and found, set, stratum and half.

    A set is a found account and its `each` controls; half 0 is for discovery, half 1 for confirmation.
    `asked` counts the found accounts, `acted` those with an act in the window, `matched` those with
    controls. `balance` has one row per covariate: how far apart the groups were, and are.
    """

    frame: pd.DataFrame
    balance: pd.DataFrame
    asked: int
    acted: int
    matched: int
    each: int
    covariates: tuple[str, ...]
    strata: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def controls(self) -> int:
        """How many controls there are."""
        return int((~self.frame["found"]).sum())

    def half(self, number: int) -> pd.DataFrame:
        """Return the rows of one half of the accounts."""
        return self.frame[self.frame["half"] == number]


def cohort(
    db: "Database",
    found: Sequence[str],
    window: tuple[Any, Any],
    like: Likeness,
    seed: int = 0,
    given: Sequence[str] | None = None,
) -> Cohort:
    """Set found accounts beside their matched controls, or beside the `given` ones as they are.

    Nearest neighbours without replacement by Mahalanobis distance of logarithms, within strata and a
    caliper, all pairs of a round chosen together (Rosenbaum 1989). Raises NoDataError where nobody acted.
    """
    with _measured(db, found, window):
        before = {name: _moments(db, name) for name in like.covariates}
        pool = _pool(db, like, seed) if given is None else _given(db, given)
        acted = int(db.rows(sql_text("assess/profile/acted.sql"))[0][0])
    if not acted:
        raise NoDataError("profile: none of the found accounts acted in this window.")
    known = tuple(name for name in like.covariates if pool[name].notna().any())
    pool["stratum"] = pool.groupby(list(like.strata), dropna=False).ngroup() if like.strata else 0
    pool["set"], each = grouped(pool, matched(pool, known, like)) if given is None else (0, 0)
    frame = pool[pool["set"] >= 0]
    frame = frame.assign(half=_halves(frame, seed, paired=given is None))
    balance = _balance(frame, known, before)
    pairs = int(frame["found"].sum())
    notes = [*_support(acted, pairs, each, like), *_unknown(like, known), *_unbalanced(balance)]
    return Cohort(frame, balance, len(found), acted, pairs, each, known, like.strata, tuple(notes))


@contextmanager
def _measured(db: "Database", found: Sequence[str], window: tuple[Any, Any]) -> Iterator[None]:
    query = sql_text("assess/profile/measured.sql").format(account=sql_text(ACCOUNT))
    values = {"since": window[0], "until": window[1], "accounts": list(found)}
    try:
        db.con.execute(f"create or replace temp table {_TABLE} as {query}", values).fetchall()
        yield
    finally:
        db.con.execute(f"drop table if exists temp.{_TABLE}").fetchall()


def _moments(db: "Database", name: str) -> _Moments:
    rows = db.rows(sql_text("assess/profile/moments.sql").format(name=name))
    return {found: (known, mean, variance) for found, known, mean, variance in rows}


def _pool(db: "Database", like: Likeness, seed: int) -> pd.DataFrame:
    query = sql_text("assess/profile/pool.sql").format(strata=", ".join(like.strata) or "true")
    values = {"pool": like.pool, "most": like.most, "seed": str(seed)}
    return _by_behaviour(db.frame(query, values))


def _given(db: "Database", given: Sequence[str]) -> pd.DataFrame:
    return _by_behaviour(db.frame(sql_text("assess/profile/given.sql"), {"controls": list(given)}))


def _by_behaviour(frame: pd.DataFrame) -> pd.DataFrame:
    """Order accounts by what they do, so that no name decides who is drawn."""
    order = np.lexsort(frame[list(meanings())].fillna(-1).to_numpy(float).T)
    return frame.rename(columns={"entity_id": "account_id"}).iloc[order].set_index("account_id")


def _halves(frame: pd.DataFrame, seed: int, *, paired: bool) -> np.ndarray:
    """Deal the sets out to two halves; accounts that are in no set are dealt group by group."""
    draw = np.random.default_rng(seed)
    found = frame["found"].to_numpy(bool)
    half = np.zeros(len(frame), int)
    half[found] = draw.permutation(found.sum()) % 2
    if not paired:
        half[~found] = draw.permutation((~found).sum()) % 2
        return half
    of_set = dict(zip(frame["set"][found], half[found], strict=True))
    return np.asarray(frame["set"].map(of_set), int)


def _balance(frame: pd.DataFrame, covariates: Sequence[str], before: dict[str, _Moments]) -> pd.DataFrame:
    rows = [_balanced(name, frame, before[name]) for name in covariates]
    return pd.DataFrame(rows, columns=BALANCE)


def _balanced(name: str, frame: pd.DataFrame, before: _Moments) -> dict[str, Any]:
    """Measure both differences in the same standard deviation, that before matching (Stuart 2010)."""
    scale = np.sqrt(np.nanmean([before[found][2] or np.nan for found in before]))
    logs = np.log1p(frame[name])
    one, two = logs[frame["found"]].dropna(), logs[~frame["found"]].dropna()
    after = (one.mean() - two.mean()) / scale if scale > 0 else np.nan
    reach = deviate(LEVEL) * np.sqrt(one.var() / max(len(one), 1) + two.var() / max(len(two), 1)) / scale
    first = (before[True][1] - before[False][1]) / scale if len(before) == 2 and scale > 0 else np.nan  # noqa: PLR2004
    remains = f"a difference remains after matching: {after:+.2f} standard deviations"
    return {
        "covariate": name,
        "before": first,
        "estimate": after,
        "low": after - reach,
        "high": after + reach,
        "level": LEVEL,
        "n": len(one) + len(two),
        "method": "standardised mean difference of log1p",
        "warnings": remains if abs(after) > BALANCED else "",
    }


def _support(acted: int, pairs: int, each: int, like: Likeness) -> Iterator[str]:
    if acted > like.most:
        yield f"{like.most:,} of {acted:,} found accounts drawn"
    lost = min(acted, like.most) - pairs
    if lost:
        yield f"no control is like {lost:,} of {acted:,} found accounts: nothing is said of them"
    if 0 < each < like.each:
        yield f"{each} controls for each account instead of {like.each}: there are no more like them"


def _unknown(like: Likeness, known: Sequence[str]) -> Iterator[str]:
    missing = [name for name in like.covariates if name not in known]
    if missing:
        yield f"not matched on {', '.join(missing)}: not known of anybody"


def _unbalanced(balance: pd.DataFrame) -> Iterator[str]:
    for row in balance.to_dict("records"):
        if row["warnings"]:
            yield f"{row['covariate']}: {row['warnings']}"
