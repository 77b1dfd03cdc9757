"""Kinds of accounts: groups that behave alike, kept only where they come back when accounts are left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from trendkit.assess.profiles.matrix import SEED, draws, matrix
from trendkit.errors import ParameterError
from trendkit.inert import display_text
from trendkit.pages import template

LEAST: Final = 100
"""Accounts below which no clusters are looked for."""

MOST: Final = 4_000
"""Accounts that are clustered; of more, as many are drawn."""

STABLE: Final = 0.75
"""Mean Jaccard similarity from which a cluster is stable (Hennig 2007)."""

METHOD: Final = "HDBSCAN on robustly scaled features; Jaccard over subsamples (Hennig 2007)"
COLUMNS: Final = [
    *("cluster", "accounts", "share", "stability", "low", "high", "level", "stable", "medoid", "like", "n"),
    *("method", "n_tests", "warnings"),
]

_ROUNDS: Final = 20
_PART: Final = 2 / 3
_VARIANCE: Final = 0.9
_DIMENSIONS: Final = 10
_UNKNOWN: Final = 0.5
_LEVEL: Final = 0.9
_NEIGHBOURS: Final = 10  # accounts that a dense place must hold
_TELLING: Final = 0.33  # Cliff's delta that is called medium
_WORDS: Final = 4
_MEDOID: Final = 1_000


@dataclass(frozen=True, repr=False)
class Clusters:
    """Groups of accounts that behave alike.

    `table`: one row per cluster, the largest first: accounts, share of all, stability (mean Jaccard
    similarity to the nearest cluster of subsamples; low and high hold 90 % of them), stable, medoid (the
    account nearest to all others), like (in words). `labels` gives each account its cluster; those of no
    cluster are missing.
    `telling` has, for each cluster and feature, both medians and Cliff's delta against the rest.
    """

    table: pd.DataFrame
    labels: "pd.Series[Any]"
    telling: pd.DataFrame
    warnings: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        if self.table.empty:
            return self.warnings[0] if len(self.labels) < LEAST else "no clusters: everybody is noise"
        firm, noise = int(self.table["stable"].sum()), self.labels.isna().mean()
        said = f"{firm} of {len(self.table)} clusters are stable" if firm else "nothing is stable"
        return f"{said}; {noise:.0%} of {len(self.labels):,} accounts are in no cluster"

    def accounts(self, cluster: int) -> list[str]:
        """Return the accounts of a cluster."""
        if cluster not in set(self.table["cluster"]):
            raise ParameterError(f"There is no cluster {cluster}; there are {len(self.table)}.")
        return sorted(self.labels.index[self.labels.eq(cluster).fillna(value=False)])

    def __repr__(self) -> str:
        told = (f"{row['cluster']}: {row['said']}; {row['like']}" for row in self._rows())
        return "\n".join(display_text(line, 800) for line in (self.verdict, *told, *self.warnings))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return template("trendkit.assess", "clusters.html").render(found=self, rows=self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {str(key): value for key, value in row.items()} | {"said": _said(row)}
            for row in self.table.to_dict("records")
        ]


def clusters(frame: pd.DataFrame, *, least: int | None = None, seed: int = SEED) -> Clusters:
    """Return groups of at least `least` accounts that behave alike, and how stable each of them is.

    `frame` is what `features` returns, or any numbers by account. Each feature is centred on its median,
    scaled by its quartiles and drawn in beyond them (asinh), unknown values put in the middle; principal
    components with 90 % of the variance, ten at most, are clustered. `least` is by default the square root of
    the accounts. Of more than 4,000 accounts as many are drawn.

    Source: Campello, Moulavi & Sander 2013 (HDBSCAN); Hennig 2007 for stability, in two thirds of the
    accounts 20 times over: 0.75 and more is stable, below 0.6 a cluster should not be trusted.
    """
    numbers = matrix(frame).sort_index()
    if len(numbers) < LEAST or numbers.empty:
        why = f"insufficient data: {len(numbers):,} accounts, at least {LEAST:,} are needed"
        return _none(numbers, (why if len(numbers) < LEAST else "insufficient data: all behave the same",))
    drawn, warnings = _drawn(numbers, seed)
    kept, doubts = _known(drawn)
    size = least or max(10, round(len(drawn) ** 0.5))
    if size < 2:  # noqa: PLR2004 - one account is no group
        raise ParameterError(f"A cluster has at least 2 accounts, not {size}.")
    points = _points(kept)
    at = _ordered(_fitted(points, size))
    if at.max(initial=-1) < 0:
        return _none(drawn, (*warnings, *doubts))
    stability = _stability(points, at, size, seed)
    return _told(drawn, points, at, stability, (*warnings, *doubts))


def _none(numbers: pd.DataFrame, warnings: tuple[str, ...]) -> Clusters:
    nobody = pd.Series(pd.NA, index=numbers.index, dtype="Int64", name="cluster")
    return Clusters(pd.DataFrame(columns=COLUMNS), nobody, pd.DataFrame(), warnings)


def _drawn(numbers: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    if len(numbers) <= MOST:
        return numbers, ()
    place = np.sort(np.argsort(draws(numbers.index, seed), kind="stable")[:MOST])
    return numbers.iloc[place], (f"{MOST:,} of {len(numbers):,} accounts were drawn",)


def _known(numbers: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the features that most accounts have, without those that say the same of everybody."""
    unknown = numbers.isna().mean() > _UNKNOWN
    kept = numbers.loc[:, ~unknown]
    names = ", ".join(numbers.columns[unknown])
    return kept, (f"no part in the distances, unknown of more than half: {names}",) if names else ()


def _points(numbers: pd.DataFrame) -> np.ndarray:
    from sklearn.decomposition import PCA  # noqa: PLC0415 - slow to import

    low, middle, high = (numbers.quantile(part) for part in (0.25, 0.5, 0.75))
    scale = (high - low).where(high > low, numbers.std(ddof=0)).replace(0, 1)
    scaled = np.arcsinh(((numbers - middle) / scale).fillna(0).to_numpy())
    found = PCA(svd_solver="full").fit(scaled)
    wanted = int(np.searchsorted(found.explained_variance_ratio_.cumsum(), _VARIANCE)) + 1
    return np.asarray(found.transform(scaled)[:, : min(wanted, _DIMENSIONS)])


def _fitted(points: np.ndarray, size: int) -> np.ndarray:
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415 - slow to import

    return np.asarray(HDBSCAN(min_cluster_size=size, min_samples=_NEIGHBOURS, copy=True).fit_predict(points))


def _ordered(at: np.ndarray) -> np.ndarray:
    """Return clusters numbered from 0 by size, noise as -1."""
    names, sizes = np.unique(at[at >= 0], return_counts=True)
    place = {int(name): number for number, name in enumerate(names[np.argsort(-sizes, kind="stable")])}
    return np.array([place.get(int(each), -1) for each in at])


def _stability(points: np.ndarray, at: np.ndarray, size: int, seed: int) -> np.ndarray:
    """Return clusters x rounds: how alike each is to its nearest in a part of the accounts."""
    random = np.random.default_rng(seed)
    rounds = []
    for _ in range(_ROUNDS):
        part = np.sort(random.choice(len(points), round(_PART * len(points)), replace=False))
        again = _fitted(points[part], max(2, round(_PART * size)))
        rounds.append([_nearest(at[part] == cluster, again) for cluster in range(at.max() + 1)])
    return np.array(rounds).T


def _nearest(inside: np.ndarray, again: np.ndarray) -> float:
    """Return the highest Jaccard similarity of a set to any cluster of `again`."""
    shared = np.bincount(again[inside & (again >= 0)], minlength=again.max() + 2)
    sizes = np.bincount(again[again >= 0], minlength=again.max() + 2)
    return float((shared / np.maximum(1, sizes + inside.sum() - shared)).max())


def _told(
    numbers: pd.DataFrame, points: np.ndarray, at: np.ndarray, stability: np.ndarray, doubts: tuple[str, ...]
) -> Clusters:
    telling = pd.concat([_against(numbers, at == cluster, cluster) for cluster in range(at.max() + 1)])
    table = pd.DataFrame(
        [_row(numbers, points, at, telling, stability, cluster) for cluster in range(at.max() + 1)]
    )
    labels = pd.Series(at, index=numbers.index, name="cluster").astype("Int64").mask(at < 0)
    return Clusters(table[COLUMNS], labels, telling.reset_index(drop=True), doubts)


def _row(
    numbers: pd.DataFrame,
    points: np.ndarray,
    at: np.ndarray,
    telling: pd.DataFrame,
    stability: np.ndarray,
    cluster: int,
) -> dict[str, Any]:
    inside, seen = at == cluster, stability[cluster]
    low, high = np.quantile(seen, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    firm = bool(seen.mean() >= STABLE)
    return {
        "cluster": cluster,
        "accounts": int(inside.sum()),
        "share": float(inside.mean()),
        "stability": float(seen.mean()),
        "low": float(low),
        "high": float(high),
        "level": _LEVEL,
        "stable": firm,
        "medoid": numbers.index[_medoid(points, np.flatnonzero(inside))],
        "like": "; ".join(_words(telling[telling["cluster"] == cluster])) or "no feature sets it apart",
        "n": len(at),
        "method": METHOD,
        "n_tests": len(stability),
        "warnings": "" if firm else "dissolves when accounts are left out",
    }


def _medoid(points: np.ndarray, inside: np.ndarray) -> int:
    """Return the place of the account whose distances to the others of its cluster add up to the least."""
    from scipy.spatial.distance import cdist  # noqa: PLC0415 - slow to import

    some = inside[:: max(1, len(inside) // _MEDOID)]
    return int(inside[cdist(points[inside], points[some]).sum(axis=1).argmin()])


def _against(numbers: pd.DataFrame, inside: np.ndarray, cluster: int) -> pd.DataFrame:
    """Return both medians and Cliff's delta (1993) of each feature, inside a cluster and among the rest."""
    ranks = numbers.rank().to_numpy()
    known = ~np.isnan(ranks)
    ones, others = (known & inside[:, None]).sum(axis=0), (known & ~inside[:, None]).sum(axis=0)
    sums = np.where(known & inside[:, None], ranks, 0).sum(axis=0)
    wins = (sums - ones * (ones + 1) / 2) / np.maximum(1, ones * others)
    return pd.DataFrame(
        {
            "cluster": cluster,
            "feature": numbers.columns,
            "median": numbers[inside].median().to_numpy(),
            "rest": numbers[~inside].median().to_numpy(),
            "delta": np.where((ones > 0) & (others > 0), 2 * wins - 1, 0),
        }
    )


def _words(telling: pd.DataFrame) -> Iterator[str]:
    strong = telling[telling["delta"].abs() >= _TELLING]
    order = strong["delta"].abs().sort_values(ascending=False, kind="stable").index[:_WORDS]
    for row in strong.loc[order].to_dict("records"):
        way = "higher" if row["delta"] > 0 else "lower"
        yield f"{way} {row['feature']} ({row['median']:.3g}, others {row['rest']:.3g})"


def _said(row: dict[Any, Any]) -> str:
    firm = "stable" if row["stable"] else "not stable"
    return f"{row['accounts']:,} accounts ({row['share']:.0%}), {firm} ({row['stability']:.2f})"
