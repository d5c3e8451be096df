"""Write the published figures again: python benchmarks/publish.py CORPUS.yaml

Measures, then writes benchmarks/results/agreement.json and from it the tables of docs/evidence.md, the
plot beside them, the summary in README, and rules/measured.yaml, which reports cite.
"""

from __future__ import annotations

import sys
from pathlib import Path

import evidence
from agreement import Lead, Result, measure
from archadvisor.api import load_knowledge
from corpus import Entry, read_corpus
from figures import DRAWS
from mapping import read_mapping


def measured(result: Result, entries: list[Entry]) -> evidence.Measured:
    """Return what of a measurement is published."""
    return evidence.Measured(
        n=result.n,
        systems=result.systems,
        both=len(result.both),
        draws=DRAWS,
        question=result.question,
        figures=result.figures,
        compared=result.compared,
        leads={name: _ahead(lead) for name, lead in result.leads.items()},
        house_leads={name: _ahead(lead) for name, lead in result.house_leads.items()},
        reliability=result.reliability,
        debatable=sorted(e.id for e in entries if e.difficulty == "debatable" and e.label != "both"),
    )


def _ahead(lead: Lead) -> evidence.Ahead:
    return evidence.Ahead(lead.ahead, round(lead.not_behind, 4))


def main() -> None:
    entries = list(read_corpus(Path(sys.argv[1])))
    knowledge = load_knowledge()
    found = measured(measure(entries, knowledge, read_mapping()), entries)
    data = evidence.Data(found, evidence.from_held(knowledge, found.debatable))
    evidence.DATA.parent.mkdir(exist_ok=True)
    evidence.DATA.write_text(evidence.data_file(data), encoding="utf-8")
    for page in (evidence.PAGE, evidence.README):
        page.write_text(evidence.written(page.read_text(encoding="utf-8"), data), encoding="utf-8")
    evidence.PLOT.write_text(evidence.plot(data), encoding="utf-8")
    evidence.RULES.write_text(evidence.rules_file(data), encoding="utf-8")


if __name__ == "__main__":
    main()
