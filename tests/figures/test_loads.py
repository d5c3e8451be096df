"""What given figures say in the report: both ways side by side, told in the row, in flows, and against answers."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import Options, assess, load_knowledge, render
from archadvisor.assessment import Assessment, Figure, Row

KNOWLEDGE = load_knowledge()
PEAK = "rate: 40/s, peak: 400/s, peak-lasts: 10min, service-time: 100ms, instances: 10"
STEADY = "rate: 40/s, service-time: 100ms, instances: 5"
EVENT = {
    "wants": "action",
    "needs": "nothing",
    "outage": "catch-up",
    "by-when": "minutes",
    "final-failure": "us",
    "looks-next": "others",
    "damage": "[twice]",
    "also": "[]",
}
CALL = {
    "wants": "action",
    "needs": "result",
    "stands-still": "person",
    "by-when": "seconds",
    "takes": "instant",
    "ten-minutes": "cannot",
    "damage": "[]",
}
PEAKS = EVENT | {"also": "[peaks]"}
SYSTEM = "messaging: shipped, house-way: messages, busiest: {busiest}, on-call: someone, first-use: live"
FORMATS = ("terminal", "markdown", "html", "json")


class Line(NamedTuple):
    """An interaction of a file."""

    name: str
    sender: str
    to: str
    figures: str
    answers: dict[str, str]


def scored(lines: list[Line], parts: dict[str, str] | None = None, flow: str = "", busiest: str = "") -> Assessment:
    """Return the assessment of these lines; `parts` have figures, `flow` lists steps."""
    text = ["version: 1", f"system: {{name: Shop, answers: {{{SYSTEM.format(busiest=busiest or 'tenfold')}}}}}"]
    text += ["parts:", *[f"  {name}: {{figures: {{{said}}}}}" for name, said in parts.items()]] if parts else []
    text.append("interactions:")
    for line in lines:
        told = ", ".join([f"{question}: {answer}" for question, answer in line.answers.items()])
        text += [f"- id: {line.name}", f"  from: {line.sender}", f"  to: [{line.to}]", f"  purpose: {line.name}"]
        text += ["  current: call", f"  answers: {{{told}}}"]
        text += [f"  figures: {{{line.figures}}}"] if line.figures else []
    text += ["flows:", f"- {{name: Buy, steps: {flow}}}"] if flow else []
    return assess(KNOWLEDGE, read("\n".join(text).encode(), "a.yaml", KNOWLEDGE))


def row_of(figures: str, answers: dict[str, str] = PEAKS, of_mail: str = "", of_order: str = "") -> Row:
    """Return the row of a system with one line, from Order to Mail."""
    parts = {name: said for name, said in (("Mail", of_mail), ("Order", of_order)) if said}
    (row,) = scored([Line("hand-over", "Order", "Mail", figures, answers)], parts).interactions
    return row


def told(figures: str, answers: dict[str, str] = PEAKS, of_mail: str = "", of_order: str = "") -> dict[str, Figure]:
    """Return what follows from figures, by name."""
    row = row_of(figures, answers, of_mail, of_order)
    return {figure.name: figure for figure in row.figures if not figure.stated}


# --- a peak ---


def test_a_peak_is_told_both_ways_side_by_side() -> None:
    found = told(PEAK)
    names = list(found)
    assert names.index("call-overloaded") + 1 == names.index("event-backlog")
    assert re.match(r"By request: .*\b400/s\b.*\b100/s\b", found["call-overloaded"].text)
    assert "75 % of the calls" in found["call-overloaded"].text
    assert re.match(r"By event: .*\b10 min\b.*\b180,000\b.*\b30 min\b.*\b50 min\b", found["event-backlog"].text)
    assert (found["call-overloaded"].value, found["event-backlog"].value) == pytest.approx((0.75, 180_000))


def test_what_was_stated_stands_first_and_as_written() -> None:
    stated = [figure for figure in row_of("rate: '2,400 / min', budget: 3 EUR").figures if figure.stated]
    assert [(figure.name, figure.text, figure.value) for figure in stated] == [
        ("rate", "2,400 / min", 40.0),
        ("budget", "3 EUR", None),
    ]


@pytest.mark.parametrize(
    ("by_when", "allowed", "instances"),
    [("minutes", "10 min", 21), ("seconds", "10 s", 40)],
)
def test_the_delay_that_the_answers_allow_gives_the_instances_that_are_needed(
    by_when: str, allowed: str, instances: int
) -> None:
    found = told(PEAK, PEAKS | {"by-when": by_when})["consumers"]
    assert re.search(rf"\b{allowed}\b.*\b{instances}\b.*\binstances\b", found.text)
    assert found.value == instances
    enough = PEAK.replace("instances: 10", f"instances: {instances}")
    assert "consumers" not in told(enough, PEAKS | {"by-when": by_when})


@pytest.mark.parametrize("answers", [PEAKS | {"by-when": "hours"}, PEAKS | {"by-when": "unknown"}])
def test_a_delay_that_is_allowed_or_not_known_asks_for_no_instances(answers: dict[str, str]) -> None:
    found = told(PEAK, answers)
    assert "event-backlog" in found
    assert "consumers" not in found


def test_a_peak_within_capacity_waits_longer_by_request_and_leaves_no_backlog() -> None:
    row = row_of("rate: 40/s, peak: 90/s, service-time: 100ms, instances: 10", EVENT)
    texts = [figure.text for figure in row.figures if not figure.stated]
    assert any(re.search(r"\b90/s\b.*\bMail\b.*90 %", text) for text in texts)
    assert any(re.match(r"By event: Mail .*no backlog", text) for text in texts)
    assert [figure.name for figure in row.figures if figure.name.startswith("call")] == [
        "call-hardly-waits",
        "call-waits",
    ]
    (high,) = [figure.value for figure in row.figures if figure.name == "call-waits"]
    assert high == pytest.approx(0.0669, abs=0.0001)  # Erlang C, 10 servers and 9 Erlangs: 0.6687 × 0.1 s / 1


def test_a_peak_below_the_usual_rate_is_told_and_nothing_is_worked_out_with_it() -> None:
    found = told("rate: 40/s, peak: 30/s, peak-lasts: 10min, service-time: 100ms, instances: 10")
    assert list(found) == ["absurd"]
    assert found["absurd"].text == "The peak of 30/s is below the usual 40/s: one of the two figures is wrong."


# --- no peak ---


def test_a_steady_load_is_told_with_how_busy_it_keeps_and_how_long_a_call_waits() -> None:
    found = told(STEADY)
    assert re.search(r"\b50/s\b.*\b40/s\b.*80 %", found["capacity"].text)
    assert found["capacity"].value == pytest.approx(0.8)
    assert found["call-waits"].value == pytest.approx(0.0554, abs=0.0001)  # Erlang C, 5 servers and 4 Erlangs: 0.5541
    assert "at 40/s, a call waits 55 ms on average" in found["call-waits"].text
    assert re.search(r"99 of 100 .*\b400 ms\b", found["call-waits"].text)  # 0.1 s × ln(0.5541 / 0.01)
    assert found.keys().isdisjoint({"peak", "call-overloaded", "event-backlog", "event-keeps-up", "consumers"})


@pytest.mark.parametrize(("spread", "most"), [("0", 0.05), ("3", 0.5)])
def test_service_times_that_vary_otherwise_give_a_bound(spread: str, most: float) -> None:
    found = told(f"rate: 5/s, service-time: 100ms, instances: 1, spread: {spread}")
    assert found["call-waits-at-most"].value == pytest.approx(most)
    assert "a call waits at most" in found["call-waits-at-most"].text
    assert "call-waits" not in found


def test_where_nobody_says_how_many_serve_the_number_that_is_kept_busy_is_told_and_no_alarm_is_raised() -> None:
    found = told("rate: 200/s, service-time: 80ms")
    assert found.keys() == {"how-many"}
    assert found["how-many"].value == pytest.approx(16)
    assert not scored([Line("hand-over", "Order", "Mail", "rate: 200/s, service-time: 80ms", EVENT)]).findings


def test_what_is_always_overloaded_is_told_so_and_nothing_else() -> None:
    found = told("rate: 50/s, service-time: 100ms, instances: 4")
    assert list(found) == ["always-overloaded"]
    assert found["always-overloaded"].value == pytest.approx(1.25)
    assert re.search(r"\b50/s\b.*Mail.*\b40/s\b", found["always-overloaded"].text)
    assert list(told("rate: 40/s, service-time: 100ms, instances: 4")) == ["always-overloaded"]


def test_messages_have_to_be_kept_until_nothing_waits_any_longer() -> None:
    found = told(PEAK)["retention"]
    assert re.search(r"\b1 h at Mail\b.*\b1 h old\b.*\b40 min later\b", found.text)
    assert found.value == pytest.approx(2400)
    assert "retention" not in told(PEAK, PEAKS | {"also": "[last-counts]"})
    assert "retention" not in told("rate: 40/s, service-time: 10ms, instances: 1", CALL)


def test_tries_multiply_a_fault() -> None:
    found = told("rate: 40/s, tries: 3")
    assert re.search(r"Mail.*\b3 times\b.*\b40/s to 120/s", found["tries"].text)
    assert found["tries"].value == pytest.approx(120)
    assert not told("rate: 40/s, tries: 1")


# --- whose figures ---


def test_a_parts_figures_count_where_the_row_has_none() -> None:
    assert told("rate: 40/s", of_mail="service-time: 100ms, instances: 5") == told(STEADY)
    assert told("rate: 40/s, instances: 5", of_mail="service-time: 100ms, instances: 9") == told(STEADY)
    assert told("rate: 40/s, service-time: 100ms", of_mail="instances: 5, service-time: 9s") == told(STEADY)


def test_the_senders_figures_say_nothing_of_how_it_is_served() -> None:
    assert not told("rate: 40/s", of_order="service-time: 100ms, instances: 5")


def test_one_of_several_receivers_does_not_speak_for_the_others() -> None:
    line = Line("hand-over", "Order", "Mail, Ship", "rate: 40/s", PEAKS)
    (row,) = scored([line], {"Mail": "service-time: 100ms, instances: 5"}).interactions
    assert [figure.name for figure in row.figures] == ["rate"]


def test_other_names_work_the_same_out() -> None:
    other = PEAK.replace("service-time", "duration").replace("instances", "workers")
    assert told(other) == told(PEAK)


@pytest.mark.parametrize(
    "figures",
    [
        "",
        "rate: 40/s",
        "service-time: 100ms, instances: 10",
        "peak: 400/s, peak-lasts: 10min, service-time: 100ms, instances: 10, tries: 3",
        "rate: 40/s, peak: 400/s, peak-lasts: 10min, instances: 10",
        "rate: 40/s, availability: 99.9%, time-limit: 2s, budget: 3 EUR",
    ],
)
def test_nothing_is_told_where_a_figure_is_missing(figures: str) -> None:
    row = row_of(figures)
    assert all(figure.stated for figure in row.figures)
    assert len(row.figures) == figures.count(": ")


def test_a_peak_that_nobody_says_how_long_it_lasts_leaves_no_backlog_to_tell() -> None:
    found = told("rate: 40/s, peak: 400/s, service-time: 100ms, instances: 10")
    assert found.keys() == {"capacity", "call-hardly-waits", "peak-too-high", "retention"}
    assert re.search(r"\b400/s\b.*\b100/s\b", found["peak-too-high"].text)


# --- what an action goes through ---


THREE = [
    Line("buy", "Web", "Order", "service-time: 100ms", CALL),
    Line("take", "Order", "Stock", "service-time: 100ms", CALL),
    Line("look-up", "Stock", "Price", "service-time: 100ms", CALL),
]
PARTS = ("Web", "Order", "Stock", "Price")
UP = dict.fromkeys(PARTS, "availability: 99.9%")


def of_flow(lines: list[Line], parts: dict[str, str] | None = None) -> dict[str, Figure]:
    (flow,) = scored(lines, parts, f"[{', '.join(line.name for line in lines)}]").flows
    return {figure.name: figure for figure in flow.figures}


def test_three_calls_in_a_row_take_less_than_the_sum_of_their_99th_percentiles() -> None:
    found = of_flow(THREE)["flow-sum"]
    assert found.value == pytest.approx(0.8406, abs=0.0001)  # chi-square of 6 degrees, 0.99: 16.812 / 2 × 0.1 s
    assert re.search(r"\b3 calls\b.*\b840 ms\b.*99 %", found.text)


def test_a_percentile_of_each_call_is_told_and_none_is_added() -> None:
    found = of_flow(THREE)["flow-percentile"]
    assert re.search(r"\b3 calls\b.*99\.67 %", found.text)
    assert found.text.endswith("Percentiles cannot be added.")
    assert found.value == pytest.approx(1 - 0.01 / 3)


@pytest.mark.parametrize("without", ["", "service-time: 100ms, spread: 0"])
def test_times_are_added_up_only_where_all_of_them_are_known_and_exponential(without: str) -> None:
    found = of_flow([THREE[0], THREE[1]._replace(figures=without), THREE[2]])
    assert found.keys() == {"flow-percentile"}


def test_an_action_without_times_or_with_a_single_call_says_nothing_of_percentiles() -> None:
    assert not of_flow([line._replace(figures="") for line in THREE])
    assert not of_flow(THREE[:1])


def test_what_nobody_waits_for_adds_no_time() -> None:
    found = of_flow([*THREE, Line("tell", "Order", "Mail", "service-time: 9s", EVENT)])
    assert found["flow-sum"].value == pytest.approx(0.8406, abs=0.0001)


def test_how_long_an_action_is_up_is_a_range_with_the_time_lost() -> None:
    found = of_flow(THREE, UP)["flow-up"]
    assert re.match(r"4 parts .*99\.6 % to 99\.9 %", found.text)
    assert found.value == pytest.approx(0.999**4)
    assert "35 h of downtime a year" in found.text  # (1 - 0.999^4) × 8,766 hours


@pytest.mark.parametrize("missing", PARTS)
def test_how_long_an_action_is_up_is_told_only_where_every_part_says_it(missing: str) -> None:
    assert "flow-up" not in of_flow(THREE, {part: said for part, said in UP.items() if part != missing})


def test_a_part_that_nobody_waits_for_may_be_down() -> None:
    told_later = Line("tell", "Order", "Mail", "", EVENT)
    assert of_flow([*THREE, told_later], UP)["flow-up"] == of_flow(THREE, UP)["flow-up"]


# --- against answers ---


FITS = "rate: 40/s, peak: 90/s, service-time: 100ms, instances: 10"
DISPUTED = {
    "figures-peak-not-ticked": (PEAK, EVENT, "some-times"),
    "figures-peak-fits": (FITS, PEAKS, "tenfold"),
    "figures-tenfold-yet-even": ("rate: 40/s, peak: 400/s", EVENT, "same"),
    "figures-longer-than-said": ("service-time: 5s", EVENT | {"takes": "instant"}, "tenfold"),
}


def ids(assessment: Assessment) -> set[str]:
    return {dispute.id for dispute in assessment.disputes}


@pytest.mark.parametrize("rule", DISPUTED)
def test_figures_that_contradict_an_answer_are_shown_and_decide_nothing(rule: str) -> None:
    figures, answers, busiest = DISPUTED[rule]
    line = Line("hand-over", "Order", "Mail", figures, answers)
    with_, without = scored([line], busiest=busiest), scored([line._replace(figures="")], busiest=busiest)
    assert (ids(with_), ids(without)) == ({rule}, set())
    (row,), (bare,) = with_.interactions, without.interactions
    assert (row.how_sure, bare.how_sure) == ("leaning", "clear")
    assert (row.style, row.form, row.score, row.range, row.confidence, row.state, row.patterns) == (
        *(bare.style, bare.form, bare.score, bare.range, bare.confidence, bare.state, bare.patterns),
    )
    said = with_.disputes[0].because[1:]  # a format may begin it with a capital letter
    assert all(said in flat(with_, name) for name in FORMATS)


@pytest.mark.parametrize(
    ("figures", "answers", "busiest"),
    [
        (PEAK, PEAKS, "tenfold"),
        (FITS, EVENT, "tenfold"),
        (STEADY, EVENT, "tenfold"),
        (STEADY, PEAKS, "tenfold"),
        ("rate: 40/s, peak: 399/s", EVENT, "same"),
        ("rate: 40/s, peak: 400/s", EVENT, "some-times"),
        ("service-time: 1s", EVENT | {"takes": "instant"}, "tenfold"),
        ("service-time: 5s", EVENT | {"takes": "seconds"}, "tenfold"),
        ("service-time: 5s", EVENT | {"takes": "hours"}, "tenfold"),
    ],
)
def test_figures_that_agree_with_the_answers_contradict_nothing(
    figures: str, answers: dict[str, str], busiest: str
) -> None:
    found = scored([Line("hand-over", "Order", "Mail", figures, answers)], busiest=busiest)
    assert not ids(found)
    assert found.interactions[0].how_sure == "clear"


def test_a_parts_figures_contradict_as_the_rows_own_do() -> None:
    line = Line("hand-over", "Order", "Mail", "rate: 40/s, peak: 90/s", EVENT)
    few = {"Mail": "service-time: 100ms, instances: 6"}
    assert ids(scored([line], few, busiest="some-times")) == {"figures-peak-not-ticked"}
    assert not ids(scored([line], {"Mail": "service-time: 100ms, instances: 10"}))


def test_a_peak_that_the_busiest_hour_explains_is_no_contradiction() -> None:
    line = Line("hand-over", "Order", "Mail", "rate: 40/s, peak: 90/s", EVENT)
    assert not ids(scored([line], {"Mail": "service-time: 100ms, instances: 6"}, busiest="tenfold"))


def test_a_peak_below_the_usual_rate_is_a_contradiction() -> None:
    line = Line("hand-over", "Order", "Mail", "rate: 40/s, peak: 9/s", EVENT)
    assert ids(scored([line])) == {"figures-peak-below-rate"}


def test_the_rates_of_all_rows_of_a_part_are_added_up() -> None:
    lines = [Line(name, name, "Mail", "rate: 60/s, service-time: 10ms, instances: 1", CALL) for name in ("Web", "App")]
    (found,) = scored(lines).findings
    assert (found.id, found.interactions) == ("overloaded", ("Web", "App"))
    assert not scored(lines[:1]).findings


def test_what_is_overloaded_all_day_is_trouble_and_comes_before_the_table() -> None:
    found = scored([Line("hand-over", "Order", "Mail", "rate: 50/s, service-time: 100ms, instances: 4", EVENT)])
    assert [finding.id for finding in found.findings] == ["overloaded"]
    assert flat(found, "terminal").index("Problems between rows") < flat(found, "terminal").index("from > to")


def test_the_delay_that_is_allowed_is_by_when_and_not_how_long_it_takes() -> None:
    assert "consumers" in told(PEAK, PEAKS | {"by-when": "minutes", "takes": "hours"})


def test_what_goes_on_at_once_is_not_added_up() -> None:
    lines = [Line(f"ask-{n}", "Order", f"Stock {n}", "service-time: 100ms", CALL) for n in range(3)]
    apart = scored(lines, flow="[ask-0, ask-1, ask-2]").flows[0]
    at_once = scored(lines, flow="[[ask-0, ask-1, ask-2]]").flows[0]
    assert "flow-sum" in {figure.name for figure in apart.figures}
    assert {figure.name for figure in at_once.figures} == {"flow-percentile"}


# --- every format ---


def flat(assessment: Assessment, name: str) -> str:
    """Return a report as one line of text, whatever way the format breaks lines and marks text."""
    text = render(assessment, name, Options(width=200))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text) if name == "html" else text)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_what_was_stated_and_what_follows(name: str) -> None:
    assessment = scored([Line("hand-over", "Order", "Mail", PEAK, PEAKS)])
    text = flat(assessment, name)
    for figure in assessment.interactions[0].figures:
        assert figure.text in text
    if name == "json":
        figures = json.loads(text)["interactions"][0]["figures"]
        assert [one["value"] for one in figures if one["name"] == "event-backlog"] == [180_000]
    else:
        assert "rate 40/s, peak 400/s, peak lasts 10min, service time 100ms, instances 10" in text


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_the_figures_of_an_action(name: str) -> None:
    assessment = scored(THREE, UP, "[buy, take, look-up]")
    text = flat(assessment, name)
    assert len(assessment.flows[0].figures) == 3
    for figure in assessment.flows[0].figures:
        assert figure.text in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_speaks_of_figures_where_none_are_given(name: str) -> None:
    text = flat(scored([Line("hand-over", "Order", "Mail", "", PEAKS)]), name)
    assert "can serve" not in text
    assert "By event: after" not in text
