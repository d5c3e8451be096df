"""The rules as a wheel carries them: checked when it is built, and read in a tenth of the time that YAML takes."""

from __future__ import annotations

import msgspec

from archadvisor.knowledge.types import RuleFile

FILE = "compiled.msgpack"
"""Its name beside the rule files of a wheel; a checkout has none."""


def encode_rules(entries: RuleFile) -> bytes:
    """Return checked entries as bytes, the same bytes for the same entries."""
    return msgspec.msgpack.Encoder(enc_hook=dict, order="deterministic").encode(entries)


def decode_rules(data: bytes) -> RuleFile:
    """Return the entries of `encode_rules`; msgspec.DecodeError where the bytes are of another version."""
    return msgspec.msgpack.decode(data, type=RuleFile)
