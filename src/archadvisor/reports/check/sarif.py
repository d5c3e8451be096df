"""SARIF 2.1.0, the format for findings that code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check, Found
from archadvisor.text.neutral import neutralise

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return one run with a result for each finding; closed ones are suppressed results, with the reason."""
    results = [*found.findings, *found.closed]
    rules = sorted({one.kind for one in results})
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "archadvisor",
                "version": found.version,
                "rules": [{"id": neutralise(kind)} for kind in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rules.index(one.kind)) for one in results],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _result(one: Found, rule: int) -> dict[str, Any]:
    region = {"startLine": one.line, "startColumn": one.column}
    place = {"artifactLocation": {"uri": _uri(one.file)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": neutralise(one.kind),
        "ruleIndex": rule,
        "level": one.level,
        "message": {"text": neutralise(f"{one.message} {one.action}")},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"finding/v1": neutralise(one.id)},
    }
    if one.closed is not None:
        until = f"{one.closed.because} (until {one.closed.until})"
        result["suppressions"] = [{"kind": "external", "justification": neutralise(until)}]
    return result


def _uri(file: str) -> str:
    """Return a file's name as a URI reference; one that begins with a scheme would be taken for an address."""
    path = quote(file, safe="/", errors="surrogateescape")
    return f"file://{path}" if path.startswith("/") else path
