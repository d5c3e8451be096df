"""JSON by contract 1: the assessment as it stands, keys in the order of the contract."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from archadvisor.assessment import Assessment
from archadvisor.reports.report.options import Options


def render(assessment: Assessment, options: Options) -> Iterator[bytes]:
    """Yield the assessment as one JSON object; a line for each interaction and the like, one in all where `brief`.

    In pieces, since that of a large system would fill the memory.
    """
    encode = msgspec.json.Encoder().encode
    before, between, after = (b"", b",", b"") if options.brief else (b"\n", b",\n", b"\n")
    opening = b"{"
    for name in assessment.__struct_fields__:
        value = getattr(assessment, name)
        yield opening + before + encode(name) + b":"
        opening = b","
        if isinstance(value, tuple) and value:
            lead = b"[" + before
            for entry in value:
                yield lead + encode(entry)
                lead = between
            yield after + b"]"
        else:
            yield encode(value)
    yield after + b"}\n"
