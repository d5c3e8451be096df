"""Paths through a graph of parts, in time proportional to its size: circles, longest chains, what lies behind a part.

Everything is iterative, since a system may be thousands of parts deep, and follows the order of the rows, so that
the same rows give the same paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

Edge = TypeVar("Edge")


class Step(NamedTuple, Generic[Edge]):
    """One edge of a graph: what it is made of, and where it leads."""

    edge: Edge
    to: str


Graph = Mapping[str, Sequence[Step[Edge]]]
"""The edges by the part where they begin."""


def circles(graph: Graph[Edge]) -> list[list[str]]:
    """Return the groups of parts that all reach each other (strongly connected, of two or more).

    Tarjan, Depth-First Search and Linear Graph Algorithms, 1972.
    """
    place: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in list(graph):
        if root in place:
            continue
        work: list[tuple[str, Iterator[Step[Edge]]]] = [(root, iter(graph[root]))]
        _enter(root, place, low, stack, on_stack)
        while work:
            part, steps = work[-1]
            for step in steps:
                if step.to not in place:
                    _enter(step.to, place, low, stack, on_stack)
                    work.append((step.to, iter(graph.get(step.to, ()))))
                    break
                if step.to in on_stack:
                    low[part] = min(low[part], place[step.to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[part])
                if low[part] == place[part]:
                    group = _leave(part, stack, on_stack)
                    if len(group) > 1:
                        found.append(sorted(group, key=place.__getitem__))
    return sorted(found, key=lambda group: place[group[0]])


def _enter(part: str, place: dict[str, int], low: dict[str, int], stack: list[str], on_stack: set[str]) -> None:
    place[part] = low[part] = len(place)
    stack.append(part)
    on_stack.add(part)


def _leave(part: str, stack: list[str], on_stack: set[str]) -> list[str]:
    group = []
    while True:
        group.append(stack.pop())
        on_stack.discard(group[-1])
        if group[-1] == part:
            return group


def without_circles(graph: Graph[Edge], roots: Sequence[str] = ()) -> tuple[Graph[Edge], list[str]]:
    """Return the graph without the edges that close a circle, and its parts, each behind what it leads to.

    What closes a circle depends on where one begins: at the `roots`, and then only what lies behind them is returned;
    without any at the parts to which nothing leads, then at the first of the rest.
    """
    if not roots:
        reached = {step.to for steps in graph.values() for step in steps}
        roots = [*(part for part in graph if part not in reached), *graph]
    left: dict[str, list[Step[Edge]]] = {}
    ended: list[str] = []
    open_: set[str] = set()
    for root in roots:
        if root in left:
            continue
        left[root] = []
        open_.add(root)
        work = [(root, iter(graph.get(root, ())))]
        while work:
            part, steps = work[-1]
            for step in steps:
                if step.to in open_:
                    continue
                left[part].append(step)
                if step.to not in left:
                    left[step.to] = []
                    open_.add(step.to)
                    work.append((step.to, iter(graph.get(step.to, ()))))
                    break
            else:
                work.pop()
                open_.discard(part)
                ended.append(part)
    return left, ended


def longest_chains(graph: Graph[Edge], weight: Callable[[Edge], int] = lambda _: 1) -> list[list[Step[Edge]]]:
    """Return a heaviest path from each part to which nothing leads, the heaviest first; the weights are 0 or more.

    Circles are cut open as they look from where the path begins. Of paths that share a part only the heaviest is kept,
    and of one beginning only one. The first edge of a path begins at the part where the graph has it.
    """
    open_graph, ended = without_circles(graph)
    kept = sum(len(steps) for steps in open_graph.values())
    cyclic = kept < sum(len(steps) for steps in graph.values())
    reached = {step.to for steps in open_graph.values() for step in steps}
    starts = [part for part in graph if part not in reached]
    general = _heaviest(open_graph, ended, weight)
    own = cyclic and len(starts) * kept <= _MOST_STEPS
    found = []
    for number, start in enumerate(starts):
        best = _heaviest(*without_circles(graph, [start]), weight) if own else general
        if start in best:
            found.append((-best[start][0], number, _walked(start, best)))
    used: set[str] = set()
    chains = []
    for _, number, path in sorted(found, key=lambda one: one[:2]):
        parts = {starts[number], *(step.to for step in path)}
        if used.isdisjoint(parts):
            chains.append(path)
        used |= parts
    return chains


_MOST_STEPS = 3_000_000
"""Up to so many steps circles are cut open anew for each beginning; beyond, once for all of them."""


def _heaviest(
    open_graph: Graph[Edge], ended: Sequence[str], weight: Callable[[Edge], int]
) -> dict[str, tuple[int, Step[Edge]]]:
    """Return for each part the weight of its heaviest path, and the first step of it; nothing where it has none."""
    best: dict[str, tuple[int, Step[Edge]]] = {}
    for part in ended:
        for step in open_graph[part]:
            heavy = weight(step.edge) + (best[step.to][0] if step.to in best else 0)
            if heavy > (best[part][0] if part in best else 0):
                best[part] = (heavy, step)
    return best


def _walked(start: str, best: Mapping[str, tuple[int, Step[Edge]]]) -> list[Step[Edge]]:
    path = []
    while start in best:
        path.append(best[start][1])
        start = path[-1].to
    return path


def behind(graph: Graph[Edge], starts: Iterable[str]) -> set[str]:
    """Return all parts that can be reached from some parts, these included."""
    seen = set(starts)
    work = list(seen)
    while work:
        for step in graph.get(work.pop(), ()):
            if step.to not in seen:
                seen.add(step.to)
                work.append(step.to)
    return seen
