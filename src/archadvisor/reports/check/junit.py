"""JUnit's XML, as GitLab, Jenkins and others read it: a test case for each finding by its id.

A finding fails, a note passes and says what it says, what the team closed is skipped. Where nothing was found, one
test case passes: a report without any counts as a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check, Found
from archadvisor.text.neutral import neutralise

_NAME = "archadvisor check"
_CLASS = "archadvisor"
_NOTHING = "decisions hold"


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return the document."""
    cases = list(_cases(found))
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": "0",
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        "time": "0",
    }
    root = Element("testsuites", {"name": _NAME, **{name: counts[name] for name in counts if name != "skipped"}})
    suite = SubElement(root, "testsuite", {"name": _NAME, **counts, "timestamp": f"{found.today}T00:00:00"})
    suite.extend(cases)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _cases(found: Check) -> Iterator[Element]:
    several = len({one.file for one in (*found.findings, *found.closed)}) > 1
    for one in found.findings:
        case = _case(one, several)
        text = f"{_place(one)}: {neutralise(one.message)} {neutralise(one.action)}"
        if one.level == "error":
            failure = SubElement(case, "failure", {"message": neutralise(one.message), "type": one.rule})
            failure.text = text
        else:
            SubElement(case, "system-out").text = text
        yield case
    for one in found.closed:
        case = _case(one, several)
        if one.closed is not None:
            why = f"closed until {one.closed.until}: {neutralise(one.closed.because)}"
            SubElement(case, "skipped", {"message": why})
        yield case
    if not (found.findings or found.closed):
        yield Element("testcase", {"classname": _CLASS, "name": _NOTHING, "time": "0"})


def _case(one: Found, several: bool) -> Element:
    """Return the test case of a finding; the same one may be in several files."""
    name = f"{one.id} ({one.file})" if several else one.id
    return Element(
        "testcase", {"classname": f"{_CLASS}.{one.rule}", "name": neutralise(name), "time": "0", "file": _file(one)}
    )


def _file(one: Found) -> str:
    return neutralise(one.file)


def _place(one: Found) -> str:
    return f"{_file(one)}:{one.line}:{one.column}"
