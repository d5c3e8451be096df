"""What is said of the system as a whole: counts, the headline, two sentences, what it brings most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archadvisor.advice.building import distinct
from archadvisor.advice.case import Case
from archadvisor.advice.flows import worst
from archadvisor.advice.provenance import tell_answers
from archadvisor.answers.types import Answer, Answers, Origin
from archadvisor.assessment import (
    AnswerCount,
    Count,
    Decision,
    Finding,
    FindingChange,
    Flow,
    Mix,
    Moves,
    States,
    System,
)
from archadvisor.knowledge.types import KnowledgeBase, Scope, Style
from archadvisor.scoring.facts import Surroundings, worth_asking
from archadvisor.scoring.verdict import verdict
from archadvisor.text.names import joined, row_ends
from archadvisor.text.prose import in_words, plural, sentence


def tell_system(
    knowledge: KnowledgeBase,
    answers: Answers,
    around: Surroundings,
    both: tuple[Sequence[Case], Sequence[Case]],
    flows: Sequence[Flow],
    findings: Sequence[Finding],
    to_decide: Sequence[Decision],
) -> System:
    """Return the verdict on the whole system, with all that is counted over its rows.

    `both` are the cases as advised and as decided: the advice and its answers are counted over the former, the
    headline, what changes and who waits over the latter.
    """
    advised, cases = both
    found = verdict([case.judgement for case in advised])
    turned = [case.number for case in cases if case.judgement.guess_turns]
    return System(
        name=answers.name,
        verdict=found.word,
        confidence=None if found.confidence is None else round(found.confidence, 4),
        summary=summary(knowledge, cases, flows, findings, to_decide),
        mix=mix(advised),
        states=states(advised),
        answers=answer_count(knowledge, answers, around, advised),
        moves=moves(cases),
        headline=headline(cases),
        assumed=not answers.interactions,
        worth_most=worst(flows),
        draft_decides=len(turned),
        draft_rows=tuple(turned),
        given=tell_answers(knowledge.of_scope(Scope.SYSTEM), answers.system, around.system, whole=True),
    )


_WAITING = 3
"""By so many senders it is said whom they will wait for; of more the rows tell it."""


def about(answers: Answers) -> str:
    """Return the names and purposes of a system, which tell what kind of system it is."""
    rows = [f"{row.sender} {' '.join(row.receivers)} {row.purpose}" for row in answers.interactions]
    return " ".join([answers.name, *rows])


def mix(cases: Sequence[Case]) -> Mix:
    """Count the interactions by what is advised; one with a front counts under accept alone."""
    fronted = sum(1 for case in cases if case.form.front)
    return Mix(
        request=sum(1 for case in cases if case.outcome.style is Style.REQUEST),
        event=sum(1 for case in cases if case.outcome.style is Style.EVENT) - fronted,
        accept=fronted,
        neither=sum(1 for case in cases if case.outcome.style is Style.NEITHER),
    )


def states(cases: Sequence[Case]) -> States:
    """Count the interactions by how far they are decided."""
    count = [case.state for case in cases].count
    return States(
        settled=count("settled"),
        open=count("open"),
        close=count("close"),
        given=count("given"),
        unknown=count("unknown"),
    )


def moves(cases: Sequence[Case]) -> Moves:
    """Count what becomes of today's way, where it is known."""
    count = [case.move for case in cases].count
    return Moves(keep=count("keep"), change=count("change"), new=count("new"))


def headline(cases: Sequence[Case]) -> tuple[Count, ...]:
    """Return the counts that lead a report: settled and given ones by style, the others as to decide."""
    decided = [case for case in cases if not case.undecided]
    requests = sum(1 for case in decided if case.outcome.style is Style.REQUEST)
    accepts = sum(1 for case in decided if case.form.front)
    events = sum(1 for case in decided if case.outcome.style is Style.EVENT) - accepts
    undecided = len(cases) - len(decided)
    counts = [
        Count("request", requests, plural(requests, "request")),
        Count("event", events, plural(events, "event")),
        Count("accept", accepts, f"{accepts} accepted at once and processed later"),
        Count("decide", undecided, f"{undecided} to decide"),
    ]
    neither = [case for case in decided if case.outcome.style is Style.NEITHER]
    for name in distinct(case.form.name for case in neither):
        number = sum(1 for case in neither if case.form.name == name)
        counts.append(Count("neither", number, f"{number} {name}"))
    return tuple(count for count in counts if count.count)


def summary(
    knowledge: KnowledgeBase,
    cases: Sequence[Case],
    flows: Sequence[Flow],
    findings: Sequence[Finding],
    open_: Sequence[Decision],
) -> str:
    """Say what matters most: what stops an action no longer, who waits no longer, or how much changes; what is left."""
    if not cases:
        return "No interaction is named, and the system's answers make none likely yet: name some, or answer more."
    if all(case.interaction.assumed for case in cases):
        return "No interaction is listed, so this is no verdict: what follows is typical of a system with such answers."
    told = [_main(knowledge, cases, flows), *_left(findings), *_otherwise(knowledge, cases)]
    return " ".join([text for text in (*told, *_still_open(knowledge, cases, findings, open_)) if text])


def _otherwise(knowledge: KnowledgeBase, cases: Sequence[Case]) -> list[str]:
    """Say which rows the team decided against its own answers, and who waits for whom by decision alone.

    Nobody should find that out on a later page.
    """
    told = []
    if rows := _rows([case for case in cases if case.otherwise and not case.turned]):
        told.append(f"Decided otherwise than the answers advise: {rows}.")
    if rows := _rows([case for case in cases if case.turned]):
        told.append(f"The decision no longer holds for {rows}.")
    new = [case for case in cases if case.interaction.decision and case.outcome.style is Style.REQUEST]
    waits: dict[str, list[str]] = {}
    for case in new:
        if not knowledge.waits_today(case.interaction.current):
            waits.setdefault(case.interaction.sender, []).extend(case.interaction.receivers)
    said = [f"{sender} will wait for {joined(distinct(to))}" for sender, to in waits.items()]
    return [*told, *([f"By your decisions, {joined(said)}."] if said and len(said) <= _WAITING else [])]


def _rows(cases: Sequence[Case]) -> str:
    return f"row{'s' if len(cases) > 1 else ''} {joined([str(case.number) for case in cases])}" if cases else ""


def _freed(flow: Flow, cases: Mapping[str, Case]) -> tuple[list[str], bool]:
    """Return the parts that an action surely waits for no longer, and whether none of its rows calls them any more."""
    open_, called = set[str](), set[str]()
    own = set(flow.interactions)
    for case in [cases[name] for name in own.union(flow.hangs_on) if name in cases]:
        if case.undecided or case.otherwise:
            open_.update(case.interaction.receivers)
        elif case.outcome.style is Style.REQUEST and case.interaction.id in own:
            called.update(case.interaction.receivers)
    freed = [name for name in flow.today if name not in flow.advised and name not in open_]
    return freed, called.isdisjoint(freed)


def _main(knowledge: KnowledgeBase, cases: Sequence[Case], flows: Sequence[Flow]) -> str:
    """Return the sentence that comes first; "" where all that is decided is decided against the answers."""
    by_id = {case.interaction.id: case for case in cases}
    freed = [(flow, *_freed(flow, by_id)) for flow in flows]
    flow, parts, stops = max(freed, key=lambda one: len(one[1]), default=(None, [], False))
    if flow is not None and parts:
        if stops:
            return f'Once built, "{flow.name}" no longer stops when {joined(parts, "or")} is down.'
        return f'Once built, "{flow.name}" no longer waits for {joined(parts, "or")}.'
    advised = [case for case in cases if not (case.undecided or case.otherwise)]
    ended = [
        case
        for case in advised
        if case.outcome.style is Style.EVENT and knowledge.waits_today(case.interaction.current)
    ]
    if ended:
        receivers: dict[str, list[str]] = {case.interaction.sender: [] for case in ended}
        for case in ended:
            receivers[case.interaction.sender] += case.interaction.receivers
        if len(receivers) > 2:
            return f"Once built, the sender no longer waits in {len(ended)} of {plural(len(cases), 'interaction')}."
        waits = [f"{sender} no longer waits for {joined(distinct(to))}" for sender, to in receivers.items()]
        return f"Once built, {', and '.join(waits)}."
    changing = sum(1 for case in advised if case.move == "change")
    staying = sum(1 for case in advised if case.move == "keep")
    if changing:
        return f"{changing} of {plural(len(cases), 'interaction')} should get another style."
    if staying == len(cases):
        return "No interaction needs another style."
    if staying:
        return (
            f"{staying} of {plural(len(cases), 'interaction')} can stay as {'it is' if staying == 1 else 'they are'}."
        )
    if not advised:
        return "" if any(case.otherwise for case in cases) else "The answers decide no interaction yet."
    if len(advised) == len(cases) == 1:
        row, form, style = cases[0].interaction, cases[0].form.name, cases[0].outcome.style
        called = {Style.REQUEST: "a request", Style.EVENT: "an event"}.get(style)
        return f"{row_ends(row.sender, row.receivers, '→')}: {f'{called} ({form})' if called else form}."
    share = f"all {len(cases)}" if len(advised) == len(cases) else f"{len(advised)} of {len(cases)}"
    return f"The answers decide {share} interaction{'s' if len(cases) > 1 else ''}."


_LEFT: Mapping[FindingChange, tuple[str, str]] = {
    "stays": ("stays", "stay"),
    "smaller": ("is reduced", "are reduced"),
    "brought in": ("is new", "are new"),
}
"""What is said of one problem and of several, in the words of the list."""


def _left(findings: Sequence[Finding]) -> list[str]:
    """Say how many problems between interactions the advice leaves or brings in."""
    said: list[str] = []
    for change, (one, more) in _LEFT.items():
        number = sum(1 for finding in findings if finding.change == change)
        if number:
            counted = in_words(number) if said else f"{in_words(number)} problem{'s' if number > 1 else ''}"
            said.append(f"{counted} {one if number == 1 else more}")
    *most, last = said or [""]
    return [sentence(f"{', '.join(most)}, and {last}" if most else last)] if said else []


def _still_open(
    knowledge: KnowledgeBase, cases: Sequence[Case], findings: Sequence[Finding], decisions: Sequence[Decision]
) -> list[str]:
    """Say how many decisions are open; of a single one also which rows depend on it."""
    if not decisions:
        return []
    if len(decisions) > 1:
        return [sentence(f"{in_words(len(decisions))} decisions are open")]
    numbers = {case.interaction.id: case.number for case in cases}
    hangs = {entry.id for entry in knowledge.findings if entry.predicate == "hangs"}
    row = decisions[0].interaction
    held = [name for one in findings if one.id in hangs and one.interactions[0] == row for name in one.interactions[1:]]
    told = f"One decision is open (row {numbers[row]})"
    if not held:
        return [f"{told}."]
    several = len(held) > 1
    rows = joined([str(numbers[name]) for name in held])
    return [f"{told}; row{'s' if several else ''} {rows} depend{'' if several else 's'} on it."]


def answer_count(
    knowledge: KnowledgeBase, answers: Answers, around: Surroundings, cases: Sequence[Case]
) -> AnswerCount:
    """Count what is asked of the system, of listed parts and of interactions (their tick lists aside)."""
    questions = [q for q in knowledge.of_scope(Scope.INTERACTION) if not q.ticks]
    asked: list[Answer | None] = [
        answers.system.get(q.id) for q in knowledge.of_scope(Scope.SYSTEM) if q.ask_when.holds(around.system)
    ]
    of_part = knowledge.of_scope(Scope.PART)
    for name, given in around.parts.items():
        part = answers.parts[name].answers
        worth = worth_asking(of_part, around.of_part(name))
        asked.extend(part.get(q.id) for q in of_part if q.id in given or q in worth)
    for case in cases:
        own = case.interaction.answers
        asked.extend([own.get(q.id) for q in questions if q.id in case.facts])
        asked.extend([None for q in case.judgement.unknown if not q.ticks])
    known = [answer for answer in asked if answer is not None and answer.known]
    drafts = sum(1 for answer in known if answer.origin.draft)
    return AnswerCount(
        asked=len(asked),
        confirmed=len(known) - drafts,
        drafts=drafts,
        unknown=len(asked) - len(known),
        block=sum(1 for answer in known if answer.origin is Origin.BLOCK),
    )
