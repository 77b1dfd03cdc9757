"""From ties to groups: connected components, Leiden inside them, and how central each member is.

Separate from the counting, because it is the one part of a network that is no SQL.
"""

from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

LEIDEN: Final = "connected components, then Leiden"
COMPONENTS: Final = "connected components (install trendkit[graph] to cut them further)"
MEMBERS: Final = ("group_id", "account", "ties", "meetings", "centrality", "core")
LEAST: Final = 3
"""Accounts that make a group: two are a pair."""

_DENSE: Final = 12  # eigsh needs more rows than vectors; small groups are solved whole


def members(ties: pd.DataFrame, least: int = LEAST) -> tuple[pd.DataFrame, str]:
    """Return one row per account of a group of `least` or more, and how the groups were cut.

    Columns: group_id (1 is the largest), account, ties and meetings inside the group, centrality
    (eigenvector,
    1 for the most central), core (k of the innermost k-core it belongs to).
    """
    method = LEIDEN if find_spec("networkit") else COMPONENTS
    accounts = pd.Index(sorted({*ties["a"], *ties["b"]}))
    graph = _graph(ties, accounts)
    labels = connected_components(graph, directed=False)[1] if len(accounts) else np.empty(0, int)
    large = _at_least(labels, least)
    if method == LEIDEN and (np.bincount(labels, minlength=1) >= 2 * least).any():
        labels = _cut(graph, labels, large, least)
    parts = [np.flatnonzero(labels == label) for label in np.unique(labels[large])]
    parts.sort(key=lambda part: (-len(part), part[0]))
    rows = [_rows(number, part, graph, accounts) for number, part in enumerate(parts, 1)]
    return pd.concat([pd.DataFrame(columns=list(MEMBERS)), *rows]) if rows else _nobody(), method


def summary(ties: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return one row per group: group_id, size, members, ties, density, meetings, expected."""
    home = members.set_index("account")["group_id"]
    inside = ties.assign(one=ties["a"].map(home), other=ties["b"].map(home))
    inside = inside[inside["one"] == inside["other"]]
    sums = inside.groupby("one").agg(ties=("n", "size"), meetings=("n", "sum"), expected=("expected", "sum"))
    found = members.groupby("group_id").agg(size=("account", "size"), members=("account", list)).join(sums)
    found["density"] = (found["ties"] / (found["size"] * (found["size"] - 1) / 2)).round(4)
    columns = ["size", "members", "ties", "density", "meetings", "expected"]
    return found[columns].rename_axis("group_id").reset_index()


def _nobody() -> pd.DataFrame:
    kinds = {"group_id": int, "account": str, "ties": int, "meetings": int, "centrality": float, "core": int}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _graph(ties: pd.DataFrame, accounts: pd.Index) -> Any:
    one, other = accounts.get_indexer(pd.Index(ties["a"])), accounts.get_indexer(pd.Index(ties["b"]))
    weights = np.concatenate([ties["n"], ties["n"]]).astype(float)
    ends = (np.concatenate([one, other]), np.concatenate([other, one]))
    return csr_array((weights, ends), shape=(len(accounts), len(accounts)))


def _at_least(labels: Any, least: int) -> Any:
    sizes = np.bincount(labels) if len(labels) else np.empty(0, int)
    return sizes[labels] >= least if len(labels) else np.empty(0, bool)


def _cut(graph: Any, labels: Any, large: Any, least: int) -> Any:
    """Cut each large component by Leiden; what falls out too small goes back to its closest part."""
    from networkit import Graph, setNumberOfThreads, setSeed  # noqa: PLC0415 - an extra
    from networkit.community import ParallelLeiden  # noqa: PLC0415

    setNumberOfThreads(1)  # one order, one answer
    setSeed(1, False)
    network = Graph(graph.shape[0], weighted=True)
    upper = graph.tocoo()
    for one, other, weight in zip(*upper.coords, upper.data, strict=True):
        if one < other and large[one]:
            network.addEdge(int(one), int(other), float(weight))
    leiden = ParallelLeiden(network, randomize=False)
    leiden.run()
    found = np.array(leiden.getPartition().getVector())
    found = np.unique(np.stack([labels, found]), axis=1, return_inverse=True)[1].reshape(-1)
    return _rejoined(graph, found, large, least)


def _rejoined(graph: Any, labels: Any, large: Any, least: int) -> Any:
    labels = labels.copy()
    while True:
        sizes = np.bincount(labels)
        small = np.flatnonzero(large & (sizes[labels] < least))
        if not len(small):
            return labels
        part = labels == labels[small[0]]
        pull = np.bincount(labels, weights=np.asarray(graph[part].sum(axis=0)).ravel(), minlength=len(sizes))
        pull[labels[small[0]]] = -1
        labels[part] = int(np.argmax(pull))


def _rows(number: int, part: Any, graph: Any, accounts: pd.Index) -> pd.DataFrame:
    inside = graph[part][:, part]
    rows = pd.DataFrame(
        {
            "group_id": number,
            "account": accounts[part],
            "ties": np.diff(inside.indptr),
            "meetings": np.asarray(inside.sum(axis=0)).ravel().astype(int),
            "centrality": _centrality(inside),
            "core": _core(inside),
        }
    )
    return rows.sort_values(["centrality", "account"], ascending=[False, True], ignore_index=True)


def _centrality(graph: Any) -> Any:
    if graph.shape[0] <= _DENSE:
        vector = np.linalg.eigh(graph.toarray())[1][:, -1]
    else:
        vector = eigsh(graph, k=1, which="LA", v0=np.ones(graph.shape[0]))[1][:, 0]
    return np.round(np.abs(vector) / np.abs(vector).max(), 6)


def _core(graph: Any) -> Any:
    """Peel off the least tied account again and again: its core is the most ties any had left so far."""
    left, core, deepest = np.diff(graph.indptr).astype(int), np.zeros(graph.shape[0], int), 0
    alive = np.ones(graph.shape[0], bool)
    for _ in range(graph.shape[0]):
        least = int(np.argmin(np.where(alive, left, graph.shape[0])))
        deepest = max(deepest, left[least])
        core[least], alive[least] = deepest, False
        left[graph.indices[graph.indptr[least] : graph.indptr[least + 1]]] -= 1
    return core
