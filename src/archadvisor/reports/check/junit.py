"""JUnit's XML, which GitLab, Jenkins and others show as tests: a test case for each finding.

The elements and attributes that all of them read: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check, Found
from archadvisor.text.neutral import neutralise

_NAME = "archadvisor check"


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return one suite: errors fail, notes pass with what they say, closed ones are skipped; without any one passes."""
    cases = [_case(one) for one in (*found.findings, *found.closed)]
    cases = cases or [ET.Element("testcase", name="decisions hold", classname=_NAME, time="0")]
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(1 for one in found.findings if one.level == "error")),
        "errors": "0",
        "skipped": str(len(found.closed)),
        "time": "0",
    }
    suites = ET.Element("testsuites", {"name": _NAME, **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": _NAME, **counts})
    suite.extend(cases)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(one: Found) -> ET.Element:
    file = neutralise(one.file)
    case = ET.Element("testcase", name=neutralise(one.id), classname=_NAME, file=file, line=str(one.line), time="0")
    message = neutralise(f"{one.message} {one.action}")
    place = f"{file}:{one.line}:{one.column}"
    if one.closed is not None:
        until = neutralise(f"closed until {one.closed.until}: {one.closed.because}")
        ET.SubElement(case, "skipped", message=until).text = f"{place}: {message}"
    elif one.level == "error":
        ET.SubElement(case, "failure", message=message, type=neutralise(one.kind)).text = f"{place}: {message}"
    else:
        ET.SubElement(case, "system-out").text = f"{place}: {message}"
    return case
