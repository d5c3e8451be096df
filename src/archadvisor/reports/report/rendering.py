"""An assessment in one of the report's formats."""

from __future__ import annotations

from collections.abc import Iterable

from archadvisor.assessment import Assessment
from archadvisor.reports.formats import Rendered, renderer
from archadvisor.reports.report import FORMATS
from archadvisor.reports.report.decided import as_decided
from archadvisor.reports.report.options import Options


def encoded(assessment: Assessment, name: str, options: Options) -> Iterable[bytes]:
    """Render in UTF-8, in pieces where it may be large; KeyError where there is no format of this name."""
    found = _rendered(assessment, name, options)
    return (found.encode("utf-8", "surrogateescape"),) if isinstance(found, str) else found


def render(assessment: Assessment, name: str, options: Options | None = None) -> str:
    """Render as text; KeyError where there is no format of this name."""
    found = _rendered(assessment, name, options or Options())
    return found if isinstance(found, str) else b"".join(found).decode()


def _rendered(assessment: Assessment, name: str, options: Options) -> Rendered:
    shown = assessment if FORMATS[name].as_advised else as_decided(assessment)
    return renderer(FORMATS, name)(shown, options)
