"""Paths through a graph of parts, in time proportional to its size: circles, longest chains, what lies behind a part.

Everything is iterative, since a system may be thousands of parts deep, and follows the order of the rows, so that
the same rows give the same paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def without_circles(graph: Graph[Edge]) -> tuple[Graph[Edge], list[str]]:
    """Return the graph without the edges that close a circle, and its parts, each behind what it leads to.

    What closes a circle depends on where one begins: at the parts to which nothing leads, then at the first
    of the rest.
    """
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


def longest_chains(graph: Graph[Edge]) -> list[list[Step[Edge]]]:
    """Return a longest path from each part to which nothing leads, circles cut open, the longest first.

    A part with a path of its own is given behind `Step.to` of the one before it; the first part is where the first
    edge begins. Of paths that share an edge only the longest is kept.
    """
    open_graph, ended = without_circles(graph)
    length: dict[str, int] = {}
    ahead: dict[str, Step[Edge]] = {}
    for part in ended:
        length[part] = 0
        for step in open_graph[part]:
            if length[step.to] + 1 > length[part]:
                length[part] = length[step.to] + 1
                ahead[part] = step
    reached = {step.to for steps in open_graph.values() for step in steps}
    starts = [part for part in graph if part not in reached]
    order = {part: number for number, part in enumerate(graph)}
    used: set[str] = set()
    found = []
    for start in sorted(starts, key=lambda part: (-length[part], order[part])):
        path: list[Step[Edge]] = []
        part = start
        while part in ahead and part not in used:
            path.append(ahead[part])
            used.add(part)
            part = ahead[part].to
        if part not in ahead and path:
            found.append(path)
    return found


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
