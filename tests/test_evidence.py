"""The published figures are what the data file says, and what the project's own rules give today."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree

import msgspec
import pytest

from archadvisor.advice.provenance import tell_method
from archadvisor.api import assess, load_answers, load_knowledge, render
from archadvisor.reports.report.options import Options
from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import evidence
from corpus import Entry, Place
from evidence import Data, Held, from_held, read_data, read_verdicts
from figures import AIM, Judged, found_at, surest
from held import held, rows

pytestmark = pytest.mark.slow

PLAIN = Entry("one", "s", "A", ("B",), "p", {}, "either", "request", "plain", Place("f", "1", "w"))
AGAIN = "python benchmarks/publish.py writes the published figures again"
KNOWLEDGE = load_knowledge()


@pytest.fixture(scope="module")
def data() -> Data:
    return read_data()


@pytest.fixture(scope="module")
def today(data: Data) -> Held:
    return from_held(KNOWLEDGE, data.measured.debatable)


def test_files_are_written_from_the_data(data: Data) -> None:
    for path in (evidence.PAGE, evidence.README):
        text = path.read_text(encoding="utf-8")
        assert evidence.written(text, data) == text, f"{path.name}: {AGAIN}"
    assert evidence.plot(data) == evidence.PLOT.read_text(encoding="utf-8"), AGAIN
    assert evidence.rules_file(data) == evidence.RULES.read_text(encoding="utf-8"), AGAIN
    assert evidence.data_file(data) == evidence.DATA.read_text(encoding="utf-8"), AGAIN


def test_page_has_every_table_once(data: Data) -> None:
    names = re.findall(r"<!-- ([\w-]+): written", evidence.PAGE.read_text(encoding="utf-8"))
    assert sorted(names) == sorted(evidence.tables(data, read_verdicts()))


def test_figures_are_what_the_rules_give_today(data: Data, today: Held) -> None:
    published = {name: data.measured.figures[name].value for name in today.values}
    assert published == pytest.approx(today.values, abs=2e-4), AGAIN


def test_intervals_and_leads_are_what_the_rules_give_today(data: Data) -> None:
    pytest.importorskip("sklearn", reason="the bench extra is not installed")
    from publish import measured, of_data

    assert measured(of_data(data.measured), KNOWLEDGE) == data.measured, AGAIN


@pytest.mark.parametrize("name", [field for field in Held.__struct_fields__ if field != "values"])
def test_whatever_needs_no_corpus_is_up_to_date(name: str, data: Data, today: Held) -> None:
    assert msgspec.to_builtins(getattr(data.held, name)) == msgspec.to_builtins(getattr(today, name)), AGAIN


def test_each_disagreement_has_a_verdict(today: Held) -> None:
    """And none is left over from rules of the past."""
    verdicts = read_verdicts()
    assert set(verdicts) == {case.id for case in today.disagreements}
    assert all(len(verdict.why) > 20 for verdict in verdicts.values())


def test_archetypes_advise_what_they_expect(today: Held) -> None:
    assert {kind.id: kind.advice for kind in today.archetypes} == {
        archetype.id: archetype.expect.value for archetype in KNOWLEDGE.archetypes.values()
    }


def test_archetypes_agree_with_most_of_their_real_examples(today: Held) -> None:
    for kind in today.archetypes:
        same = sum(style in (kind.advice, "both") for style in kind.examples.values())
        assert 2 * same >= len(kind.examples), kind


def test_first_question_that_settles_is_asked_early(today: Held) -> None:
    """Three questions of an interaction give nearly what the best of so many could."""
    assert [asked.question for asked in today.questions[1:4]] == ["wants", "needs", "stands-still"]
    assert today.questions[3].agreement >= today.questions[3].best - 0.01


def test_the_surest_are_taken_with_equals_in_part() -> None:
    said = [(0.9, True), (0.8, True), (0.8, False), (0.6, False)]
    judged = [Judged(PLAIN, event, right) for event, right in said]
    assert [surest(judged, share) for share in (0.25, 0.5, 0.75, 1.0)] == pytest.approx([1, 1.5 / 2, 2 / 3, 0.5])


def test_the_hardest_are_called_up_to_a_share_of_the_plain() -> None:
    hard, debatable = (0.9, 0.8, 0.7, 0.6, 0.5), (True, False, True, False, True)
    assert [found_at(hard, debatable, plain) for plain in (0.0, 0.5, 1.0)] == pytest.approx([1 / 3, 2 / 3, 1])


def test_what_the_page_says_of_the_missed_aims_holds(data: Data) -> None:
    """Of all that rests on coded facts the advice gets farthest; what it calls undecided beats the regression."""
    measured = data.measured
    settled, found = measured.figures["settled_agreement"].value, measured.figures["debatable_open"].value
    plain = measured.figures["plain_open"].value
    assert settled is not None
    assert found is not None
    assert plain is not None
    assert settled < AIM
    assert found < 0.5
    assert measured.reach["regression"] < measured.reach["product"] < measured.reach["gut"]
    assert measured.reach["best_question"] < measured.reach["product"]
    debatable = [name in measured.debatable for name in measured.entries]
    assert found_at(measured.hard, debatable, plain) < found


def test_what_is_accepted_first_is_advised_so_where_an_accepted_is_enough() -> None:
    """Entries labelled both count nowhere; those whose facts allow it get that very form."""
    both = [p for p in held(KNOWLEDGE) if p.style == "both" and "accepted" in p.answers.get("needs", ())]
    assert len(both) == 4
    outside = {p.id for p in both if "outside" in p.answers.get("to.owner", ())}
    for name, row in rows(KNOWLEDGE, both).items():
        assert row.form == ("background-job" if name in outside else "accept-then-work-off"), name


def test_plot_is_an_image_of_its_own(data: Data) -> None:
    image = ElementTree.fromstring(evidence.plot(data))
    assert image.tag.endswith("svg")
    assert "http" not in evidence.plot(data).replace("http://www.w3.org/2000/svg", "")


def test_reports_cite_the_figures(data: Data) -> None:
    found = tell_method(KNOWLEDGE).measured
    assert found is not None
    assert found.interactions == data.measured.n
    assert found.agreement == pytest.approx(data.measured.figures["agreement"].value, abs=0.005)
    answers = load_answers(ROOT / "examples" / "crud" / "answers.yaml", KNOWLEDGE)
    assessment = assess(KNOWLEDGE, answers)
    said = f"On {found.interactions} interactions of {found.systems} public systems, the advice agrees"
    for name in ("markdown", "html"):
        assert said in render(assessment, name)
        assert said not in render(assessment, name, Options(brief=True))


def test_rules_without_figures_cite_none() -> None:
    bare = msgspec.structs.replace(KNOWLEDGE, measured=None)
    answers = load_answers(ROOT / "examples" / "crud" / "answers.yaml", bare)
    assert "public systems the advice agrees" not in render(assess(bare, answers), "markdown")
