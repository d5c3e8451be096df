"""Two states of the answers → what differs: the only place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from archadvisor.answers.types import Answers, Decision, Interaction
from archadvisor.assess import Watch, assess
from archadvisor.assessment import Assessment, Row
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.review.check import unsupported
from archadvisor.review.comparison.beside import Told, differing_findings, differing_flows
from archadvisor.review.comparison.pairing import Pairing, all_parts, in_order, pair
from archadvisor.review.comparison.said import changes
from archadvisor.review.comparison.turning import Turning, advised
from archadvisor.review.comparison.types import (
    SCHEMA,
    Comparison,
    Decided,
    DecisionChange,
    Ends,
    Fallen,
    Links,
    Listed,
    Named,
    PartRenamed,
    Parts,
    RowChange,
    Side,
    Why,
)


def compare(
    knowledge: KnowledgeBase,
    old: Answers,
    new: Answers,
    version: str,
    sources: tuple[str, str],
    watch: Watch | None = None,
) -> Comparison:
    """Return what differs from the old answers to the new ones: deterministic, nothing where they say the same.

    `version` is the program's, `sources` say in words where each side comes from. Where rows stand in the file, and
    notes beside answers, are no difference.
    """
    pairing = pair(old, new)
    before = assess(knowledge, in_order(old, pairing), version, watch=watch)
    after = assess(knowledge, new, version, watch=watch)
    sides = _side(old, before), _side(new, after)
    now = {one.id: other.id for one, other in pairing.rows}
    there, here = Told(before, pairing.now, lambda name: now.get(name, name)), Told(after)
    rows = tuple(_rows(knowledge, *sides, pairing, Turning(knowledge, old, new, pairing)))
    fallen = tuple(_fallen(knowledge, old, new, pairing, sides[1]))
    added = tuple([_listed(knowledge, sides[1], row) for row in pairing.added])
    removed = tuple([_listed(knowledge, sides[0], row) for row in pairing.removed])
    parts, links = _parts(old, new, pairing), _links(old, new, pairing)
    answers = tuple(changes(knowledge, old, new, pairing))
    findings, flows = differing_findings(there, here), differing_flows(there, here)
    named = (old.name, old.rules) != (new.name, new.rules)
    found = (rows, added, removed, parts.added, parts.removed, parts.renamed, links.added, links.removed)
    return Comparison(
        schema=SCHEMA,
        version=version,
        rules_version=knowledge.method.version,
        changed=named or any(found) or any((answers, findings, flows)),
        old=Side(sources[0], old.name, old.rules),
        new=Side(sources[1], new.name, new.rules),
        fallen=fallen,
        rows=rows,
        rows_added=added,
        rows_removed=removed,
        parts=parts,
        links=links,
        answers=answers,
        findings=findings,
        flows=flows,
    )


class _File(Struct, frozen=True):
    """One file with its advice, by row; `disputes` are answers that contradict each other."""

    rows: Mapping[str, Row]
    numbers: Mapping[str, int]
    disputes: Mapping[str, Mapping[str, str]]

    def ends(self, row: Interaction) -> Ends:
        """Return a row as somebody recognises it."""
        return Ends(row.id, self.numbers[row.id], row.sender, row.receivers, row.purpose)


def _side(answers: Answers, assessment: Assessment) -> _File:
    disputes: dict[str, dict[str, str]] = {}
    for dispute in assessment.disputes:
        disputes.setdefault(dispute.interaction, {})[dispute.id] = dispute.because
    rows = {row.id: row for row in assessment.interactions}
    return _File(rows, {row.id: number for number, row in enumerate(answers.interactions, start=1)}, disputes)


def _listed(knowledge: KnowledgeBase, file: _File, row: Interaction) -> Listed:
    return Listed(file.ends(row), advised(file.rows[row.id]), _decided(knowledge, row.decision))


def _fallen(knowledge: KnowledgeBase, old: Answers, new: Answers, pairing: Pairing, after: _File) -> Iterator[Fallen]:
    """Yield the decisions of both files that hold for the old answers and no longer for the new ones."""
    before, now = unsupported(knowledge, old), unsupported(knowledge, new)
    for was, row in pairing.rows:
        decided, decision = _decided(knowledge, was.decision), _decided(knowledge, row.decision)
        if decided is None or decision is None or was.id in before or row.id not in now:
            continue
        if (decided.style, decided.form) == (decision.style, decision.form):
            yield Fallen(after.ends(row), decision, now[row.id])


def _rows(
    knowledge: KnowledgeBase, before: _File, after: _File, pairing: Pairing, turning: Turning
) -> Iterator[RowChange]:
    """Yield the rows of both files of which something differs."""
    for was, row in pairing.rows:
        one, other = before.rows[was.id], after.rows[row.id]
        old, new = advised(one), advised(other)
        why: Why | None
        if (old.style, old.form, old.state) != (new.style, new.form, new.state):
            why = turning.why(was, row, old, new)
        else:
            old, new, why = turning.by_rules(was, row, old, new)
        added, dropped = _apart(_safeguards(one), _safeguards(other))
        come, gone = _apart(before.disputes.get(was.id, {}), after.disputes.get(row.id, {}))
        decided = _decided(knowledge, was.decision), _decided(knowledge, row.decision)
        decision = DecisionChange(*decided) if decided[0] != decided[1] else None
        renamed = was.id != row.id or _moved(pairing, was, row)
        if why or renamed or decision or added or dropped or come or gone:
            yield RowChange(
                was=before.ends(was),
                row=after.ends(row),
                old=old,
                new=new,
                why=why,
                renamed=renamed,
                safeguards_added=tuple([Named(*one) for one in added]),
                safeguards_dropped=tuple([Named(*one) for one in dropped]),
                contradictions_new=tuple([because for _, because in come]),
                contradictions_gone=tuple([because for _, because in gone]),
                decision=decision,
            )


def _apart(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what only the new one has, and what only the old one has."""
    return [one for one in new.items() if one[0] not in old], [one for one in old.items() if one[0] not in new]


def _moved(pairing: Pairing, before: Interaction, after: Interaction) -> bool:
    """Tell whether a row has other ends."""
    receivers = {pairing.now(name) for name in before.receivers}
    return pairing.now(before.sender) != after.sender or receivers != set(after.receivers)


def _safeguards(row: Row) -> dict[str, str]:
    """Return the safeguards that a row needs, as decided where it is."""
    patterns = row.decision.patterns if row.decision else row.patterns
    return {advice.id: advice.name for advice in patterns if advice.role == "safeguard"}


def _decided(knowledge: KnowledgeBase, decision: Decision | None) -> Decided | None:
    if decision is None:
        return None
    form = knowledge.forms.get(decision.form)
    return Decided(
        style=decision.style,
        form=decision.form,
        form_name=form.name if form else "",
        because=decision.because,
        by=decision.by,
        date=decision.date,
        ticket=decision.ticket,
        review=decision.review,
        rules=decision.rules,
    )


def _parts(old: Answers, new: Answers, pairing: Pairing) -> Parts:
    was = {pairing.now(name): name for name in all_parts(old)}
    now = dict.fromkeys(all_parts(new))
    return Parts(
        added=tuple([name for name in now if name not in was]),
        removed=tuple([name for other, name in was.items() if other not in now]),
        renamed=tuple([PartRenamed(one, other) for one, other in pairing.renamed.items()]),
    )


def _links(old: Answers, new: Answers, pairing: Pairing) -> Links:
    before = {(pairing.now(sender), pairing.now(receiver)): (sender, receiver) for sender, receiver in _pairs(old)}
    after = dict.fromkeys(_pairs(new))
    return Links(
        added=tuple([link for link in after if link not in before]),
        removed=tuple([link for other, link in before.items() if other not in after]),
    )


def _pairs(answers: Answers) -> Iterator[tuple[str, str]]:
    for row in answers.interactions:
        yield from [(row.sender, receiver) for receiver in row.receivers]
