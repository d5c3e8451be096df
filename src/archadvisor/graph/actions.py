"""Actions: what one thing that somebody does goes through, as the team listed it (`flows`) or derived from the rows.

Derived are only the obvious ones: a row leads to those of its receiver, where nothing else leads there. So a part
that is called from two places begins actions of its own, and what a clock sets off belongs to no other action.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from archadvisor.answers.types import Flow, FlowStep
from archadvisor.graph.hops import Hop, Map
from archadvisor.knowledge.types import ActionRule

MOST_STEPS = 40
"""An action with more steps is not derived: nobody reads it as one."""


class Action(Struct, frozen=True):
    """The rows of one action, by id and in order; `derived` where the team listed none."""

    name: str
    stages: tuple[FlowStep, ...]
    waits: str = ""
    derived: bool = False

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the ids of its rows."""
        return tuple([row for stage in self.stages for row in stage.rows])


class Actions:
    """The actions of a system, and which rows belong together."""

    def __init__(self, rule: ActionRule, flows: Iterable[Flow], map_: Map) -> None:
        self._rule = rule
        self.listed = [Action(flow.name, flow.stages, flow.waits) for flow in flows]
        self._in: dict[str, set[int]] = {}
        for number, action in enumerate(self.listed):
            for row in action.rows:
                self._in.setdefault(row, set()).add(number)
        self._map = map_
        self._apart: dict[int, bool] = {}

    def apart(self, one: Hop, other: Hop) -> bool:
        """Tell whether two rows are of different actions: a clock sets one off, or the flows never have both."""
        if one is not other and (self._alone(one) or self._alone(other)):
            return True
        in_one, in_other = self._in.get(one.row.id), self._in.get(other.row.id)
        return in_one is not None and in_other is not None and in_one.isdisjoint(in_other)

    def of_sender(self, hops: Sequence[Hop]) -> list[Sequence[Hop]]:
        """Return rows of one sender by action; without flows they are one where a single row leads to the sender.

        Where that is not told, each row is an action of its own.
        """
        listed, rest = self._by_flow(hops)
        if rest and self._leading.get(rest[0].sender) == 1:
            return [[*some, *rest] for some in listed] or [rest]
        return [*listed, *([hop] for hop in rest)]

    def maybe_one(self, hops: Sequence[Hop]) -> list[Sequence[Hop]]:
        """Return rows of one sender by action, where all that no flow tells apart may be one."""
        listed, rest = self._by_flow(hops)
        return [[*some, *rest] for some in listed] or ([rest] if rest else [])

    def _by_flow(self, hops: Sequence[Hop]) -> tuple[list[Sequence[Hop]], Sequence[Hop]]:
        """Return rows by the flows that list them, and those that none lists and no clock sets off."""
        numbers = sorted({number for hop in hops for number in self._in.get(hop.row.id, ())})
        listed: list[Sequence[Hop]] = [
            [hop for hop in hops if number in self._in.get(hop.row.id, ())] for number in numbers
        ]
        return listed, [hop for hop in hops if hop.row.id not in self._in and not self._alone(hop)]

    def _alone(self, hop: Hop) -> bool:
        known = self._apart.get(hop.number)
        if known is None:
            known = self._apart[hop.number] = self._rule.apart.holds(hop.facts)
        return known

    @cached_property
    def _leading(self) -> Mapping[str, int]:
        """How many rows set something off at a part; not a notice from outside to the part that called it.

        Rows that only read count where nothing else leads there.
        """
        calls = {(hop.sender, name) for hop in self._map.hops for name in hop.receivers}
        found: Counter[str] = Counter()
        acting = {n for hop in self._map.hops if not self._rule.reads.holds(hop.facts) for n in hop.receivers}
        for hop in self._map.hops:
            reads = self._rule.reads.holds(hop.facts)
            outside = self._map.roles[hop.sender].role.kind == "outside"
            for name in hop.receivers:
                notice = outside and (name, hop.sender) in calls
                if name != hop.sender and not notice and not (reads and name in acting):
                    found[name] += 1
        return found

    def derive(self) -> list[Action]:
        """Return an action for each row with which one begins, and that leads on: where rows wait on each other."""
        found = []
        taken: set[str] = set()
        hops = [hop for hop in self._map.hops if hop.waits]
        roots = [hop for hop in hops if self._leading.get(hop.sender) != 1]
        closed = [hop for hop in hops if self._rule.waited_for.holds(hop.facts)]
        for root in [*roots, *closed]:
            if root.row.id not in taken:
                rows = self._behind(root)
                if 1 < len(rows) <= MOST_STEPS and any(hop.waits for hop in rows[1:]):
                    taken.update([hop.row.id for hop in rows])
                    found.append(Action(_name(root), tuple([FlowStep((hop.row.id,)) for hop in rows]), derived=True))
        return found

    def _behind(self, root: Hop) -> list[Hop]:
        """Return a row and all that it leads to, in the order in which they follow each other."""
        rows = [root]
        seen = {root.row.id}
        for hop in rows:
            for part in hop.receivers:
                if self._leading.get(part) == 1:
                    new = [h for h in self._map.by_sender.get(part, ()) if h.row.id not in seen and not self._alone(h)]
                    rows += new
                    seen.update([h.row.id for h in new])
            if len(rows) > MOST_STEPS:
                break
        return rows


def _name(root: Hop) -> str:
    purpose = root.row.purpose
    return purpose[:1].upper() + purpose[1:]
