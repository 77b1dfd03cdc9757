"""The densest blocks of a graph of who acted on what, found by peeling away what is least connected.

FRAUDAR (Hooi et al., KDD 2016): an account cannot lower the density of its block by acting on popular things
besides, because an act on a popular thing weighs little and acts of others cannot be taken away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trendkit.progress import Progress, steps

UNIT: Final = 1_000_000
"""Weights are whole numbers: millionths."""

_SLACK: Final = 0.1  # how far above the least connected node is peeled with it; smaller is finer and slower
_EXACT: Final = 50_000  # edges up to which a peeling takes away one node at a time
_ROUNDING: Final = 1e-9
_MADE: Final = ("block", "side", "node_id")

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """Edges between nodes 0 … nodes - 1, each with a weight in millionths."""

    nodes: int
    one: Ids
    other: Ids
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)

    def kept(self, edges: NDArray[np.bool_]) -> "Graph":
        """Return the graph with only some of its edges."""
        return Graph(self.nodes, self.one[edges], self.other[edges], self.weight[edges])

    def within(self, members: NDArray[np.bool_]) -> "Graph":
        """Return the graph with only the edges between members."""
        return self.kept(members[self.one] & members[self.other])

    def degrees(self) -> NDArray[np.float64]:
        """Return the weight of the edges at each node; sums of whole numbers, so exact."""
        one = np.bincount(self.one, self.weight, minlength=self.nodes)
        other = np.bincount(self.other, self.weight, minlength=self.nodes)
        return (one + other).astype(np.float64)

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Which nodes have an edge."""
        found = np.zeros(self.nodes, dtype=np.bool_)
        found[self.one] = found[self.other] = True
        return found


def densest_blocks(given: pd.DataFrame, params: Mapping[str, Any], progress: Progress) -> pd.DataFrame:
    """Return up to `blocks` blocks of at least `min_density`, densest first: block, side, node_id.

    `given` holds one edge per row: actor_id, target_id, weight in millionths, in any order. Density is the
    weight of the edges inside a block divided by its accounts and targets; each block has at least half the
    density (less the slack, in graphs too large to peel node by node) of the densest there is among the
    edges that earlier blocks left over (Hooi et al. 2016, theorem 2; Charikar 2000).
    """
    actors, actor_ids = pd.factorize(given["actor_id"], sort=True)
    targets, target_ids = pd.factorize(given["target_id"], sort=True)
    size = len(actor_ids) + len(target_ids)
    graph = Graph(size, actors, targets + len(actor_ids), given["weight"].to_numpy(np.float64))
    found = [
        _named(number, block, actor_ids, target_ids)
        for number, block in enumerate(_blocks(graph, params, progress), start=1)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_MADE))


def _blocks(graph: Graph, params: Mapping[str, Any], progress: Progress) -> Iterator[Ids]:
    least, most = params["min_density"] * UNIT, params["blocks"]
    found: Iterator[NDArray[np.bool_]] = iter(())
    for _ in steps(range(1, most + 1), "dense block", progress):
        part = next(found, None)
        if part is None:
            graph = core(graph, least)
            found = iter(densest(graph, least))
            part = next(found, None)
        if part is None:
            progress("dense block", most, most)
            return
        yield np.flatnonzero(part)
        graph = graph.kept(~(part[graph.one] & part[graph.other]))


def _named(number: int, block: Ids, actor_ids: pd.Index, target_ids: pd.Index) -> pd.DataFrame:
    edge = len(actor_ids)
    sides = [("actor", actor_ids[block[block < edge]]), ("target", target_ids[block[block >= edge] - edge])]
    rows = [(number, side, node_id) for side, ids in sides for node_id in ids]
    return pd.DataFrame(rows, columns=list(_MADE))


def densest(graph: Graph, least: float = 0) -> list[NDArray[np.bool_]]:
    """Return blocks that share no node, densest first, each at least as dense as the best stage of a peeling.

    That stage has at least half the greatest density there is, less the slack where peeled in batches; so
    has every connected part of it that is as dense as the whole. Parts below `least` are left out.
    """
    rough = graph.within(_peeled_in_batches(graph))
    around = core(graph, density(rough))
    fine = graph.within(_peeled(around if len(around) <= _EXACT else rough))
    stage = max((fine, rough), key=density)
    limit = max(density(stage) * (1 - _ROUNDING), least)
    return [part for value, part in _parts(stage) if value >= limit]


def density(graph: Graph) -> float:
    """Return the weight of all edges divided by the nodes that have one, in millionths; 0 for none."""
    return float(graph.weight.sum()) / max(int(graph.touched.sum()), 1)


def core(graph: Graph, least: float) -> Graph:
    """Return the largest part in which every node has edges of at least that weight."""
    while len(graph):
        members = graph.degrees() >= least * (1 - _ROUNDING)
        inside = graph.within(members)
        if len(inside) == len(graph):
            break
        graph = inside
    return graph


def _peeled_in_batches(graph: Graph) -> NDArray[np.bool_]:
    """Peel off whatever is hardly better connected than the least, again and again (Bahmani et al. 2012)."""
    best, members, limit, degrees = 0.0, graph.touched, 0.0, graph.degrees()
    while len(graph):
        left = degrees > 0
        value = degrees.sum() / 2 / left.sum()
        if value > best:
            best, members = value, left
        limit = max(limit, (1 + _SLACK) * degrees[left].min())
        stays = degrees > limit
        inside = stays[graph.one] & stays[graph.other]
        degrees = degrees - graph.kept(~inside).degrees()
        graph = graph.kept(inside)
    return members


def _peeled(graph: Graph) -> NDArray[np.bool_]:
    """Peel off the least connected node, one after the other, and return the densest of all stages."""
    degree, around = graph.degrees().tolist(), _neighbours(graph)
    left = set(around)
    heap = [(degree[node], node) for node in around]
    heapify(heap)
    total, best, order, kept = float(graph.weight.sum()), density(graph), [], 0
    while heap:
        value, node = heappop(heap)
        if node not in left or value != degree[node]:
            continue
        left.discard(node)
        order.append(node)
        total -= value
        for other, weight in around[node]:
            if other in left:
                degree[other] -= weight
                heappush(heap, (degree[other], other))
        if left and total / len(left) > best:
            best, kept = total / len(left), len(order)
    members = graph.touched
    members[np.array(order[:kept], dtype=np.int64)] = False
    return members


def _neighbours(graph: Graph) -> dict[int, list[tuple[int, int]]]:
    around: dict[int, list[tuple[int, int]]] = {node: [] for node in np.flatnonzero(graph.touched).tolist()}
    ends = graph.one.tolist(), graph.other.tolist(), graph.weight.tolist()
    for one, other, weight in zip(*ends, strict=True):
        around[one].append((other, weight))
        around[other].append((one, weight))
    return around


def _parts(graph: Graph) -> list[tuple[float, NDArray[np.bool_]]]:
    """Return density and members of each connected part: what hangs together by nothing is not one block."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to import, needed only here
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    if not len(graph):
        return []
    shape = (graph.nodes, graph.nodes)
    part = connected_components(coo_array((graph.weight, (graph.one, graph.other)), shape), directed=False)[1]
    weight = np.bincount(part[graph.one], graph.weight, minlength=part.max() + 1)
    value = weight / np.maximum(np.bincount(part[graph.touched], minlength=len(weight)), 1)
    order = [number for number in np.argsort(-value, kind="stable") if weight[number]]
    return [(float(value[number]), graph.touched & (part == number)) for number in order]
