"""What the help on a question says."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from msgspec.structs import replace

from archadvisor.answers.types import Answers
from archadvisor.errors import Place
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import Kind, Page, Wanted
from archadvisor.interview.phrases import Phrases
from archadvisor.knowledge import load

KNOWLEDGE = load()


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        ("wants", "the style and the form"),
        ("by-when", "the style and the safeguards"),
        ("outage", "the style, the form and the safeguards"),
        ("looks-next", "the form and the safeguards"),
        ("needs", "the style"),
    ],
)
def test_what_an_answer_can_change_is_listed_as_people_do(question: str, changes: str) -> None:
    machine = Machine(KNOWLEDGE)
    nothing = Answers("Shop", MappingProxyType({}), MappingProxyType({}), (), (), Place("test"))
    state = machine.add_rows(machine.begin(nothing, Wanted()), "Order -> Mail: confirmation")
    told = list(Phrases(machine).more(replace(state, page=Page(Kind.ROWS, question))))
    assert f"The answer can change {changes}." in told
