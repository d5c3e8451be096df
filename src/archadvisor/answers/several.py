"""Questions that are asked instead of several: which of their options the answers are, and what an option stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from archadvisor.answers.row_edits import from_archetype, part_of
from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.knowledge.types import Joined, JoinedOption, KnowledgeBase, Scope


def main_questions(joined: Joined) -> tuple[str, ...]:
    """Return the questions that most options of a joined question answer, in order."""
    asked_of = [{draft.question for draft in option.answers} for option in joined.options]
    return tuple([name for name in joined.questions() if 2 * sum(name in one for one in asked_of) > len(asked_of)])


def matched(joined: Joined, said: Mapping[str, Answer]) -> JoinedOption | None:
    """Return the option all of whose answers are said; of several the one that says most."""
    fitting = [
        option for option in joined.options if all(_says(said.get(d.question), d.values) for d in option.answers)
    ]
    return max(fitting, key=lambda option: len(option.answers), default=None)


def _says(answer: Answer | None, values: tuple[str, ...]) -> bool:
    return answer is not None and answer.known and answer.values >= set(values)


def disputed(joined: Joined, said: Mapping[str, Answer]) -> str:
    """Return the first of a joined question's questions on which people do not agree, or an empty text."""
    return next((name for name in joined.questions() if name in said and said[name].disputed), "")


def said_of(answers: Answers, scope: Scope, name: str) -> Mapping[str, Answer]:
    """Return what is said of the part or the interaction of this name."""
    return part_of(answers, name).answers if scope is Scope.PART else _row(answers, name).answers


def touched(joined: Joined, option: JoinedOption | None, said: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the questions whose answers change where an option (None: nobody knows) takes the place of what is said.

    Those that it stores, and those that the option before stored.
    """
    stored = [d.question for one in (option, matched(joined, said)) if one is not None for d in one.answers]
    return tuple(dict.fromkeys([*stored, *main_questions(joined)]))


def put_joined(
    knowledge: KnowledgeBase, answers: Answers, name: str, joined: Joined, option: JoinedOption | None, like: Answer
) -> Answers:
    """Return the answers with those that an option of a joined question stores; without one nobody knows.

    What the option before stored goes with it, and what the kind of the row drafts comes back, as the file has it.
    `like` has the origin, the note and who would know; a draft without an option only notes these.
    """
    said = said_of(answers, joined.scope, name)
    new = dict(said)
    open_ = disputed(joined, said)
    if open_ and option is None:  # only a choice ends it
        new[open_] = replace(said[open_], note=like.note, who=like.who)
        return _put(answers, joined.scope, name, new)
    if option is not None or not like.origin.draft:
        _take_back(new, matched(joined, said), joined, _drafts(knowledge, answers, joined.scope, name))
    if option is None:
        *others, last = main_questions(joined)
        new[last] = replace(like, values=frozenset(), known=False)
        if not like.origin.draft:
            new |= {name: Answer(_most(joined, name), Origin.ASSUMED) for name in others}
    for draft in option.answers if option else ():
        old = new.get(draft.question)
        ticks = knowledge.questions[draft.question].ticks
        kept = old.values if ticks and old is not None and old.known else frozenset()
        new[draft.question] = replace(like, values=kept | set(draft.values))
    return _put(answers, joined.scope, name, new)


def _drafts(knowledge: KnowledgeBase, answers: Answers, scope: Scope, name: str) -> Mapping[str, Answer]:
    """Return what the kind of a row drafts, as its file would bring it."""
    if scope is Scope.PART:
        return {}
    kind = knowledge.archetypes.get(_row(answers, name).archetype)
    return from_archetype(kind).answers if kind is not None else {}


def _put(answers: Answers, scope: Scope, name: str, new: Mapping[str, Answer]) -> Answers:
    if scope is Scope.PART:
        return replace(answers, parts={**answers.parts, name: replace(part_of(answers, name), answers=new)})
    changed = [replace(i, answers=new) if i.id == name else i for i in answers.interactions]
    return replace(answers, interactions=tuple(changed))


def _take_back(
    new: dict[str, Answer], before: JoinedOption | None, joined: Joined, drafts: Mapping[str, Answer]
) -> None:
    """Take out of a row's answers what the option before stored, and what "don't know" left."""
    for draft in before.answers if before else ():
        left = new[draft.question].values - set(draft.values)
        if left:
            new[draft.question] = replace(new[draft.question], values=left)
        else:
            del new[draft.question]
    for name in main_questions(joined):  # else the row would stay undecided
        if name in new and (not new[name].known or new[name].origin is Origin.ASSUMED):
            del new[name]
    for name in joined.questions():
        if name in new and new[name].disputed:
            del new[name]
    new |= {name: answer for name, answer in drafts.items() if name not in new}


def _most(joined: Joined, question: str) -> frozenset[str]:
    """Return the answer to a question that most options of a joined question give."""
    given = Counter(d.values for option in joined.options for d in option.answers if d.question == question)
    return frozenset(given.most_common(1)[0][0])


def _row(answers: Answers, name: str) -> Interaction:
    return next(row for row in answers.interactions if row.id == name)
