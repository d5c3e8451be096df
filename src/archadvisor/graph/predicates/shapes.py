"""Shapes that waiting and telling make: chains, circles, hubs, fans, and what lies behind a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archadvisor.figures.formulas import available_together, calls_at_the_end, minutes_lost_a_year
from archadvisor.figures.quantities import say_share, say_time
from archadvisor.graph.hops import Hop, Map
from archadvisor.graph.paths import Step, behind, circles, longest_chains
from archadvisor.graph.predicates.found import Around, Found, distinct, edges, ends_of, rows_of, said
from archadvisor.knowledge.types import Finding, KnowledgeBase, Pattern
from archadvisor.scoring.form import form_of
from archadvisor.scoring.score import outcome
from archadvisor.text.names import joined

ASSUMED_UP = 0.999
"""The availability of a part of which none is given, as the texts say."""
ASSUMED_TRIES = 3


def chains(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield paths of at least so many rows that each begin where the one before ends, circles cut open."""
    graph = edges(map_, entry)
    start = {id(step): part for part, steps in graph.items() for step in steps}
    for path in longest_chains(graph):
        if len(path) >= entry.at_least:
            parts = (start[id(path[0])], *(step.to for step in path))
            yield Found(
                (parts[0],),
                tuple([step.edge for step in path]),
                parts,
                {
                    "part": parts[0],
                    "other": parts[-1],
                    "parts": joined(parts),
                    "number": str(len(path)),
                    "path": " → ".join(parts),
                    "rows": rows_of([step.edge for step in path]),
                    "one": path[0].edge.row.purpose,
                    **_repeats([step.edge for step in path]),
                    **availability(map_, parts),
                },
            )


def _repeats(hops: Sequence[Hop]) -> dict[str, str]:
    """Return how many calls may reach the end of a chain: by the stated tries, else with three of each caller."""
    stated = [hop.figure("tries") for hop in hops]
    if any(stated):
        return {"of": "with the stated tries", "repeats": f"{calls_at_the_end([int(n or 1) for n in stated]):,}"}
    return {"of": "if each caller tries three times", "repeats": f"{ASSUMED_TRIES ** len(hops):,}"}


def availability(map_: Map, parts: Sequence[str]) -> dict[str, str]:
    """Return in words how often parts that all have to be up are up together, and what that comes to in a year."""
    given = [map_.figure(part, "availability") for part in parts]
    low, high = available_together([ASSUMED_UP if value is None else value for value in given])
    return {"up": f"{say_share(low)} to {say_share(high)}", "downtime": say_time(60 * minutes_lost_a_year(low))}


def closed_circles(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield groups of parts that all lead to each other."""
    graph = edges(map_, entry)
    for group in circles(graph):
        inside = set(group)
        steps = [step for part in group for step in graph[part] if step.to in inside]
        hops = distinct([step.edge for step in steps])
        if any(entry.some.holds(hop.facts) for hop in hops):
            yield Found(
                tuple(sorted(group)),
                hops,
                tuple(group),
                {
                    "part": group[0],
                    "parts": joined(group),
                    "number": str(len(group)),
                    "path": " → ".join(_round(graph, group)),
                    "rows": rows_of(hops),
                    "one": next(said(hop) for hop in hops if entry.some.holds(hop.facts)),
                },
            )


def _round(graph: dict[str, list[Step[Hop]]], group: Sequence[str]) -> list[str]:
    """Return a shortest way round from the first part of a circle back to it."""
    inside, first = set(group), group[0]
    came: dict[str, str] = {}
    work = [first]
    for part in work:
        for step in graph[part]:
            if step.to == first:
                way = [first, part]
                while way[-1] != first:
                    way.append(came[way[-1]])
                return way[::-1]
            if step.to in inside and step.to not in came:
                came[step.to] = part
                work.append(step.to)
    raise LookupError(first)  # a circle always leads back


def hubs(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield parts that at least so many other parts call."""
    allowed = map_.of_roles(entry.parts)
    called: dict[str, list[Hop]] = {}
    for hop in map_.taking_part(entry.rows):
        for name in hop.receivers:
            if name in allowed and name != hop.sender:
                called.setdefault(name, []).append(hop)
    for part, hops in called.items():
        callers = list(dict.fromkeys(hop.sender for hop in hops))
        if len(callers) >= entry.at_least:
            values = {"part": part, "parts": joined(callers), "number": str(len(callers)), "rows": rows_of(hops)}
            yield Found((part,), tuple(hops), (part, *callers), values)


def through(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield the part that so large a share of the rows, of at least so many, leads to or comes from."""
    hops = map_.taking_part(entry.rows)
    for part in map_.of_roles(entry.parts) if len(hops) >= entry.at_least else ():
        sends = [hop for hop in map_.by_sender.get(part, ()) if entry.rows.holds(hop.facts)]
        gets = [hop for hop in map_.by_receiver.get(part, ()) if entry.rows.holds(hop.facts)]
        touching = distinct([*sends, *gets])
        if sends and len({hop.sender for hop in gets}) > 1 and len(touching) >= entry.share * len(hops):
            values = {"part": part, "number": str(len(touching)), "of": str(len(hops)), "rows": rows_of(touching)}
            yield Found((part,), touching, (part,), values)


def fans(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield parts that reach at least so many receivers in one action."""
    allowed = map_.of_roles(entry.parts)
    for part, sent in map_.by_sender.items():
        hops = [hop for hop in sent if entry.rows.holds(hop.facts)]
        if len({name for hop in hops for name in hop.receivers}) < entry.at_least:
            continue
        best: tuple[list[str], Sequence[Hop]] = ([], ())
        for together in around.actions.of_sender(hops):
            receivers = list(dict.fromkeys(n for hop in together for n in hop.receivers if n in allowed))
            if len(receivers) > len(best[0]):
                best = (receivers, together)
        receivers, together = best
        if len(receivers) >= entry.at_least:
            values = {
                "part": part,
                "parts": joined(receivers),
                "number": str(len(receivers)),
                "rows": rows_of(together),
                **availability(map_, (part, *receivers)),
            }
            yield Found((part,), tuple(together), (part, *receivers), values)


def clusters(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield groups of at least so many parts that rows join, whichever way they go."""
    both: dict[str, list[Step[Hop]]] = {}
    for part, steps in edges(map_, entry).items():
        for step in steps:
            both.setdefault(part, []).append(step)
            both.setdefault(step.to, []).append(Step(step.edge, part))
    seen: set[str] = set()
    for part in both:
        if part in seen:
            continue
        group = behind(both, [part])
        seen |= group
        if len(group) >= entry.at_least:
            parts = [name for name in both if name in group]
            hops = distinct([step.edge for name in parts for step in both[name]])
            values = {"part": part, "parts": joined(parts), "number": str(len(parts)), "rows": rows_of(hops)}
            yield Found(tuple(sorted(group)), hops, tuple(parts), values)


class _Upstream:
    """The rows that wait, by what lies upstream of a row: all that cannot end before it has ended.

    A row that only reads sets off nothing but reads, so it waits for no other rows of its receiver.
    """

    def __init__(self, map_: Map, around: Around) -> None:
        rule = around.knowledge.actions
        self._calling: dict[str, list[tuple[Hop, bool]]] = {}
        self._reads = {hop.number: rule is not None and rule.reads.holds(hop.facts) for hop in map_.hops}
        for hop in map_.hops:
            for name in hop.receivers if hop.waits else ():
                self._calling.setdefault(name, []).append((hop, self._reads[hop.number]))
        self._known: dict[tuple[str, bool], tuple[Hop, ...]] = {}

    def of(self, row: Hop) -> tuple[Hop, ...]:
        """Return the rows that wait for a row, directly or through others, in the order of the file."""
        first = (row.sender, self._reads[row.number])
        if first not in self._known:
            seen, work, found = {first}, [first], []
            while work:
                part, read = work.pop()
                for hop, reads in self._calling.get(part, ()):
                    if reads and not read:
                        continue
                    found.append(hop)
                    if (hop.sender, reads) not in seen:
                        seen.add((hop.sender, reads))
                        work.append((hop.sender, reads))
            self._known[first] = distinct(found)
        return self._known[first]


def waiting_behind(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield rows of the other sort behind which a row of the one sort waits, through rows that wait for each other."""
    upstream = _Upstream(map_, around)
    ones = {hop.number for hop in map_.taking_part(entry.one) if hop.waits}
    for slow in map_.taking_part(entry.other):
        waiting = [hop for hop in upstream.of(slow) if hop.number in ones and hop is not slow]
        held = [hop for hop in waiting if not around.actions.apart(hop, slow)]
        if held:
            first, hops = held[0], distinct([*held, slow])
            values = {
                "one": said(first),
                "other": said(slow),
                "part": first.sender,
                "parts": joined(slow.receivers),
                "rows": rows_of(distinct([first, slow])),
            }
            yield Found((slow.row.id,), hops, ends_of(hops), values)


def hanging(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield open rows on which decided ones hang: those would be advised otherwise, if they had to wait for it as well.

    A row that waits takes over the answer to the question `carries` from the open one behind it; it hangs on that
    one where style or form then change.
    """
    upstream = _Upstream(map_, around)
    turned: dict[tuple[int, frozenset[str]], Pattern | None] = {}
    held: dict[tuple[str, frozenset[str]], list[tuple[Hop, Pattern]]] = {}
    for open_ in map_.taking_part(entry.other):
        answer = open_.facts.get(entry.carries)
        if not answer or not open_.undecided:
            continue
        key = (open_.sender, answer)
        if key not in held:
            forms = [
                (hop, _taken_over(around.knowledge, hop, entry.carries, answer, turned))
                for hop in upstream.of(open_)
                if not hop.undecided
            ]
            held[key] = [(hop, form) for hop, form in forms if form is not None]
        hanging = [(hop, form) for hop, form in held[key] if not around.actions.apart(hop, open_)]
        if hanging:
            hops = [hop for hop, _ in hanging]
            options = around.knowledge.questions[entry.carries].options
            values = {
                "one": joined([said(hop) for hop in hops]),
                "other": said(open_),
                "parts": joined(open_.receivers),
                "part": open_.sender,
                "rows": rows_of(hops),
                "name": hanging[0][1].name,
                "of": joined([option.short for option in options if option.value in answer]),
            }
            yield Found((open_.row.id,), (open_, *hops), ends_of([*hops, open_]), values)


def _taken_over(
    knowledge: KnowledgeBase,
    hop: Hop,
    question: str,
    answer: frozenset[str],
    turned: dict[tuple[int, frozenset[str]], Pattern | None],
) -> Pattern | None:
    """Return the form that a row would get with another answer to a question; None where nothing would change."""
    now = hop.judgement.outcome
    if now.facts.get(question, answer) == answer:
        return None
    key = (id(hop.judgement), answer)
    if key not in turned:
        result = outcome(knowledge, {**now.facts, question: answer})
        form = form_of(knowledge, result)
        changes = result.style is not now.style or form.id != hop.judgement.form.id
        turned[key] = form if changes else None
    return turned[key]


def unread(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield parts of these roles that rows hand something to, and from which nobody takes anything."""
    allowed = map_.of_roles(entry.parts)
    for part, hops in map_.by_receiver.items():
        writing = [hop for hop in hops if entry.rows.holds(hop.facts)]
        reading = [hop for hop in hops if hop not in writing]
        if part in allowed and writing and not reading and part not in map_.by_sender:
            senders = list(dict.fromkeys(hop.sender for hop in writing))
            values = {"part": part, "parts": joined(senders), "rows": rows_of(writing), "one": said(writing[0])}
            yield Found((part,), tuple(writing), (part, *senders), values)
