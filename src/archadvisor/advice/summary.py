"""What is said of the system as a whole: counts, the headline, two sentences, what it brings most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archadvisor.advice.building import distinct
from archadvisor.advice.case import Case
from archadvisor.advice.flows import worst
from archadvisor.advice.provenance import tell_answers
from archadvisor.answers.types import Answer, Answers
from archadvisor.assessment import AnswerCount, Count, Decision, Flow, Mix, Moves, States, System
from archadvisor.knowledge.types import KnowledgeBase, Scope, Style
from archadvisor.scoring.facts import Surroundings
from archadvisor.scoring.verdict import verdict
from archadvisor.text.names import joined
from archadvisor.text.prose import plural, sentence

_SENDERS = 3


def tell_system(
    knowledge: KnowledgeBase,
    answers: Answers,
    around: Surroundings,
    cases: Sequence[Case],
    flows: Sequence[Flow],
    to_decide: Sequence[Decision],
) -> System:
    """Return the verdict on the whole system, with all that is counted over its rows."""
    found = verdict([case.judgement for case in cases])
    return System(
        name=answers.name,
        verdict=found.word,
        confidence=None if found.confidence is None else round(found.confidence, 4),
        summary=summary(cases, to_decide),
        mix=mix(cases),
        states=states(cases),
        answers=answer_count(knowledge, answers, around, cases),
        moves=moves(cases),
        headline=headline(cases),
        assumed=not answers.interactions,
        worth_most=worst(flows),
        draft_decides=sum(1 for case in cases if case.drafts_decide),
        given=tell_answers(knowledge.of_scope(Scope.SYSTEM), answers.system, around.system, whole=True),
    )


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
        Count("accept", accepts, f"{accepts} accepted first"),
        Count("decide", undecided, f"{undecided} to decide"),
    ]
    neither = [case for case in decided if case.outcome.style is Style.NEITHER]
    for name in distinct(case.form.name for case in neither):
        number = sum(1 for case in neither if case.form.name == name)
        counts.append(Count("neither", number, f"{number} {name}"))
    return tuple(count for count in counts if count.count)


def summary(cases: Sequence[Case], open_: Sequence[Decision]) -> str:
    """Say in a few sentences which parts call, which publish, and what is open."""
    if not cases:
        return "No interaction is named, and the system's answers make none likely yet: name some, or answer more."
    decided = [case for case in cases if not case.undecided]
    fronted = [case for case in decided if case.form.front]
    neither = _only(decided, Style.NEITHER)
    forms = distinct(case.form.name for case in neither)
    said = [
        _who(_only(decided, Style.REQUEST), lambda sender, to: f"{sender} calls {to}"),
        _who(
            [case for case in _only(decided, Style.EVENT) if not case.form.front],
            lambda sender, to: f"{sender} tells {to} by events",
        ),
        _who(fronted, lambda sender, to: f'{to}: first an "accepted" to {sender}, the work behind it'),
        *(
            f"{name}: {_who([c for c in neither if c.form.name == name], lambda sender, to: f'{sender} and {to}')}"
            for name in forms
        ),
    ]
    return " ".join([*(sentence(text) for text in said if text), *_still_open(open_)])


def _still_open(decisions: Sequence[Decision]) -> list[str]:
    if not decisions:
        return []
    questions = [decision for decision in decisions if decision.question]
    number = len(decisions)
    count = "One interaction is still to decide" if number == 1 else f"{number} interactions are still to decide"
    if not questions or number > 1:
        return [f"{count}."]
    return [f"{count}: {sentence(questions[0].note or questions[0].ask_text)}"]


def _only(cases: Iterable[Case], style: Style) -> list[Case]:
    return [case for case in cases if case.outcome.style is style]


def _who(cases: Sequence[Case], say: Callable[[str, str], str]) -> str:
    receivers: dict[str, list[str]] = {}
    for case in cases:
        receivers.setdefault(case.interaction.sender, []).extend(case.interaction.receivers)
    first = sorted(receivers, key=lambda sender: -len(receivers[sender]))[:_SENDERS]
    said = [say(sender, joined(distinct(receivers[sender]))) for sender in receivers if sender in first]
    more = len(receivers) - len(said)
    return "; ".join(said) + (f"; and so do {more} other parts" if more else "") if said else ""


def answer_count(
    knowledge: KnowledgeBase, answers: Answers, around: Surroundings, cases: Sequence[Case]
) -> AnswerCount:
    """Count what is asked of the system, of listed parts and of interactions (their tick lists aside)."""
    questions = [q for q in knowledge.of_scope(Scope.INTERACTION) if not q.ticks]
    asked: list[Answer | None] = [
        answers.system.get(q.id) for q in knowledge.of_scope(Scope.SYSTEM) if q.ask_when.holds(around.system)
    ]
    for name, facts in around.parts.items():
        part = answers.parts[name].answers
        asked.extend(part.get(q.id) for q in knowledge.of_scope(Scope.PART) if q.ask_when.holds(facts))
    for case in cases:
        own = case.interaction.answers
        asked.extend([own.get(q.id) for q in questions if q.id in case.facts])
        asked.extend([None for q in case.judgement.unknown if not q.ticks])
    known = [answer for answer in asked if answer is not None and answer.known]
    drafts = sum(1 for answer in known if answer.origin.draft)
    return AnswerCount(asked=len(asked), confirmed=len(known) - drafts, drafts=drafts, unknown=len(asked) - len(known))
