"""What is scored can be rendered, in every format, and the JSON keeps its schema."""

from __future__ import annotations

import pytest
from generating import KNOWLEDGE, Data, data_strategy, read_data
from hypothesis import HealthCheck, given, settings

from amounts import amount
from archadvisor.api import Options, assess, render
from archadvisor.reports.report import FORMATS


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=amount(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=data_strategy())
def test_whatever_is_scored_is_rendered(name: str, data: Data) -> None:
    assessment = assess(KNOWLEDGE, read_data(data))
    for options in (Options(), Options(brief=True), Options(width=40, unicode=False)):
        text = render(assessment, name, options)
        assert text.endswith("\n")
        text.encode()
