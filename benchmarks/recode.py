"""Write the answers of the precedents from code again: python benchmarks/recode.py CORPUS.yaml

The facts of a corpus are turned into answers by agreement-mapping.yaml; of rules/precedents-code.yaml
only the answers change, in the lines that name an entry of the corpus.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from archadvisor.knowledge import build
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.packaged import folder
from corpus import Entry, read_corpus
from mapping import FactMapping, answers_file, read_mapping

_LINE = re.compile(r"(?P<start>  - \{id: (?P<id>[\w-]+),.*, answers: \[)[^]]*(?P<end>\]\})")


def coded(mapping: FactMapping, knowledge: KnowledgeBase, entry: Entry) -> Iterator[str]:
    """Yield what is known of an entry, as QUESTION.VALUE; of a part it is about the receiver."""
    data = answers_file(mapping, knowledge, entry, None)
    answers = dict(data["interactions"][0]["answers"])
    for part in data["parts"].values():
        answers.update({f"to.{question}": value for question, value in part.items()})
    for key, values in answers.items():
        yield from (f"{key}.{value}" for value in ([values] if isinstance(values, str) else values))


def recoded(text: str, entries: dict[str, str]) -> str:
    """Return the lines of a file of precedents with the answers of these entries, by id."""

    def line(found: re.Match[str]) -> str:
        answers = entries.get(found["id"])
        return found[0] if answers is None else f"{found['start']}{answers}{found['end']}"

    return _LINE.sub(line, text)


def main() -> None:
    path = folder("rules") / "precedents-code.yaml"
    files = {other.name: other.read_bytes() for other in path.parent.glob("*.yaml")}
    files[path.name] = b"{}"  # what is to be written again may no longer fit
    mapping, knowledge = read_mapping(), build(files)
    entries = {e.id: ", ".join(coded(mapping, knowledge, e)) for e in read_corpus(Path(sys.argv[1]))}
    path.write_text(recoded(path.read_text(encoding="utf-8"), entries), encoding="utf-8")


if __name__ == "__main__":
    main()
