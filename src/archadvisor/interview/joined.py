"""Questions that are asked instead of several: which of their options the answers are, and what an option stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from archadvisor.answers.row_edits import part_of
from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.interview.pages import SCOPES, Asked, Cell, Page, State
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Joined, JoinedOption, Option, Scope


def options_of(question: Asked) -> tuple[Option | JoinedOption, ...]:
    """Return the options of a question, of either kind."""
    return (*question.options,)


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


def joined_cell(
    row: str,
    joined: Joined,
    said: Mapping[str, Answer],
    guesses: Mapping[str, Answer],
    facts: Facts,
    person: bool = False,
) -> Cell:
    """Return a cell of a question for several; where `person`, a guess makes an option likely and is no answer yet."""
    if name := disputed(joined, said):
        return Cell(row, State.OPEN, said[name], facts)
    option = matched(joined, said)
    if option is not None and not any(said[draft.question].origin.draft for draft in option.answers):
        return Cell(row, State.ANSWERED, _as_one(option, said, Origin.TEAM), facts)
    last = said.get(main_questions(joined)[-1])
    if last is not None and not last.known and not last.origin.draft:
        return Cell(row, State.ANSWERED, last, facts)
    beside = last if last is not None and not last.known else None
    likely = matched(joined, guesses)
    if likely is None or person:
        return Cell(row, State.OPEN, beside, facts, likely.value if likely else "")
    return Cell(row, State.DRAFT, _as_one(likely, guesses, Origin.ARCHETYPE), facts)


def _as_one(option: JoinedOption, said: Mapping[str, Answer], origin: Origin) -> Answer:
    """Return the answer to a joined question that an option is, with the note, who would know, where it was read."""
    stored = [said[draft.question] for draft in option.answers]
    texts = ([a.note for a in stored], [a.who for a in stored], [a.source for a in stored])
    note, who, source = (next(filter(None, some), "") for some in texts)
    return Answer(frozenset((option.value,)), origin, note=note, who=who, source=source)


def put_joined(
    answers: Answers,
    page: Page,
    row: str,
    joined: Joined,
    option: JoinedOption | None,
    like: Answer,
    drafts: Mapping[str, Answer],
) -> Answers:
    """Return the answers with those that an option of a joined question stores; without one nobody knows.

    What the option before stored goes with it, and what the row's kind drafts (`drafts`) comes back, as the file has
    it. `like` has the origin, the note and who would know; a draft without an option only notes these.
    """
    said = part_of(answers, row).answers if SCOPES[page.kind] is Scope.PART else _of(answers, row).answers
    new = dict(said)
    name = disputed(joined, said)
    if name and option is None:  # only a choice ends it
        new[name] = replace(said[name], note=like.note, who=like.who)
        return _put(answers, page, row, new)
    if option is not None or not like.origin.draft:
        _take_back(new, matched(joined, said), joined, drafts)
    if option is None:
        *others, last = main_questions(joined)
        new[last] = replace(like, values=frozenset(), known=False)
        if not like.origin.draft:
            new |= {name: Answer(_most(joined, name), Origin.ASSUMED) for name in others}
    for draft in option.answers if option else ():
        old = new.get(draft.question)
        kept = old.values if old is not None and old.known and len(draft.values) > 1 else frozenset()
        new[draft.question] = replace(like, values=kept | set(draft.values))
    return _put(answers, page, row, new)


def _put(answers: Answers, page: Page, row: str, new: Mapping[str, Answer]) -> Answers:
    if SCOPES[page.kind] is Scope.PART:
        return replace(answers, parts={**answers.parts, row: replace(part_of(answers, row), answers=new)})
    changed = [replace(i, answers=new) if i.id == row else i for i in answers.interactions]
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


def _of(answers: Answers, name: str) -> Interaction:
    return next(row for row in answers.interactions if row.id == name)
