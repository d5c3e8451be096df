"""Everything that the rules can say is said for some answers, and nothing is said nearly always."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from generating import KNOWLEDGE, read_data, seeded

from archadvisor.api import assess
from archadvisor.knowledge.conditions import keys
from archadvisor.knowledge.types import Scope

FILES = 500
ROWS = (1, 19)
"""How many interactions a file has, in turn: 5,000 in all."""


@pytest.mark.slow
def test_every_outcome_occurs_and_none_nearly_always() -> None:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in range(FILES):
        assessment = assess(KNOWLEDGE, read_data(seeded(seed, ROWS[seed % 2])))
        for row in assessment.interactions:
            for name in ("style", "form", "state", "decided_by"):
                found[name][getattr(row, name)] += 1
            found["carrier"][row.carrier] += 1
            found["form open"].update(open_.question for open_ in row.form_open)
            found["move"][str(row.move)] += 1
            found["pattern"].update(advice.id for advice in row.patterns[1:])
            found["rule"].update(line.rule for line in row.evidence)
            if row.decided_by == "gate":
                found["gate"][row.constraints[0].id] += 1
        found["cost"].update(cost.id for cost in assessment.costs)
        found["dispute"].update(dispute.id for dispute in assessment.disputes)
        found["stage"].update(stage.kind for stage in assessment.roadmap)
        found["verdict"][assessment.system.verdict] += 1
    expected = {
        "style": {"request", "event", "neither", "unknown"},
        "form": set(KNOWLEDGE.forms),
        "state": {"settled", "open", "close", "given", "unknown"},
        "carrier": {form.carrier for form in KNOWLEDGE.forms.values()},
        "form open": {question.id for question in KNOWLEDGE.of_scope(Scope.PART) if question.doubt_when},
        "pattern": {pattern.id for pattern in KNOWLEDGE.safeguards},
        "gate": {gate.id for gate in KNOWLEDGE.gates},
        "cost": {cost.id for cost in KNOWLEDGE.costs},
        # Random answers have no figures to speak of; what those contradict is told in tests/figures.
        "dispute": {d.id for d in KNOWLEDGE.disputes if not keys(d.when) & {"load", "served-in"}},
        "move": {"keep", "change", "new", "None"},
        "decided_by": {"evidence", "constraint", "gate", "given"},
        "stage": {"keep", "build", "decide", "later"},
        "verdict": {"request", "event", "hybrid", "neither"},
        "rule": {rule.id for rule in KNOWLEDGE.rules},
    }
    assert {name: names - set(found[name]) for name, names in expected.items()} == {name: set() for name in expected}
    for name in ("style", "form", "state"):
        most, times = found[name].most_common(1)[0]
        assert times <= 0.95 * found[name].total(), f"{most} comes out nearly always"
