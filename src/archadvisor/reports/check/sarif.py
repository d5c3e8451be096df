"""SARIF 2.1.0, which code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/.

What the team closed is there too, as suppressed results with its reason.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import RULES, Check, Found
from archadvisor.text.neutral import neutralise

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return one JSON object with one run."""
    names = list(RULES)
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "archadvisor",
                        "version": found.version,
                        "properties": {"rulesVersion": found.rules_version},
                        "rules": [
                            {
                                "id": name,
                                "shortDescription": {"text": rule.title},
                                "help": {"text": rule.remedy},
                                "defaultConfiguration": {"level": rule.level},
                            }
                            for name, rule in RULES.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, names) for one in (*found.findings, *found.closed)],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _result(one: Found, names: Sequence[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": names.index(one.rule),
        "level": one.level,
        "message": {"text": _literal(f"{neutralise(one.message)} {neutralise(one.action)}")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(one.file)},
                    "region": {"startLine": one.line, "startColumn": one.column},
                }
            }
        ],
        "partialFingerprints": {
            "archadvisorFinding/v1": one.id,
            "primaryLocationLineHash": _hashed(one),
        },
    }
    if one.closed is not None:
        by = f", by {one.closed.by}" if one.closed.by else ""
        justification = neutralise(f"{one.closed.because} (until {one.closed.until}{by})")
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return result


def _literal(text: str) -> str:
    """Return text with its braces doubled: a single one would begin a placeholder of SARIF."""
    return text.replace("{", "{{").replace("}", "}}")


def _uri(file: str) -> str:
    """Return a file as a URI, relative to where the program ran unless it was named from the root."""
    path = quote(posixpath.normpath(file))
    return f"file://{path}" if path.startswith("/") else path


def _hashed(one: Found) -> str:
    """Return what GitHub tells alerts apart by: of file and finding, so that one stays the same when lines move."""
    name = "\n".join([posixpath.normpath(one.file), one.id])
    return f"{hashlib.sha256(name.encode()).hexdigest()[:16]}:1"
