"""How often each finding fires, and how well hubs and circles are found:

    python benchmarks/findings.py CORPUS.yaml NETWORKS.yaml

CORPUS.yaml holds real interactions (see corpus.py); those of one system are put together, under their own names, and
travel today as their code does. A finding that fires on most systems says nothing. NETWORKS.yaml holds call graphs of
public systems, with what people who looked said of single parts: all links are taken as calls.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archadvisor.api import assess, load_answers, load_knowledge
from archadvisor.assessment import Assessment
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.packaged import folder
from corpus import Entry, read_corpus, read_yaml
from mapping import FactMapping, answers_file, read_mapping

_WAYS = {"request": "call", "event": "message", "both": "message"}
"""How an entry travels today, by what its code does."""
HUB = "True"


def systems(entries: Sequence[Entry], knowledge: KnowledgeBase, mapping: FactMapping) -> Iterator[tuple[str, Any]]:
    """Yield the name of each system of a corpus, with an answers file that has all its interactions."""
    for name in dict.fromkeys(entry.system for entry in entries):
        own = [entry for entry in entries if entry.system == name]
        rows = [{**_row(mapping, knowledge, entry), "current": _WAYS[entry.label]} for entry in own]
        yield name, {"version": 1, "system": {"name": name}, "interactions": rows}


def _row(mapping: FactMapping, knowledge: KnowledgeBase, entry: Entry) -> dict[str, Any]:
    row = answers_file(mapping, knowledge, entry, None)["interactions"][0]
    to = list(dict.fromkeys(entry.receivers)) or ["somebody"]
    return {**row, "id": entry.id, "from": entry.sender, "to": to, "purpose": entry.purpose}


def network(links: Iterable[Sequence[str]]) -> Any:
    """Return an answers file in which every link of a call graph is a call for a result."""
    answers = {"wants": "action", "needs": "result"}
    rows = [
        {
            "id": f"link-{number}",
            "from": caller,
            "to": [called],
            "purpose": "call",
            "current": "call",
            "answers": answers,
        }
        for number, (caller, called) in enumerate(links)
    ]
    return {"version": 1, "system": {"name": "network"}, "interactions": rows}


def judged(knowledge: KnowledgeBase, content: Any) -> Assessment:
    """Return the advice on an answers file."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "answers.yaml"
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return assess(knowledge, load_answers(file, knowledge))


def fired(knowledge: KnowledgeBase, assessments: Sequence[Assessment]) -> Iterator[str]:
    """Yield for each finding on how many systems it fires."""
    today = Counter(name for a in assessments for name in {f.id for f in a.findings if f.today})
    advised = Counter(name for a in assessments for name in {f.id for f in a.findings if f.advised})
    any_ = Counter(name for a in assessments for name in {f.id for f in a.findings})
    yield f"{len(assessments)} systems (corpus and examples)"
    yield f"{'finding':<30} {'fires on':>8} {'today':>6} {'advised':>8}"
    for finding in knowledge.findings:
        name = finding.id
        yield f"{name:<30} {any_[name]:>8} {today[name]:>6} {advised[name]:>8}"


def found_in_networks(knowledge: KnowledgeBase, networks: Any) -> Iterator[str]:
    """Yield the circles of each network, and how well its hubs are found against the labels."""
    right = wrong = missed = 0
    for net in networks:
        assessment = judged(knowledge, network(net["links"]))
        labels = net.get("labelled", {})
        hubs = {f.parts[0] for f in assessment.findings if f.kind == "hub" and f.today}
        labelled = {part for part, label in labels.items() if label == HUB}
        right, wrong, missed = right + len(hubs & labelled), wrong + len(hubs - labelled), missed + len(labelled - hubs)
        for finding in assessment.findings:
            if finding.kind == "circle" and finding.today:
                yield f"circle in {net['system']}: {', '.join(finding.parts)}"
    found = right + wrong
    yield f"hubs: {right} right, {wrong} wrong, {missed} missed"
    yield f"precision {right / found:.2f}, recall {right / (right + missed):.2f}"


def main(arguments: Sequence[str]) -> int:
    """Print everything."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    knowledge = load_knowledge()
    entries = read_corpus(Path(arguments[0]))
    assessments = [judged(knowledge, content) for _, content in systems(entries, knowledge, read_mapping())]
    examples = sorted(folder("examples").glob("*/answers.yaml"))
    assessments += [assess(knowledge, load_answers(path, knowledge)) for path in examples]
    print("\n".join(fired(knowledge, assessments)))
    print("\n".join(found_in_networks(knowledge, read_yaml(Path(arguments[1]), list[dict[str, Any]]))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
