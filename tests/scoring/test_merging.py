"""Merging answers: nothing is made up, nothing that people agree on is lost, and what is written reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest
import yaml
from generating import KNOWLEDGE, Data, data_strategy, random_data, read_data
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from amounts import amount
from archadvisor.answers.difference import difference, order
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.merged import Merged, Source
from archadvisor.answers.merging import merge
from archadvisor.answers.reading import read
from archadvisor.answers.spots import Spot, answer_at
from archadvisor.answers.types import Answer, Answers, Said
from archadvisor.knowledge.types import Scope
from archadvisor.source import comments

SETTINGS = settings(max_examples=amount(200), deadline=None, suppress_health_check=list(HealthCheck))


def row(answers: Data, **more: object) -> Data:
    return {"id": "order-to-mail", "from": "Order", "to": "Mail", "purpose": "confirmation", "answers": answers, **more}


def file(*rows: Data, **more: object) -> Data:
    return {"version": 1, "system": {"name": "Shop"}, "interactions": list(rows), **more}


def merged(*files: Data, anonymous: bool = False) -> Merged:
    names = ("ines.yaml", "tom.yaml", "eva.yaml")
    return merge(KNOWLEDGE, [Source(name, read_data(one)) for name, one in zip(names, files, strict=False)], anonymous)


def needs(found: Merged) -> Answer:
    answer = answer_at(found.answers, Spot(Scope.INTERACTION, "order-to-mail", "needs"))
    assert answer is not None
    return answer


# --- one question ---------------------------------------------------------------------------------


def test_a_disagreement_is_unknown_and_carries_what_was_said() -> None:
    found = merged(
        file(row({"needs": {"value": "result", "who": "Ines"}})),
        file(row({"needs": "nothing"})),
        file(row({"needs": {"value": "nothing", "who": "Eva"}})),
    )
    assert not needs(found).known
    assert needs(found).said == (
        Said(frozenset({"result"}), ("Ines",)),
        Said(frozenset({"nothing"}), ("tom.yaml", "Eva")),
    )
    assert found.disputed == (Spot(Scope.INTERACTION, "order-to-mail", "needs"),)
    assert [(one.question, one.agreed, one.of) for one in found.agreement] == [("needs", 0, 1)]


def test_the_anonymous_are_counted() -> None:
    value = {"value": "result", "who": "Ines", "note": "I saw it"}
    found = merged(file(row({"needs": value})), file(row({"needs": "nothing"})), anonymous=True)
    assert needs(found).said == (Said(frozenset({"result"}), (), 1), Said(frozenset({"nothing"}), (), 1))
    assert needs(found).note == ""
    agreed = merged(file(row({"needs": value})), file(row({"needs": "result"})), anonymous=True)
    assert (needs(agreed).who, needs(agreed).known) == ("", True)


@pytest.mark.parametrize(
    ("one", "other", "values", "origin"),
    [
        ({"value": "result", "from": "block"}, "result", "result", "team"),
        ({"value": "nothing", "from": "import"}, "result", "result", "team"),
        ({"value": "nothing", "from": "import"}, {"value": "result", "from": "block"}, "result", "block"),
        ("unknown", "result", "result", "team"),
        (None, "result", "result", "team"),
        ({"value": "nothing", "from": "import"}, {"value": "nothing", "from": "assumed"}, "nothing", "import"),
    ],
    ids=["team over block", "team over guess", "block over guess", "over unknown", "over blank", "guesses agree"],
)
def test_the_best_origin_stands(one: object, other: object, values: str, origin: str) -> None:
    for files in ((one, other), (other, one)):
        found = needs(merged(*[file(row({"needs": answer})) for answer in files]))
        assert found.values == {values}
        if origin != "import":
            assert found.origin == origin


def test_a_guess_says_nothing_against_a_person_who_does_not_know() -> None:
    found = merged(file(row({"needs": "unknown"})), file(row({"needs": {"value": "result", "from": "import"}})))
    assert not needs(found).known
    assert not found.disputed


def test_guesses_that_differ_are_still_guesses() -> None:
    one, other = ({"value": value, "from": "import"} for value in ("result", "nothing"))
    found = merged(file(row({"needs": one})), file(row({"needs": other})))
    assert needs(found).origin == "import"
    assert len(needs(found).said) == 2
    assert found.agreement == ()


def test_a_merged_file_is_merged_further() -> None:
    two = file(row({"needs": {"value": "unknown", "said": [
        {"value": "result", "who": "Ines"}, {"value": "nothing", "who": ["Tom", "Eva"]},
    ]}}))  # fmt: skip
    found = merged(two, two, file(row({"needs": {"value": "accepted", "who": "Max"}})))
    assert [(sorted(one.values), one.who) for one in needs(found).said] == [
        (["result"], ("Ines",)),
        (["accepted"], ("Max",)),
        (["nothing"], ("Tom", "Eva")),
    ]
    counted = file(row({"needs": {"said": [{"value": "result", "count": 2}, {"value": "nothing", "count": 1}]}}))
    assert needs(merged(counted, counted)) == needs(merged(counted, file(row({}))))
    more = needs(merged(counted, file(row({"needs": "nothing"})), anonymous=True))
    assert [one.count for one in more.said] == [2, 2]


def test_a_chosen_value_ends_the_disagreement() -> None:
    said = [{"value": "result", "who": "Ines"}, {"value": "nothing", "who": "Tom"}]
    found = merged(file(row({"needs": {"value": "result", "said": said}})), file(row({"needs": "result"})))
    assert needs(found).values == {"result"}
    assert not found.disputed


# --- beside the answers -----------------------------------------------------------------------------


def test_what_stands_beside_the_answers_is_never_overwritten_in_silence() -> None:
    one = file(row({}, current="call"), system={"name": "Shop"})
    other = file(row({}, current="message") | {"from": "Shop", "purpose": "mail"}, system={"name": "Web shop"})
    found = merged(one, other)
    assert [(d.row, d.what, d.kept) for d in found.differences] == [
        ("", "name", "Shop"),
        ("order-to-mail", "from", "Order"),
        ("order-to-mail", "purpose", "confirmation"),
        ("order-to-mail", "current", "call"),
    ]
    assert found.differences[0].said == (("Shop", ("ines.yaml",)), ("Web shop", ("tom.yaml",)))
    assert (found.answers.name, found.answers.interactions[0].sender) == ("Shop", "Order")


def test_what_only_the_others_say_is_filled_in() -> None:
    decision = {"style": "event", "because": "we said so"}
    more = {"event": "order placed", "figures": {"rate": "5/s"}, "built": "outbox", "decision": decision}
    parts = {"Mail": {"role": "gateway", "team": "Shop team", "owner": "outside"}}
    flows = [{"name": "Buy", "steps": ["order-to-mail", {"step": "b", "optional": True}], "waits": "person"}]
    first = file(row({}))
    second = file(row({}, **more), row({}) | {"id": "b"}, parts=parts, flows=flows)
    found = merged(first, second)
    assert not found.differences
    assert [(one.row, one.files) for one in found.partly] == [("b", ("tom.yaml",))]
    kept, new = found.answers.interactions
    assert (kept.event, kept.built, kept.figures[0].text, new.id) == ("order placed", ("outbox",), "5/s", "b")
    assert kept.decision is not None
    assert found.answers.parts["Mail"].role == "gateway"
    assert written(first, found) == found.answers


def test_figures_that_differ_are_told() -> None:
    found = merged(file(row({}, figures={"rate": "5/s"})), file(row({}, figures={"rate": "50/s"})))
    assert [(one.what, one.kept) for one in found.differences] == [("figure: rate", "5/s")]


@pytest.mark.parametrize(
    ("styles", "kept", "conflict"),
    [
        (("event", "request"), "event", True),
        ((None, "request", "event"), None, True),
        ((None, "request"), "request", False),
        (("event", None), "event", False),
        (("event", "event", None), "event", False),
        (("event", "event"), None, None),
        ((None, None), None, None),
    ],
)
def test_decisions_are_told_where_not_all_files_have_the_same(
    styles: tuple[str | None, ...], kept: str | None, conflict: bool | None
) -> None:
    files = [
        file(row({}, **({"decision": {"style": style, "because": f"so {number}"}} if style else {})))
        for number, style in enumerate(styles)
    ]
    found = merged(*files)
    if conflict is None:
        assert found.decisions == ()
        return
    (told,) = found.decisions
    assert (told.row, told.conflict, told.kept and told.kept.style) == ("order-to-mail", conflict, kept)
    assert [one.style for one, _ in told.said] == [style for style in styles if style]
    decision = found.answers.interactions[0].decision
    assert (decision and replace(decision, others=())) == told.kept


def test_rows_come_where_their_file_has_them() -> None:
    def rows(*names: str) -> Data:
        return file(*[row({}) | {"id": name} for name in names])

    first = rows("a", "c")
    found = merged(first, rows("x", "a", "b", "c", "d"))
    assert [one.id for one in found.answers.interactions] == ["a", "b", "c", "d", "x"]
    assert written(first, found) == found.answers


# --- properties -------------------------------------------------------------------------------------


def texts(data: Data) -> Iterator[str]:
    yield json.dumps(data, ensure_ascii=False)
    lines = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).splitlines()
    yield "\n".join([f"{line}  # {number}" if number % 3 == 0 and line.endswith(":") else line
                     for number, line in enumerate(lines)]) + "\n"  # fmt: skip


def written(data: Data, found: Merged) -> Answers:
    """Return the answers of the first file after the merged ones were written into it, in two layouts."""
    for text in texts(data):
        first = read(text.encode(), "answers.yaml", KNOWLEDGE)
        new = rewrite(
            KNOWLEDGE, text, difference(KNOWLEDGE, first, found.answers), found.answers, "answers.yaml",
            order(KNOWLEDGE, found.answers),
        )  # fmt: skip
        assert not set(comments(text)) - set(comments(new))
        result = read(new.encode(), "answers.yaml", KNOWLEDGE)
    return result


def spots(answers: Answers) -> Iterator[tuple[Spot, Answer]]:
    yield from [(Spot(Scope.SYSTEM, "", name), answer) for name, answer in answers.system.items()]
    for part in answers.parts.values():
        yield from [(Spot(Scope.PART, part.name, name), answer) for name, answer in part.answers.items()]
    for one in answers.interactions:
        yield from [(Spot(Scope.INTERACTION, one.id, name), answer) for name, answer in one.answers.items()]


def given_at(sources: list[Answers], spot: Spot) -> list[Answer]:
    return [answer for one in sources for other, answer in spots(one) if other == spot]


def random_group(dice: Random) -> list[Data]:
    """Return the files of two or three people: of the same rows with other answers, or of quite other rows."""
    first = random_data(dice)
    files = [first]
    for _ in range(dice.choice((1, 1, 2))):
        other = random_data(dice, len(first.get("interactions", ())))
        if dice.random() < 0.7:
            for mine, theirs in zip(other.get("interactions", ()), first.get("interactions", ()), strict=True):
                for key in ("from", "to", "purpose", "current", "archetype"):
                    mine.pop(key, None)
                mine |= {key: theirs[key] for key in theirs if key != "answers"}
            other["parts"] = {
                name: {key: value for key, value in answers.items() if dice.random() < 0.8}
                for name, answers in first.get("parts", {}).items()
            }
        files.append(other)
    return files


def groups() -> st.SearchStrategy[list[Data]]:
    """Draw the files of several people."""
    return st.randoms(use_true_random=False).map(random_group)


def sources_of(files: list[Data]) -> list[Source]:
    return [Source(f"{number}.yaml", read_data(one)) for number, one in enumerate(files)]


@SETTINGS
@given(data_strategy())
def test_a_copy_changes_nothing(data: Data) -> None:
    answers = read_data(data)
    found = merge(KNOWLEDGE, [Source("a.yaml", answers), Source("b.yaml", read_data(data))])
    assert found.answers == answers
    assert not difference(KNOWLEDGE, answers, found.answers)
    assert (found.disputed, found.decisions, found.differences, found.partly) == ((), (), (), ())
    assert all(one.agreed == one.of for one in found.agreement)


@SETTINGS
@given(groups())
def test_no_answer_appears_that_nobody_gave_and_none_is_lost_that_all_gave(files: list[Data]) -> None:
    sources = sources_of(files)
    found = merge(KNOWLEDGE, sources)
    answers = [source.answers for source in sources]
    for spot, answer in spots(found.answers):
        given_ = given_at(answers, spot)
        known = {one.values for one in given_ if one.known}
        if answer.known:
            assert answer.values in known
            assert answer.origin in {one.origin for one in given_ if one.values == answer.values}
        for said in answer.said:
            assert said.values in known
    for source in answers:
        for spot, _ in spots(source):
            if spot.scope is Scope.PART and spot.name in {one.part for one in found.partly}:
                continue
            given_ = [one for one in given_at(answers, spot) if one.known and not one.origin.draft]
            if len({one.values for one in given_}) == 1:
                there = answer_at(found.answers, spot)
                assert there is not None
                assert there.known
                assert (there.values, there.origin.draft) == (given_[0].values, False)
            elif given_:
                assert spot in found.disputed


@SETTINGS
@given(groups())
def test_what_is_merged_can_be_written_and_reads_back(files: list[Data]) -> None:
    found = merge(KNOWLEDGE, sources_of(files))
    read_back = written(files[0], found)
    assert dict(spots(read_back)) == dict(spots(found.answers))
    assert read_back.interactions == found.answers.interactions


@pytest.mark.slow
@SETTINGS
@given(groups())
def test_the_order_of_files_changes_only_that_of_names(files: list[Data]) -> None:
    sources = sources_of(files)
    assume(_same_ends(sources))  # else the first file says between which parts a row goes, and so which parts count
    one, other = merge(KNOWLEDGE, sources), merge(KNOWLEDGE, sources[::-1])
    assert set(one.disputed) - _guessed(sources) == set(other.disputed) - _guessed(sources)
    assert [(t.question, t.agreed, t.of) for t in one.agreement] == [
        (t.question, t.agreed, t.of) for t in other.agreement
    ]
    for spot in set(one.disputed) - _guessed(sources):
        a, b = answer_at(one.answers, spot), answer_at(other.answers, spot)
        assert a is not None
        assert b is not None
        assert [(s.values, set(s.who)) for s in a.said] == [(s.values, set(s.who)) for s in b.said]


def _same_ends(sources: list[Source]) -> bool:
    rows = [row for source in sources for row in source.answers.interactions]
    return len({(row.id, row.sender, row.receivers) for row in rows}) == len({row.id for row in rows})


def _guessed(sources: list[Source]) -> set[Spot]:
    """Return the spots that only guesses answer: which of them count hangs on the archetype of the first file."""
    found: dict[Spot, bool] = {}
    for source in sources:
        for spot, answer in spots(source.answers):
            found[spot] = found.get(spot, True) and not (answer.known and not answer.origin.draft)
    return {spot for spot, only in found.items() if only}
