"""The list of interactions while it is being made: rows added, named, split; parts that go with them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from archadvisor.answers.row_text import Pasted, identifier
from archadvisor.answers.types import Answer, Answers, Interaction, Origin, Part
from archadvisor.knowledge.types import Archetype, KnowledgeBase, Scope


def put_answer(answers: Answers, scope: Scope, name: str, question: str, answer: Answer) -> Answers:
    """Return the answers with one more: of the system, of the part or of the interaction of this name."""
    if scope is Scope.SYSTEM:
        return replace(answers, system={**answers.system, question: answer})
    if scope is Scope.PART:
        part = part_of(answers, name)
        new = replace(part, answers={**part.answers, question: answer})
        return replace(answers, parts={**answers.parts, name: new})
    rows = [replace(i, answers={**i.answers, question: answer}) if i.id == name else i for i in answers.interactions]
    return replace(answers, interactions=tuple(rows))


def answer_to(answers: Answers, scope: Scope, name: str, question: str) -> Answer | None:
    """Return what the file says to a question, of the system, or of the part or interaction of this name."""
    if scope is Scope.SYSTEM:
        return answers.system.get(question)
    if scope is Scope.PART:
        return part_of(answers, name).answers.get(question)
    return next((row.answers.get(question) for row in answers.interactions if row.id == name), None)


def part_of(answers: Answers, name: str) -> Part:
    """Return what is said of a part; nothing where it is not listed."""
    return answers.parts.get(name) or Part(name, {})


def ends_of(rows: Iterable[Interaction]) -> tuple[str, ...]:
    """Return the names of the parts at the ends of interactions, in the order in which these name them."""
    return tuple(dict.fromkeys(name for row in rows for name in (row.sender, *row.receivers)))


def from_archetype(archetype: Archetype, mark: str = "") -> Interaction:
    """Return the interaction that a typical one makes, travelling as marked today."""
    return Interaction(
        id=archetype.id,
        sender=archetype.sender,
        receivers=archetype.receivers,
        purpose=archetype.purpose,
        current=mark,
        archetype=archetype.id,
        answers={d.question: Answer(frozenset(d.values), Origin.ARCHETYPE) for d in archetype.answers},
    )


def added(knowledge: KnowledgeBase, answers: Answers, rows: Iterable[Pasted]) -> Answers:
    """Return the answers with rows added that are not there yet, by their ends and purpose.

    One whose purpose names a typical interaction brings the drafts of that.
    """
    there = {(i.sender, i.receivers, i.purpose) for i in answers.interactions}
    taken = {i.id for i in answers.interactions}
    new: list[Interaction] = []
    numbers: dict[str, int] = {}
    for row in rows:
        if (row.sender, row.receivers, row.purpose) in there:
            continue
        name = identifier(row, taken, first=numbers)
        there.add((row.sender, row.receivers, row.purpose))
        taken.add(name)
        kind = recognised(knowledge, row)
        drafts = from_archetype(kind).answers if kind else {}
        archetype = kind.id if kind else ""
        new.append(Interaction(name, row.sender, row.receivers, row.purpose, row.current, archetype, drafts))
    return replace(answers, interactions=(*answers.interactions, *new)) if new else answers


def recognised(knowledge: KnowledgeBase, row: Pasted) -> Archetype | None:
    """Return the typical interaction that a row names outright, by one of its names or its purpose; never a guess."""
    said = _plain(row.purpose)
    found = [
        a for a in knowledge.archetypes.values() if said in map(_plain, (a.id, a.name, a.purpose, *a.also_known_as))
    ]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def split(
    knowledge: KnowledgeBase, answers: Answers, old: Interaction, purpose: str, question: str
) -> tuple[Answers, str]:
    """Return the answers with a second row like one of them behind it, and its id.

    It has no answer to the question but what its archetype drafts, as the file will say it, and none of the figures:
    nobody has said them of this half.
    """
    taken = {i.id for i in answers.interactions}
    name = identifier(Pasted(old.sender, old.receivers, purpose), taken, old.id)
    rest = {key: answer for key, answer in old.answers.items() if key != question}
    if old.archetype:
        drafts = from_archetype(knowledge.archetypes[old.archetype]).answers
        rest |= {key: answer for key, answer in drafts.items() if key == question}
    half = Interaction(name, old.sender, old.receivers, purpose, old.current, old.archetype, rest)
    other = replace(half, assumed=old.assumed)
    at = answers.interactions.index(old) + 1
    return replace(answers, interactions=(*answers.interactions[:at], other, *answers.interactions[at:])), name


def renamed(answers: Answers, old: Interaction, row: Pasted) -> Answers:
    """Return the answers with other ends or another purpose for a row; what is said of a part goes with its name."""
    new = replace(old, sender=row.sender, receivers=row.receivers, purpose=row.purpose)
    interactions = tuple(new if i is old else i for i in answers.interactions)
    before = {name for i in interactions if i is not new for name in (i.sender, *i.receivers)}
    names = zip((old.sender, *old.receivers), (row.sender, *row.receivers), strict=False)
    parts = dict(answers.parts)
    for was, now in names:
        if was in parts and was not in before and was != now and now not in parts:
            parts[now] = replace(parts.pop(was), name=now)
    return replace(answers, interactions=interactions, parts=parts)
