"""What is found in the graph of the parts is what another graph library finds in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import networkx as nx  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Finding
from archadvisor.graph.paths import Step, behind, circles, longest_chains, without_circles

KNOWLEDGE = load_knowledge()
CALL = {"wants": "action", "needs": "result", "stands-still": "person", "by-when": "seconds", "takes": "instant"}
CALL |= {"ten-minutes": "cannot"}
DEEP = 5000

Edge = tuple[str, str]
some = settings(max_examples=amount(125), deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=amount(500), deadline=None, suppress_health_check=[HealthCheck.too_slow])

pairs = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1])
edge_lists = st.lists(pairs, min_size=1, max_size=24).map(lambda found: [(f"P{a}", f"P{b}") for a, b in found])


@st.composite
def without_a_way_back(draw: st.DrawFn) -> list[Edge]:
    """Draw the edges of a graph without circles; names say nothing about the direction."""
    names = draw(st.permutations([f"P{number}" for number in range(1, 10)]))
    found = draw(st.lists(pairs, min_size=1, max_size=24))
    return [(names[min(pair) - 1], names[max(pair) - 1]) for pair in found]


def findings(edges: Iterable[Edge], current: str = "call", together: bool = False) -> list[Finding]:
    """Return the trouble of a system whose rows are these edges; `together`, one row for all that a part calls."""
    ends: list[tuple[str, list[str]]] = [(sender, [receiver]) for sender, receiver in edges]
    if together:
        by_sender: dict[str, list[str]] = {}
        for sender, receiver in edges:
            by_sender.setdefault(sender, []).append(receiver)
        ends = [(sender, [*dict.fromkeys(receivers)]) for sender, receivers in by_sender.items()]
    rows: list[dict[str, Any]] = [
        {"id": f"r{n}", "from": a, "to": b, "purpose": "do it", "current": current, "answers": CALL}
        for n, (a, b) in enumerate(ends)
    ]
    data = {"version": 1, "system": {"name": "Drawn"}, "interactions": rows}
    return [*assess(KNOWLEDGE, read(json.dumps(data).encode(), "drawn.yaml", KNOWLEDGE)).findings]


def digraph(edges: Iterable[Edge]) -> Any:
    graph = nx.DiGraph()
    graph.add_edges_from(edges)
    return graph


def steps(edges: Iterable[Edge]) -> dict[str, list[Step[int]]]:
    """Return edges as the paths of the program take them."""
    found: dict[str, list[Step[int]]] = {}
    for number, (sender, receiver) in enumerate(edges):
        found.setdefault(sender, []).append(Step(number, receiver))
    return found


def sets(told: Sequence[Finding], id_: str) -> set[frozenset[str]]:
    """Return the parts of each finding, which is there today as with the advice; two hubs may have the same parts."""
    assert all(one.today and one.advised for one in told if one.id == id_)
    found = [(one.parts, one.interactions) for one in told if one.id == id_]
    assert len(found) == len(set(found))
    return {frozenset(parts) for parts, _ in found}


# --- findings


@some
@given(edge_lists, st.booleans())
def test_circles_are_the_strongly_connected_components(edges: list[Edge], together: bool) -> None:
    expected = {frozenset(group) for group in nx.strongly_connected_components(digraph(edges)) if len(group) > 1}
    told = findings(edges, together=together)
    assert sets(told, "circle-of-calls") == expected
    assert {one.id for one in told if one.kind == "circle"} <= {"circle-of-calls"}


@pytest.mark.slow
@some
@given(edge_lists, st.booleans())
def test_hubs_are_the_parts_with_four_callers(edges: list[Edge], together: bool) -> None:
    graph = digraph(edges)
    expected = {frozenset((part, *graph.predecessors(part))) for part in graph if graph.in_degree(part) >= 4}
    told = findings(edges, together=together)
    assert sets(told, "hub") == expected
    assert {one.parts[0] for one in told if one.id == "hub"} == {part for part in graph if graph.in_degree(part) >= 4}


@some
@given(without_a_way_back(), st.booleans())
def test_the_first_chain_is_as_long_as_the_longest_path(edges: list[Edge], together: bool) -> None:
    graph = digraph(edges)
    longest = nx.dag_longest_path_length(graph)
    chains = [one for one in findings(edges, together=together) if one.id == "call-chain"]
    assert bool(chains) == (longest >= 3)
    for one in chains:
        assert nx.is_path(graph, one.parts)
        assert len(set(one.parts)) == len(one.parts) == len(one.interactions) + 1
    if chains:
        assert len(chains[0].interactions) == longest
        assert chains[0].title.startswith(
            f"{longest} synchronous calls wait one behind another: {chains[0].parts[0]} → "
        )


@some
@given(edge_lists)
def test_parts_that_share_tables_are_the_connected_components(edges: list[Edge]) -> None:
    groups = nx.connected_components(digraph(edges).to_undirected())
    expected = {frozenset(group) for group in groups if len(group) >= 3}
    told = [one for one in findings(edges, "shared-table") if one.id == "shared-table"]
    assert {frozenset(one.parts) for one in told} == expected
    assert len(told) == len(expected)
    assert all(one.today and not one.advised for one in told)


@some
@given(edge_lists, st.randoms(use_true_random=False))
@example([(f"P{a}", f"P{b}") for a, b in [(1, 2), (1, 4), (2, 4), (3, 2), (3, 4), (4, 2), (5, 2), (5, 4)]], Random(1))
def test_the_order_of_rows_does_not_change_which_circles_and_hubs_there_are(edges: list[Edge], dice: Random) -> None:
    one, other = findings(edges), findings(dice.sample(edges, len(edges)))
    for id_ in ("circle-of-calls", "hub"):
        assert sets(one, id_) == sets(other, id_)


def test_the_order_of_rows_does_not_change_whether_there_is_a_chain() -> None:
    edges = [("P1", "P2"), ("P2", "P3"), ("P3", "P2"), ("P4", "P5"), ("P5", "P3")]
    one, other = findings(edges), findings(edges[3:] + edges[:3])
    assert sets(one, "call-chain") == sets(other, "call-chain")


# --- paths


@many
@given(edge_lists)
def test_circles_of_a_graph_are_its_strongly_connected_components(edges: list[Edge]) -> None:
    expected = {frozenset(group) for group in nx.strongly_connected_components(digraph(edges)) if len(group) > 1}
    found = circles(steps(edges))
    assert {frozenset(group) for group in found} == expected
    assert sum(len(group) for group in found) == sum(len(group) for group in expected)


@many
@given(edge_lists)
@example([("P1", "P2"), ("P2", "P3"), ("P3", "P2"), ("P4", "P3")])
def test_without_its_circles_a_graph_has_none_and_still_reaches_all_from_its_roots(edges: list[Edge]) -> None:
    graph = digraph(edges)
    left, ended = without_circles(steps(edges))
    kept = {step.edge for found in left.values() for step in found}
    opened = digraph(edges[number] for number in kept)
    opened.add_nodes_from(graph)
    assert nx.is_directed_acyclic_graph(opened)
    circle = {part: frozenset(group) for group in nx.strongly_connected_components(graph) for part in group}
    assert all(circle[a] == circle[b] for n, (a, b) in enumerate(edges) if n not in kept)
    assert sorted(ended) == sorted(graph)
    place = {part: number for number, part in enumerate(ended)}
    assert all(place[b] < place[a] for a, b in opened.edges)
    roots = [part for part in graph if not graph.in_degree(part)]
    reached = [set().union(*(nx.descendants(some, root) for root in roots)) for some in (graph, opened)]
    assert reached[0] == reached[1]
    if roots:
        first = next(sender for sender, _ in edges if sender in roots)
        assert nx.descendants(opened, first) == nx.descendants(graph, first)


@many
@given(without_a_way_back())
def test_a_graph_without_circles_keeps_all_its_edges(edges: list[Edge]) -> None:
    left, _ = without_circles(steps(edges))
    assert sorted(step.edge for found in left.values() for step in found) == [*range(len(edges))]
    chains = longest_chains(steps(edges))
    assert len(chains[0]) == nx.dag_longest_path_length(digraph(edges))
    assert [len(chain) for chain in chains] == sorted((len(chain) for chain in chains), reverse=True)
    used = [step.edge for chain in chains for step in chain]
    assert len(used) == len(set(used))


@many
@given(edge_lists, st.sets(st.sampled_from([f"P{number}" for number in range(1, 10)])))
def test_behind_some_parts_is_all_that_they_reach_and_they_themselves(edges: list[Edge], starts: set[str]) -> None:
    graph = digraph(edges)
    expected = starts.union(*(nx.descendants(graph, part) for part in starts if part in graph))
    assert behind(steps(edges), starts) == expected


# --- thousands of parts


@pytest.mark.slow
def test_a_chain_of_thousands_is_one_chain() -> None:
    row = [(f"P{number}", f"P{number + 1}") for number in range(DEEP)]
    told = [one for one in findings(row) if one.kind in ("chain", "circle", "hub")]
    assert [(one.id, len(one.interactions)) for one in told] == [("call-chain", DEEP)]
    assert behind(steps(row), ["P0"]) == {"P0", *(name for _, name in row)}


@pytest.mark.slow
def test_a_circle_of_thousands_is_one_circle() -> None:
    ring = [(f"P{number}", f"P{(number + 1) % DEEP}") for number in range(DEEP)]
    told = [one for one in findings(ring) if one.kind == "circle"]
    assert [(len(one.parts), len(one.interactions)) for one in told] == [(DEEP, DEEP)]
    left, ended = without_circles(steps(ring))
    assert sum(len(found) for found in left.values()) == DEEP - 1
    assert len(ended) == DEEP
