"""Write the published figures again: python benchmarks/publish.py [CORPUS.yaml]

Writes benchmarks/results/agreement.json and from it the tables of docs/evidence.md, the plot beside them, the
summary in README, and rules/measured.yaml, which reports cite. What the product says is worked out from the real
interactions that the project holds; what the baselines say comes from a corpus, or without one from the data file.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

import evidence
from agreement import Lead, compare, judged_by, measure
from archadvisor.api import load_knowledge
from archadvisor.knowledge.types import KnowledgeBase, Precedent
from corpus import Entry, Place, read_corpus
from figures import DRAWS, Judged
from held import counted, held, house_ways, rows
from mapping import read_mapping


class Said(Struct, frozen=True):
    """What only a corpus tells: the entries in its order, the debatable ones, and what the baselines say."""

    both: int
    question: str
    debatable: Sequence[str]
    entries: Sequence[str]
    said: Mapping[str, Sequence[float]]
    hard: Sequence[float]


def of_corpus(path: Path, knowledge: KnowledgeBase) -> Said:
    """Return what the baselines say about a corpus."""
    result = measure(read_corpus(path), knowledge, read_mapping())
    entries = [one.entry for one in result.judged["gut"]]
    return Said(
        both=len(result.both),
        question=result.question,
        debatable=sorted(entry.id for entry in entries if entry.difficulty == "debatable"),
        entries=[entry.id for entry in entries],
        said={name: [round(one.event, 6) for one in judged] for name, judged in result.judged.items()},
        hard=[round(share, 6) for share in result.hard],
    )


def of_data(found: evidence.Measured) -> Said:
    """Return what the baselines said when they were last published."""
    return Said(found.both, found.question, found.debatable, found.entries, found.said, found.hard)


def measured(said: Said, knowledge: KnowledgeBase) -> evidence.Measured:
    """Compare what the product says today about what the project holds with what the baselines say."""
    everything = held(knowledge)
    known = {precedent.id: precedent for precedent in counted(everything)}
    precedents = [known[name] for name in said.entries]
    entries = [_entry(precedent, precedent.id in said.debatable) for precedent in precedents]
    found = rows(knowledge, precedents)
    house = rows(knowledge, precedents, house_ways(read_mapping().house_way, everything))
    result = compare(
        [judged_by(entry, found[entry.id]) for entry in entries],
        [judged_by(entry, house[entry.id]) for entry in entries],
        {
            name: [Judged(e, p, (p > 0.5) == (e.label == "event")) for e, p in zip(entries, events, strict=True)]
            for name, events in said.said.items()
        },
    )
    return evidence.Measured(
        n=result.n,
        systems=result.systems,
        both=said.both,
        draws=DRAWS,
        question=said.question,
        figures=result.figures,
        compared=result.compared,
        leads={name: _ahead(lead) for name, lead in result.leads.items()},
        house_leads={name: _ahead(lead) for name, lead in result.house_leads.items()},
        reliability=result.reliability,
        debatable=said.debatable,
        entries=said.entries,
        said=said.said,
        hard=said.hard,
        surest=result.surest,
        reach=result.reach,
    )


def _entry(precedent: Precedent, debatable: bool) -> Entry:
    """Return a precedent as an entry of a corpus whose facts and gut are not looked at."""
    return Entry(
        id=precedent.id,
        system=precedent.repository,
        sender=precedent.sender,
        receivers=precedent.receivers,
        purpose=precedent.does,
        facts={},
        gut="either",
        label=precedent.style.value,
        difficulty="debatable" if debatable else "plain",
        evidence=Place(precedent.path, precedent.commit, precedent.does),
    )


def _ahead(lead: Lead) -> evidence.Ahead:
    return evidence.Ahead(lead.ahead, round(lead.not_behind, 4))


def main() -> None:
    knowledge = load_knowledge()
    given = sys.argv[1:]
    said = of_corpus(Path(given[0]), knowledge) if given else of_data(evidence.read_data().measured)
    found = measured(said, knowledge)
    data = evidence.Data(found, evidence.from_held(knowledge, found.debatable))
    evidence.DATA.parent.mkdir(exist_ok=True)
    evidence.DATA.write_text(evidence.data_file(data), encoding="utf-8")
    for page in (evidence.PAGE, evidence.README):
        page.write_text(evidence.written(page.read_text(encoding="utf-8"), data), encoding="utf-8")
    evidence.PLOT.write_text(evidence.plot(data), encoding="utf-8")
    evidence.RULES.write_text(evidence.rules_file(data), encoding="utf-8")


if __name__ == "__main__":
    main()
