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

_SLACK: Final = 0.05  # how much more than the mean is peeled at once; smaller is finer and slower
_MADE: Final = ("block", "side", "node_id")

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """Edges between nodes 0 … nodes - 1, each with a weight in millionths."""

    nodes: int
    one: Ids
    other: Ids
    weight: Ids

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
        ends, weights = np.concatenate([self.one, self.other]), np.concatenate([self.weight, self.weight])
        return np.bincount(ends, weights, minlength=self.nodes).astype(np.float64)

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
    density of the densest there is among the edges that earlier blocks left over (Hooi et al. 2016,
    theorem 2; Charikar 2000).
    """
    actors, actor_ids = pd.factorize(given["actor_id"], sort=True)
    targets, target_ids = pd.factorize(given["target_id"], sort=True)
    size = len(actor_ids) + len(target_ids)
    graph = Graph(size, actors, targets + len(actor_ids), given["weight"].to_numpy(np.int64))
    found = [
        _named(number, block, actor_ids, target_ids)
        for number, block in enumerate(_blocks(graph, params, progress), start=1)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_MADE))


def _blocks(graph: Graph, params: Mapping[str, Any], progress: Progress) -> Iterator[Ids]:
    least = params["min_density"] * UNIT
    for _ in steps(range(1, params["blocks"] + 1), "dense block", progress):
        graph = core(graph, least)
        members = densest(graph)
        inside = graph.within(members)
        if not len(inside) or density(inside) < least:
            progress("dense block", params["blocks"], params["blocks"])
            return
        yield np.flatnonzero(members)
        graph = graph.kept(~(members[graph.one] & members[graph.other]))


def _named(number: int, block: Ids, actor_ids: pd.Index, target_ids: pd.Index) -> pd.DataFrame:
    edge = len(actor_ids)
    sides = [("actor", actor_ids[block[block < edge]]), ("target", target_ids[block[block >= edge] - edge])]
    rows = [(number, side, node_id) for side, ids in sides for node_id in ids]
    return pd.DataFrame(rows, columns=list(_MADE))


def densest(graph: Graph) -> NDArray[np.bool_]:
    """Return the members of one connected block whose density is at least half the greatest there is.

    Every node of the densest block has a degree of at least its density inside it; so what lies below the
    density of any block already known can be cut off before the slow, exact peeling begins.
    """
    members = graph.touched
    if not members.any():
        return members
    rough = _peeled_in_batches(graph)
    small = core(graph, density(graph.within(rough)))
    fine = _peeled(small)
    return _densest_part(max((graph.within(each) for each in (fine, rough)), key=density))


def density(graph: Graph) -> float:
    """Return the weight of all edges divided by the nodes that have one, in millionths; 0 for none."""
    return float(graph.weight.sum()) / max(int(graph.touched.sum()), 1)


def core(graph: Graph, least: float) -> Graph:
    """Return the largest part in which every node has edges of at least that weight."""
    while len(graph):
        members = graph.degrees() >= least * (1 - 1e-9)
        inside = graph.within(members)
        if len(inside) == len(graph):
            break
        graph = inside
    return graph


def _peeled_in_batches(graph: Graph) -> NDArray[np.bool_]:
    """Peel off everything not much above the mean at once, again and again (Bahmani et al. 2012)."""
    best, members = density(graph), graph.touched
    while len(graph):
        limit = 2 * (1 + _SLACK) * density(graph)
        graph = graph.within(graph.degrees() > limit)
        if density(graph) > best:
            best, members = density(graph), graph.touched
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


def _densest_part(graph: Graph) -> NDArray[np.bool_]:
    """Return the densest connected part: parts that hang together by nothing are blocks of their own."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to import, needed only here
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    shape = (graph.nodes, graph.nodes)
    part = connected_components(coo_array((graph.weight, (graph.one, graph.other)), shape), directed=False)[1]
    weight = np.bincount(part[graph.one], graph.weight, minlength=part.max() + 1)
    size = np.bincount(part[graph.touched], minlength=part.max() + 1)
    members: NDArray[np.bool_] = graph.touched & (part == np.argmax(weight / np.maximum(size, 1)))
    return members
