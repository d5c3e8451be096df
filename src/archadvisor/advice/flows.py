"""What one action goes through and waits for, today and as advised; the one that waits for most comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archadvisor.advice.loads import EXPONENTIAL, Loads, figure_of
from archadvisor.assessment import Figure, Flow, FlowStep
from archadvisor.figures.formulas import available_together, minutes_lost_a_year, percentile_of_each, quantile_of_sum
from archadvisor.figures.quantities import say_share, say_time
from archadvisor.graph.actions import Action
from archadvisor.graph.hops import Hop, Map
from archadvisor.graph.problems import System
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.text.prose import plural


def list_flows(knowledge: KnowledgeBase, system: System) -> tuple[Flow, ...]:
    """Return the flows, the worst first: by the parts waited for with the advice, then today."""
    today, advised = _by_id(system.today), _by_id(system.advised)
    loads = Loads(knowledge)
    found = [_tell(knowledge, loads, system, action, today, advised) for action in system.actions]
    return tuple(sorted(found, key=lambda flow: (-flow.waits_advised, -flow.waits_today)))


def _by_id(map_: Map) -> Mapping[str, Hop]:
    return {hop.row.id: hop for hop in map_.hops}


def _tell(
    knowledge: KnowledgeBase,
    loads: Loads,
    system: System,
    action: Action,
    today: Mapping[str, Hop],
    advised: Mapping[str, Hop],
) -> Flow:
    now = _waited_for(system, [today[row] for row in action.rows if row in today])
    hops = [advised[row] for row in action.rows if row in advised]
    then = _waited_for(system, hops)
    may_be_left_out = {row for stage in action.stages if stage.optional for row in stage.rows}
    needed = {
        name
        for map_ in (today, advised)
        for name in _waited_for(
            system, [map_[row] for row in action.rows if row in map_ and row not in may_be_left_out]
        )
    }
    optional = tuple(dict.fromkeys([name for name in (*now, *then) if name not in needed]))
    hanging = [hop.row.id for hop in hops if hop.undecided and not hop.waits]
    return Flow(
        name=action.name,
        interactions=tuple([hop.row.id for hop in hops]),
        waits_today=len(now),
        waits_advised=len(then),
        derived=action.derived,
        waits=action.waits,
        steps=tuple([FlowStep(stage.rows, stage.optional, stage.may_refuse) for stage in action.stages]),
        today=now,
        advised=then,
        hangs_on=tuple(hanging),
        figures=tuple(
            _figures(
                loads,
                system,
                hops,
                [n for n in then if n not in optional],
                all(len(s.rows) == 1 for s in action.stages),
            )
        )
        if hops
        else (),
        optional=optional,
        who_waits=_who(knowledge, action),
    )


def _who(knowledge: KnowledgeBase, action: Action) -> str:
    """Return who waits for the end of an action, as an answer of the rules says it; nothing where nobody said."""
    rule = knowledge.actions
    return knowledge.questions[rule.waits].option(action.waits).short if rule and action.waits else ""


def _waited_for(system: System, hops: Sequence[Hop]) -> tuple[str, ...]:
    """Return the receivers that rows wait for, each once; what comes in from outside later on is no wait."""
    return tuple(dict.fromkeys(name for hop in _waiting(system, hops) for name in hop.receivers))


def _waiting(system: System, hops: Sequence[Hop]) -> list[Hop]:
    """Return the rows that whoever begins the action waits for: of the first sender, and of what it waits for.

    An "accepted" is waited for, and what is processed behind it is not. What an outside part that was called sends in
    later (a webhook) is no wait.
    """
    waited_for = {hops[0].sender} if hops else set()
    called: set[str] = set()
    found = []
    for hop in hops:
        notice = hop.sender in called and system.roles[hop.sender].role.kind == "outside"
        if hop.sender in waited_for and (hop.waits or hop.accepts) and not notice:
            found.append(hop)
            waited_for.update(() if hop.accepts else hop.receivers)
        called.update(hop.receivers)
    return found


def _figures(
    loads: Loads, system: System, hops: Sequence[Hop], waited_for: Sequence[str], one_by_one: bool
) -> Iterator[Figure]:
    """Yield what follows from the figures of the parts and calls that an action waits for."""
    map_ = system.advised
    parts = list(dict.fromkeys([hops[0].sender, *waited_for]))
    given = [share for part in parts if (share := map_.figure(part, "availability")) is not None]
    if len(given) == len(parts) > 1 and min(given) < 1:
        low, high = available_together(given)
        told = f"{say_share(low)} to {say_share(high)}"
        lost = say_time(60 * minutes_lost_a_year(low))
        yield loads.say("flow-up", low, number=str(len(parts)), up=told, downtime=lost)
    waiting = _waiting(system, hops)
    times = [(figure_of(map_, hop, "service-time"), figure_of(map_, hop, "spread")) for hop in waiting]
    if len(waiting) > 1 and any(time for time, _ in times):
        each = percentile_of_each(len(waiting))
        yield loads.say("flow-percentile", each, number=str(len(waiting)), each=f"{100 * each:.2f}")
    means = [time for time, spread in times if time and spread in (None, EXPONENTIAL)]
    if one_by_one and len(means) == len(waiting) > 1:
        longest = quantile_of_sum(means)
        yield loads.say("flow-sum", longest, number=str(len(means)), time=say_time(longest))


def worst(flows: Sequence[Flow]) -> str:
    """Say what the action waits for that waits for most parts today; nothing where none waits."""
    flow = max(flows, key=lambda flow: flow.waits_today, default=None)
    if flow is None or not flow.waits_today:
        return ""
    if flow.waits_today == flow.waits_advised:
        return f'The action "{flow.name}" waits for {plural(flow.waits_today, "part")}, today and with this advice'
    today = f'The action "{flow.name}" waits for {plural(flow.waits_today, "part")} today'
    return f"{today}, for {flow.waits_advised or 'none'} with this advice"
