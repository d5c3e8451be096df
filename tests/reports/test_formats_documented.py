"""The pages list every format of their document with its suffixes, and every column of the table for spreadsheets."""

from __future__ import annotations

import re

import pytest

from archadvisor.reports import check, comparison, report
from archadvisor.reports.formats import Formats
from archadvisor.reports.report.csv import HEADER
from conftest import ROOT


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "formats"),
    [("formats.md", report.FORMATS), ("diff.md", comparison.FORMATS), ("decisions.md", check.FORMATS)],
)
def test_a_page_lists_the_formats_of_its_document(name: str, formats: Formats) -> None:
    table = page(name).partition("| format | suffix | for |\n|---|---|---|\n")[2].partition("\n\n")[0]
    listed = {}
    for line in table.splitlines():
        format_name, suffixes, _ = line.strip("|").split("|", 2)
        listed[format_name.strip(" `")] = tuple(re.findall(r"`([^`]+)`", suffixes))
    assert listed == {format_name: found.suffixes for format_name, found in formats.items()}


def test_the_columns_for_spreadsheets_are_described_in_their_order() -> None:
    columns = page("formats.md").partition("## CSV")[2].partition("\n\n")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"`(\w+)`", columns)) == HEADER
