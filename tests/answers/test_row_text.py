"""Rows as people paste them: whole tables are understood, and whatever is not is named with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.answers.row_text import Doubt, Pasted, Reading, Unclear, one
from archadvisor.answers.row_text import rows as pasted_rows
from archadvisor.answers.row_ways import spoken, way_of
from archadvisor.api import load_knowledge
from archadvisor.interview.pasting import told

KNOWLEDGE = load_knowledge()
WAYS = spoken(KNOWLEDGE.current.values())
DRAWN = settings(deadline=None, max_examples=amount(300))
FROM = ("From", "SENDER", "Source", "Caller", "from service", "Source system", "**From**", "Producer", "Sent by")
TO = ("To", "Receiver", "Target", "callee", "To:", "Target system", "Receivers", "Consumer", "`to`")
FOR = ("What", "Purpose", "For", "Description", "What for?", "What is it for")
TODAY = ("Current", "Today", "How", "How today", "Now", "How it works today", "Today's way", "via")
COUNTS = ("#", "No", "No.", "Nr", "Nr.", "№", "Number")
WRITTEN = (
    Pasted("Order", ("Mail",), "confirmation", "call"),
    Pasted("Order", ("Stock", "Shipping"), "placed", "message"),
    Pasted("Web", ("Order",), "place it", ""),
)


def read(text: str) -> Reading:
    return pasted_rows(text, WAYS)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("heading", ["What", "Interaction", "Service", ""])
@pytest.mark.parametrize("mark", ["|", "\t", ","])
def test_a_column_of_numbers_and_one_more_hold_whole_rows(count: str, heading: str, mark: str) -> None:
    table = ((count, heading), ("1", "Order -> Mail: confirmation"), ("2", "nothing of use"))
    ends = mark if mark == "|" else ""
    found = read("\n".join(f"{ends}{mark.join(cells)}{ends}" for cells in table))
    assert found.rows == (Pasted("Order", ("Mail",), "confirmation", ""),)
    assert (Unclear.LINE, 3) in [(doubt.what, doubt.line) for doubt in found.doubts]


def lines(reading: Reading) -> list[tuple[Unclear, int, str]]:
    return [(doubt.what, doubt.line, doubt.text) for doubt in reading.doubts]


def said(text: str) -> str:
    reading = read(text)
    return "; ".join(told(reading, len(reading.rows)))


# --- tables ------------------------------------------------------------------------------------------------


def in_markdown(table: list[list[str]]) -> str:
    head, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in table]
    return "\n".join([head, "|---" * len(table[0]) + "|", *body])


def without_bars(table: list[list[str]]) -> str:
    # A bar at the beginning of a line is no cell in Markdown, so an empty first cell cannot be told without one.
    head, *body = [" | ".join(cell or "-" for cell in cells) for cells in table]
    return "\n".join([head, " | ".join("---" for _ in table[0]), *body])


def in_csv(table: list[list[str]], mark: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(table)
    return out.getvalue()


FORMS: dict[str, Callable[[list[list[str]]], str]] = {
    "markdown": in_markdown,
    "bars": without_bars,
    "commas": in_csv,
    "semicolons": lambda table: in_csv(table, ";"),
    "tabs": lambda table: in_csv(table, "\t"),
}


@DRAWN
@given(
    form=st.sampled_from(list(FORMS)),
    heads=st.tuples(*map(st.sampled_from, (FROM, TO, FOR, TODAY))),
    order=st.permutations(range(4)),
    count=st.sampled_from(["", *COUNTS]),
)
def test_a_table_with_any_usual_head(form: str, heads: tuple[str, ...], order: list[int], count: str) -> None:
    whole = [[row.sender, ", ".join(row.receivers), row.purpose, row.current] for row in WRITTEN]
    table = [[cells[n] for n in order] for cells in [list(heads), *whole]]
    if count:
        table = [[count, *table[0]], *([str(n), *cells] for n, cells in enumerate(table[1:], start=1))]
    assert read(FORMS[form](table)) == Reading(WRITTEN, ())


@pytest.mark.parametrize("form", list(FORMS))
def test_numbers_before_the_rows_of_a_table_without_a_head(form: str) -> None:
    table = [["1", "A", "B", "c", "call"], ["2.", "C", "D", "e", "file"], ["#3", "E", "F", "g", ""]]
    text = FORMS[form](table)
    if form in ("markdown", "bars"):  # a rule below the first line would make it a head
        text = "\n".join(line for line in text.split("\n") if "---" not in line)
    assert [(row.sender, row.purpose, row.current) for row in read(text).rows] == [
        ("A", "c", "call"),
        ("C", "e", "file"),
        ("E", "g", ""),
    ]


def test_no_number_becomes_a_sender() -> None:
    assert lines(read("From,To\nA,B\n7,Mail\n\n3,Mail\n")) == [
        (Unclear.LINE, 3, "7,Mail"),
        (Unclear.LINE, 5, "3,Mail"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nr;Von;Nach;Zweck;Heute\n1;A;B;c;call\n",
        "| Wer | Wen | Wozu | Wie |\n|---|---|---|---|\n| A | B | c | call |\n",
        "| Consumer | Provider | Interface | Way |\n|:--|:-:|---|--:|\n| A | B | c | call |\n",
    ],
)
def test_a_head_in_other_words_is_named_and_is_no_row(text: str) -> None:
    reading = read(text)
    assert reading.rows == (Pasted("A", ("B",), "c", "call"),)
    assert [(doubt.what, doubt.line) for doubt in reading.doubts] == [(Unclear.HEADINGS, 1)]
    assert "headings not understood, read in the order from, to, purpose, current: '" in said(text)


def test_a_column_of_no_use_is_named() -> None:
    text = "From,To,Owner,What\nA,B,call,c\n"
    assert read(text).rows == (Pasted("A", ("B",), "c"),)
    assert said(text) == "1 row added; columns not used: 'Owner' (line 1)"


def test_a_part_with_the_name_of_a_heading_stays_a_part() -> None:
    text = "From,To,What\nA,B,c\nProducer,Consumer,orders\nSource,Kafka,event\n"
    assert [row.sender for row in read(text).rows] == ["A", "Producer", "Source"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("from,to,purpose\nA,B,c\nto,from,purpose\nD,E,f\n", [("A", "B", "c"), ("E", "D", "f")]),
        (
            "From;To;What\nA;B;c\n\n| To | From | What |\n|--|--|--|\n| A | B | c |\n",
            [("A", "B", "c"), ("B", "A", "c")],
        ),
        ("to;from\n\nA;B\n", [("B", "A", "B to A")]),
        ("Our list,,\nfrom,to,purpose\nA,B,c\n,,\n", [("A", "B", "c")]),
        ("sep=;\nfrom;to\nA;B\n", [("A", "B", "A to B")]),
        ("||To||From||\n|A|B|\n", [("B", "A", "B to A")]),
        ("+---+---+\n| To | From |\n+===+===+\n| A | B |\n+---+---+\n", [("B", "A", "B to A")]),
    ],
    ids=["second-head", "other-table", "gap", "title", "excel", "jira", "grid"],
)
def test_tables_as_programs_write_them(text: str, rows: list[tuple[str, str, str]]) -> None:
    assert [(row.sender, row.receivers[0], row.purpose) for row in read(text).rows] == rows


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ("| **Order** | __Mail__ | *news* |", ("Order", ("Mail",), "news")),
        ("| ***Order*** | `Stock`, **Mail** | a\\|b |", ("Order", ("Stock", "Mail"), "a|b")),
        ("| `__init__` | **`B`** | x `a*b*c` |", ("__init__", ("B",), "x a*b*c")),
        ("| order_item_service | my\\_part | 2 * 3 * 4 |", ("order_item_service", ("my_part",), "2 * 3 * 4")),
        ("| A | B<br>C<br/>D | c<br>d |", ("A", ("B", "C", "D"), "c d")),
        ("| A | B | c -> d |", ("A", ("B",), "c -> d")),
    ],
)
def test_marks_of_markdown_are_taken_off(cells: str, row: tuple[str, tuple[str, ...], str]) -> None:
    assert [(r.sender, r.receivers, r.purpose) for r in read(cells).rows] == [row]


@DRAWN
@given(purpose=st.text(st.sampled_from("ab \",;\t\n|'->")).map(lambda text: f"x{text}x"), mark=st.sampled_from(",;\t"))
@example("x|\n-|\nx", ",")
@example('xsays "yes"\nor, no;x', ",")
def test_a_quoted_cell_holds_anything(purpose: str, mark: str) -> None:
    table = [["From", "To", "What"], ["A", "B", purpose], ["C", "D", "e"]]
    reading = read(in_csv(table, mark))
    assert [(row.sender, row.receivers) for row in reading.rows] == [("A", ("B",)), ("C", ("D",))]
    assert reading.rows[0].purpose == " ".join(purpose.split())


def test_lines_of_a_cell_are_receivers_and_count_as_lines() -> None:
    reading = read('from,to,purpose\nA,"B\nC",d\nnonsense\n')
    assert reading == Reading((Pasted("A", ("B", "C"), "d"),), (Doubt(Unclear.LINE, 4, "nonsense"),))


def test_a_quotation_mark_that_is_never_closed_takes_no_other_line() -> None:
    assert [row.sender for row in read('A,B,"half\nC,D,e\n').rows] == ["A", "C"]


# --- today's way -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", list(KNOWLEDGE.current))
def test_every_word_for_a_way_is_understood(way: str) -> None:
    for word in KNOWLEDGE.current[way].words:
        for text in (word, word.upper(), f"**{word}**", word.replace("-", " "), f" {word.replace(' ', '-')} "):
            assert way_of(text, WAYS) == way, text


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("rest", "call"),
        ("REST/HTTP", "call"),
        ("event", "message"),
        ("Kafka event", "message"),
        ("Shared table", "shared-table"),
        ("-", ""),
        ("?", ""),
        ("unknown", ""),
        ("foo", None),
        ("async", None),
        ("REST, Kafka", None),
        ("not REST", None),
    ],
)
def test_ways_as_people_write_them(text: str, way: str | None) -> None:
    assert way_of(text, WAYS) == way


def test_a_way_that_is_not_understood_is_named_and_its_row_kept() -> None:
    text = "From,To,What,Today\nA,B,c,rest\nA,B,d,foo\nA,B,e,bar\nA,B,f,foo\n"
    assert [row.current for row in read(text).rows] == ["call", "", "", ""]
    assert said(text) == "4 rows added; today's way not understood: 'foo' (lines 3, 5), 'bar' (line 4)"
    assert said("A,B,c,foo\n") == "1 row added; today's way not understood: 'foo' (line 1)"
    assert said("A,B,c,note,call\n") == "1 row added"


# --- lines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["A->B->C: chain", "A -> B => C", "A <-> B: both", "A <=> B", "| A -> B | C | d |", "A,B -> C,d\n"]
)
def test_a_chain_or_an_arrow_both_ways_is_no_row(text: str) -> None:
    reading = read(f"from,to,what\n{text}")
    assert (reading.rows, len(reading.doubts)) == ((), 1)
    assert reading.doubts[0].line == 2


@pytest.mark.parametrize("arrow", ["->", "-->", "→", "=>", "==>", ">", "->>", "-->>", " -> "])
@pytest.mark.parametrize("bullet", ["", "- ", "* ", "• ", "12. ", "3) "])
def test_arrows_and_bullets(arrow: str, bullet: str) -> None:
    row = Pasted("Order", ("Mail", "Stock"), "placed: a -> b")
    assert one(f"{bullet}Order{arrow}Mail, Stock: placed: a -> b") == row
    assert read(f"\ufeff{bullet}Order{arrow}Mail, Stock: placed: a -> b\r\n").rows == (row,)


def test_all_that_is_not_understood_is_named() -> None:
    few = said("A -> B: c\none\n\ntwo\n")
    many = said("\n".join(f"nonsense {n}" for n in range(1, 9)))
    assert few == "1 row added; 2 not understood: 'one' (line 2), 'two' (line 4)"
    assert many.startswith("0 rows added; 8 not understood: 'nonsense 1' (line 1), ")
    assert many.endswith("'nonsense 5' (line 5), and 3 more lines")


@DRAWN
@given(st.text(st.sampled_from(list('ab1,;|\t\n\r"->:*_`#\\ ')) | st.characters()))
def test_nothing_is_lost_without_a_word(text: str) -> None:
    reading = read(text)
    assert all(row.sender and row.receivers and all(row.receivers) and row.purpose for row in reading.rows)
    assert [doubt.line for doubt in reading.doubts] == sorted(doubt.line for doubt in reading.doubts)
    assert "\n" not in said(text)


@pytest.mark.parametrize(
    ("line", "purpose", "current"),
    [
        ("Booking -> Hotel: reserve the room, REST", "reserve the room", "call"),
        ("Booking -> Hotel: reserve, then pay, Kafka event", "reserve, then pay", "message"),
        ("Booking -> Hotel: reserve the room, at once", "reserve the room, at once", ""),
        ("Booking -> Hotel: call", "call", ""),
    ],
)
def test_a_line_with_an_arrow_may_end_in_todays_way(line: str, purpose: str, current: str) -> None:
    (row,) = pasted_rows(line, WAYS).rows
    assert (row.purpose, row.current) == (purpose, current)
