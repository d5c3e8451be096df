"""Figures as people write them: what is read, what is refused, and what is printed reads back."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archadvisor.answers.reading import read
from archadvisor.answers.types import Figure
from archadvisor.api import load_knowledge
from archadvisor.errors import AnswersError
from archadvisor.figures.quantities import KINDS, OTHER_NAMES, read_figure, say_rate, say_share, say_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
from program import run

KNOWLEDGE = load_knowledge()
PROPERTY = settings(deadline=None)
NAMES = "rate, peak, peak-lasts, service-time, spread, instances, availability, time-limit or tries"
FILE = """version: 1
system: {{name: Shop}}
parts:
  Mail: {{figures: {{{of_part}}}}}
interactions:
- id: row
  from: Order
  to: [Mail]
  purpose: send
  figures: {{{of_row}}}
"""


# --- one figure ---


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("rate", "40/s", 40),
        ("rate", "40 / s", 40),
        ("rate", "  40/s  ", 40),
        ("rate", "40 per second", 40),
        ("rate", "120/min", 2),
        ("rate", "120 PER MINUTE", 2),
        ("rate", "1,800/h", 0.5),
        ("rate", "3_600/hour", 1),
        ("rate", "86'400/day", 1),
        ("rate", ".5/s", 0.5),
        ("peak", "1,000,000/s", 1_000_000),
        ("peak-lasts", "10min", 600),
        ("peak-lasts", "10 minutes", 600),
        ("peak-lasts", "1.5h", 5400),
        ("peak-lasts", "2 days", 172_800),
        ("service-time", "120ms", 0.12),
        ("service-time", "120 MS", 0.12),
        ("service-time", "0.12 sec", 0.12),
        ("time-limit", "2s", 2),
        ("availability", "99.9%", 0.999),
        ("availability", "99.9 %", 0.999),
        ("availability", "0.999", 0.999),
        ("availability", ".999", 0.999),
        ("availability", "100%", 1),
        ("availability", "1", 1),
        ("instances", "4", 4),
        ("instances", "4.0", 4),
        ("instances", "100,000", 100_000),
        ("spread", "0", 0),
        ("spread", "1.5", 1.5),
        ("tries", "3", 3),
    ],
)
def test_a_figure_is_read_in_base_units(name: str, text: str, value: float) -> None:
    assert read_figure(name, text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[("rate", text) for text in ("", " ", "40", "40/", "/s", "s", "-4/s", "+4/s", "1e3/s", "0x10/s", "5./s")],
        *[("rate", text) for text in ("nan/s", "inf/s", "40/s/s", "40//s", "40rps", "40/persec", "40/week", "٤٠/s")],
        *[("rate", text) for text in ("1.5.2/s", "40ms", "40%", "40/s each", "1000000000001/s")],
        *[("service-time", text) for text in ("120", "5us", "1h30m", "-1s", "120/s", "120%", "fast", "1 s 2")],
        *[("availability", text) for text in ("99.9", "0", "0%", "101%", "99,9%", "three nines", "99.9 percent", "1s")],
        *[("instances", text) for text in ("0", "4.5", "-1", "100001", "4 x", "4%", "four")],
        *[("tries", text) for text in ("0", "3 times", "2.5", "3x")],
        *[("spread", text) for text in ("101", "-1", "1s", "high")],
    ],
)
def test_what_is_no_such_figure_is_not_read(name: str, text: str) -> None:
    assert read_figure(name, text) is None


def test_the_example_of_each_kind_is_one() -> None:
    assert all(read_figure(name, kind.example) is not None for name, kind in KINDS.items())


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "9" * 400 + "/s", "1" + "," * 100_000 + "x", "4" + " " * 100_000 + "?", "1." * 50_000],
    ids=["digits", "digits with a unit", "separators", "spaces", "points"],
)
def test_what_is_absurdly_long_or_huge_is_refused_at_once(name: str, text: str) -> None:
    started = time.monotonic()
    assert read_figure(name, text) is None
    assert time.monotonic() - started < 1


@PROPERTY
@given(st.sampled_from(sorted(KINDS)), st.text("0123456789.,_'/ %smhdinper-e٣\n", max_size=20))
def test_no_text_breaks_the_reader_and_what_it_reads_is_a_plain_amount(name: str, text: str) -> None:
    value = read_figure(name, text)
    assert value is None or 0 <= value < 1e20


# --- back for a reader ---


@PROPERTY
@given(st.floats(1e-6, 1e9))
def test_a_time_that_is_printed_reads_back(seconds: float) -> None:
    assert read_figure("service-time", say_time(seconds)) == pytest.approx(seconds, rel=0.06)


@PROPERTY
@given(st.floats(1e-7, 1e9))
def test_a_rate_that_is_printed_reads_back(rate: float) -> None:
    assert read_figure("rate", say_rate(rate)) == pytest.approx(rate, rel=0.06)


@PROPERTY
@given(st.floats(1e-6, 1))
def test_a_share_that_is_printed_reads_back(share: float) -> None:
    assert read_figure("availability", say_share(share)) == pytest.approx(share, rel=0.06)


@PROPERTY
@given(st.floats(1e-6, 0.09))
def test_what_a_printed_share_falls_short_by_reads_back(missing: float) -> None:
    back = read_figure("availability", say_share(1 - missing))
    assert back is not None
    assert 1 - back == pytest.approx(missing, rel=0.06)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (say_time(0.84), "840 ms"),
        (say_time(30), "30 s"),
        (say_time(1800), "30 min"),
        (say_time(60 * 3600), "2.5 days"),
        (say_time(9000), "2.5 h"),
        (say_rate(40), "40/s"),
        (say_rate(0.2), "12/min"),
        (say_rate(12_345), "12,000/s"),
        (say_rate(1 / 86_400), "1/day"),
        (say_share(0.75), "75 %"),
        (say_share(1), "100 %"),
        (say_share(0.9993), "99.93 %"),
    ],
)
def test_what_is_printed_has_the_unit_that_people_use(said: str, expected: str) -> None:
    assert said == expected


# --- in an answers file ---


def figures(of_row: str, of_part: str = "") -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures of the row and those of its receiver."""
    answers = read(FILE.format(of_row=of_row, of_part=of_part).encode(), "f", KNOWLEDGE)
    return answers.interactions[0].figures, answers.parts["Mail"].figures


def faults(of_row: str, of_part: str = "") -> list[str]:
    with pytest.raises(AnswersError) as caught:
        figures(of_row, of_part)
    return caught.value.lines()


@pytest.mark.parametrize("name", KINDS)
def test_a_known_figure_that_is_not_one_is_a_fault_with_what_was_expected(name: str) -> None:
    said = f"{name} is 'often'; expected a figure such as {KINDS[name].example}"
    assert faults(f"{name}: often") == [f"f:10:{15 + len(name)}: {said}"]
    assert faults("", f"{name}: often") == [f"f:4:{22 + len(name)}: {said}"]


def test_every_wrong_figure_is_told_in_one_run_of_the_program_which_ends_with_3(tmp_path: Path) -> None:
    text = FILE.format(of_row="rate: 40, servise-time: 1s, cost: 3 EUR", of_part="availability: 99.9")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    done = run("score", "a.yaml", cwd=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert done.errors[:3] == [
        "a.yaml:4:34: availability is '99.9'; expected a figure such as 99.9%",
        "a.yaml:10:19: rate is '40'; expected a figure such as 40/s",
        f"a.yaml:10:23: unknown figure 'servise-time'; expected {NAMES}; did you mean 'service-time'?",
    ]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("rat", "rate"), ("Rate", "rate"), ("peaks", "peak"), ("peak-last", "peak-lasts"), ("instance", "instances"),
     ("servicetime", "service-time"), ("availabilty", "availability"), ("time-limt", "time-limit")],
)  # fmt: skip
def test_a_name_that_is_nearly_a_known_one_is_a_fault_that_says_which(slip: str, meant: str) -> None:
    end = f"unknown figure {slip!r}; expected {NAMES}; did you mean {meant!r}?"
    assert faults(f"{slip}: 3") == [f"f:10:13: {end}"]
    assert faults("", f"{slip}: 3") == [f"f:4:20: {end}"]


@pytest.mark.parametrize("written", ["[1]", "{a: 1}"])
@pytest.mark.parametrize("name", ["rate", "budget"])
def test_a_figure_is_a_single_value(name: str, written: str) -> None:
    (fault,) = faults(f"{name}: {written}")
    assert re.fullmatch(rf"f:10:\d+: the figure '{name}' is .+; expected a single value", fault)


def test_a_figure_stands_once() -> None:
    (fault,) = faults("rate: 40/s, rate: 50/s")
    assert fault.startswith("f:10:25: the key 'rate' is repeated")


def test_a_name_of_ones_own_is_kept_as_written_and_shown(archadvisor: Callable[..., str], tmp_path: Path) -> None:
    own = "budget: 3 EUR a month, size: about 7"
    row, part = figures(own, own)
    assert row == part == (Figure("budget", "3 EUR a month"), Figure("size", "about 7"))
    (tmp_path / "a.yaml").write_text(FILE.format(of_row=own, of_part=""), encoding="utf-8")
    assert "budget 3 EUR a month, size about 7" in archadvisor("score", tmp_path / "a.yaml")


@pytest.mark.parametrize(("other", "name"), OTHER_NAMES.items())
def test_other_names_mean_the_same(other: str, name: str) -> None:
    text = KINDS[name].example
    row, part = figures(f"{other}: {text}", f"{other}: {text}")
    assert row == part == figures(f"{name}: {text}")[0]
    assert row[0].value == read_figure(name, text)


def test_the_usual_other_names_are_known() -> None:
    assert {"timeout": "time-limit", "attempts": "tries", "workers": "instances"}.items() <= OTHER_NAMES.items()


def test_figures_of_rows_and_parts_are_kept_as_written_with_their_value() -> None:
    row, part = figures("rate: '1,200/min', tries: 3", "availability: 99.9%, service-time: 100 ms")
    assert row == (Figure("rate", "1,200/min", 20.0), Figure("tries", "3", 3.0))
    assert [(figure.name, figure.text) for figure in part] == [("availability", "99.9%"), ("service-time", "100 ms")]
    assert [figure.value for figure in part] == pytest.approx([0.999, 0.1])
