"""How often the advice agrees with what real systems do: python benchmarks/agreement.py CORPUS.yaml [--json]

Each entry of the corpus becomes an answers file with one interaction, by agreement-mapping.yaml, and
is scored through the public API: once without the usual way, once with it. Entries labelled
"both" are advised and listed, but count nowhere: the question is request or event. A row that the
product takes out of that question (style "neither") counts by what the product says for two parts
that have to stay apart, as they are in these systems; `agreement_neither_wrong` is the agreement if
such a row counts as not agreeing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct

from archadvisor.api import assess, load_answers, load_knowledge
from archadvisor.assessment import Row
from archadvisor.knowledge.types import KnowledgeBase
from baselines import always_request, best_question, difficulty, gut, regression
from corpus import Entry, read_corpus
from figures import (
    AIM,
    DRAWS,
    SURE,
    Bin,
    Draw,
    Figure,
    Judged,
    Metric,
    agreement,
    agreement_among,
    agreement_neither_wrong,
    auroc_right,
    brier,
    calibration_error,
    draws,
    figure,
    lead,
    reach,
    reliability,
    settled_agreement,
    settled_share,
    surest,
    undecided_among,
)
from mapping import FactMapping, answers_file, house_way, read_mapping, unmapped
from said import event, said

_METRICS: Mapping[str, Metric] = {
    "plain": agreement_among("plain"),
    "debatable": agreement_among("debatable"),
    "brier": brier,
    "ece": calibration_error,
    "auroc_right": auroc_right,
    "settled_share": settled_share,
    "settled_agreement": settled_agreement,
    "debatable_open": undecided_among("debatable"),
    "plain_open": undecided_among("plain"),
}
_COMPARED: Mapping[str, Metric] = {
    "all": agreement,
    "plain": agreement_among("plain"),
    "debatable": agreement_among("debatable"),
    "Brier": brier,
    "ECE": calibration_error,
}
_WORDS = {
    "agreement": "agreement, all",
    "agreement_house": "  with the usual way",
    "agreement_neither_wrong": "  if neither counts as not agreeing",
    "plain": "agreement, plain",
    "debatable": "agreement, debatable",
    "brier": "Brier score",
    "ece": "expected calibration error",
    "auroc_right": "AUROC of confidence, right against wrong",
    "settled_share": "share called settled",
    "settled_agreement": "agreement among settled",
    "debatable_open": "debatable called open or close",
    "plain_open": "plain called open or close",
}


class Advised(Struct, frozen=True):
    """An entry with what the product says, without and with the usual way."""

    entry: Entry
    row: Row
    house: Row


class Lead(Struct, frozen=True):
    """How far the product is ahead of a baseline, and in which share of the resamples it is not behind."""

    ahead: Figure
    not_behind: float


class Comparison(Struct, frozen=True):
    """The product beside the baselines: `baselines` and `leads` by the baseline's name, `compared` by metric too."""

    n: int
    systems: int
    figures: Mapping[str, Figure]
    baselines: Mapping[str, Figure]
    compared: Mapping[str, Mapping[str, Figure]]
    leads: Mapping[str, Lead]
    house_leads: Mapping[str, Lead]
    reliability: Sequence[Bin]
    surest: Mapping[str, Sequence[float]]
    """Agreement among the surest of what each says, by the shares of `SURE`."""
    reach: Mapping[str, float]
    """The largest share of the entries whose surest agree in `AIM`."""


class Result(Comparison, frozen=True, kw_only=True):
    """Everything that is measured; `judged` is what each baseline says, `neither` how many style is no question of."""

    question: str
    judged: Mapping[str, Sequence[Judged]]
    hard: Sequence[float]
    """How likely each counted entry is debatable, by a regression that was told which ones are."""
    disagreements: Sequence[Advised]
    neither: int
    both: Sequence[Advised]
    unmapped: Sequence[str]


def measure(entries: Sequence[Entry], knowledge: KnowledgeBase, mapping: FactMapping) -> Result:
    """Advise on all entries and compare with what the code does, beside the baselines."""
    advised = list(advise(entries, knowledge, mapping))
    judged = [a for a in advised if a.entry.label != "both"]
    counted = [a.entry for a in judged]
    product = [judged_by(a.entry, a.row) for a in judged]
    house = [judged_by(a.entry, a.house) for a in judged]
    question, single = best_question(counted)
    baselines = {
        "always_request": always_request(counted),
        "best_question": single,
        "regression": regression(counted),
        "gut": gut(counted),
    }
    return Result(
        **msgspec.structs.asdict(compare(product, house, baselines)),
        question=question,
        judged=baselines,
        hard=difficulty(counted),
        disagreements=[a for a in judged if said(a.row).style != a.entry.label],
        neither=sum(a.row.style == "neither" for a in judged),
        both=[a for a in advised if a.entry.label == "both"],
        unmapped=unmapped(mapping, entries),
    )


def compare(
    product: Sequence[Judged], house: Sequence[Judged], baselines: Mapping[str, Sequence[Judged]]
) -> Comparison:
    """Put the product, without and with the usual way, beside the baselines; all of the same entries."""
    resamples = draws([one.entry for one in product])
    return Comparison(
        n=len(product),
        systems=len({one.entry.system for one in product}),
        figures=_figures(product, house, resamples),
        baselines={name: figure(said, agreement, resamples) for name, said in baselines.items()},
        compared={
            name: {word: figure(said, metric, resamples) for word, metric in _COMPARED.items()}
            for name, said in {"product": product, "product, house": house, **baselines}.items()
        },
        leads={name: _lead(product, said, resamples) for name, said in baselines.items()},
        house_leads={name: _lead(house, said, resamples) for name, said in baselines.items()},
        reliability=reliability(product, resamples),
        surest={
            name: [round(surest(said, share), 4) for share in SURE]
            for name, said in {"product": product, **baselines}.items()
        },
        reach={name: round(reach(said, AIM), 4) for name, said in {"product": product, **baselines}.items()},
    )


def advise(entries: Sequence[Entry], knowledge: KnowledgeBase, mapping: FactMapping) -> Iterator[Advised]:
    """Score each entry with the product, as a system of one interaction."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.yaml"
        for entry in entries:
            way = house_way(mapping.house_way, entry, entries)
            row = _row(file, knowledge, mapping, entry, None)
            yield Advised(entry, row, _row(file, knowledge, mapping, entry, way) if way else row)


def as_json(result: Result) -> str:
    """Return the promised figures; keys may be added, never renamed."""
    figures = msgspec.to_builtins(result.figures)
    return json.dumps({"n": result.n, **figures, "baselines": msgspec.to_builtins(result.baselines)}, indent=2)


def as_text(result: Result) -> str:
    """Return everything that was measured, for a reader."""
    return "\n".join(
        [
            *_head_lines(result),
            *_figure_lines(result),
            *_baseline_lines(result),
            *_lead_lines(result),
            *_reliability_lines(result.reliability),
            "\nLabelled both",
            *(line for advised in result.both for line in _case_lines(advised)),
            f"\nDisagreements ({len(result.disagreements)})",
            *(line for advised in result.disagreements for line in _case_lines(advised)),
        ]
    )


def _row(file: Path, knowledge: KnowledgeBase, mapping: FactMapping, entry: Entry, house: str | None) -> Row:
    content = answers_file(mapping, knowledge, entry, house)
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return assess(knowledge, load_answers(file, knowledge)).interactions[0]


def judged_by(entry: Entry, row: Row) -> Judged:
    """Return what the product's row says about an entry, for two parts that stay apart."""
    return Judged(entry, event(row), said(row).style == entry.label, row.state, row.style == "neither")


def _figures(product: Sequence[Judged], house: Sequence[Judged], resamples: list[Draw]) -> dict[str, Figure]:
    return {
        "agreement": figure(product, agreement, resamples),
        "agreement_house": figure(house, agreement, resamples),
        "agreement_neither_wrong": figure(product, agreement_neither_wrong, resamples),
        **{name: figure(product, metric, resamples) for name, metric in _METRICS.items()},
    }


def _lead(product: Sequence[Judged], baseline: Sequence[Judged], resamples: list[Draw]) -> Lead:
    """Compare entry by entry in the same resamples (the paired bootstrap)."""
    pairs = list(zip(product, baseline, strict=True))
    drawn = [lead([pairs[i] for i in draw]) or 0.0 for draw in resamples]
    return Lead(figure(pairs, lead, resamples), sum(d >= 0 for d in drawn) / len(drawn))


# --- for a reader ----------------------------------------------------------------------------------


def _number(figure: Figure) -> str:
    """Write a figure with its interval: "0.866 (0.79 to 0.92)"."""
    if figure.value is None or figure.low is None or figure.high is None:
        return "none"
    return f"{figure.value:.3f} ({figure.low:.2f} to {figure.high:.2f})"


def _head_lines(result: Result) -> Iterator[str]:
    yield f"{result.n} interactions of {result.systems} systems labelled request or event."
    yield f"{len(result.both)} labelled both are left out of all figures."
    yield f"{result.neither} are taken out of the question (neither), and count by what is said if they stay apart."
    yield f"Intervals: 95 %, {DRAWS} resamples of systems. The best single question is {result.question}."
    yield from (f"Not in the mapping, so unanswered: {value}" for value in result.unmapped)


def _figure_lines(result: Result) -> Iterator[str]:
    yield "\nThe product"
    for name, found in result.figures.items():
        yield f"  {_WORDS[name]:<42} {_number(found)}"


def _baseline_lines(result: Result) -> Iterator[str]:
    yield f"\n{'Beside it':<17}" + "".join(f"{word:<23}" for word in _COMPARED)
    for name, figures in result.compared.items():
        yield f"  {name:<15}" + "".join(f"{_number(found):<23}" for found in figures.values())


def _lead_lines(result: Result) -> Iterator[str]:
    for title, leads in (("", result.leads), (", with the usual way", result.house_leads)):
        yield f"\nAhead of the baselines by the paired bootstrap{title}"
        for name, found in leads.items():
            yield f"  {name:<15}{_number(found.ahead):<25}not behind in {found.not_behind:.0%} of the resamples"


def _reliability_lines(bins: Iterable[Bin]) -> Iterator[str]:
    yield "\nReliability: confidence, number, mean confidence, share of right ones"
    for found in bins:
        yield f"  {found.low:.1f}-{found.high:.1f} {found.count:>4}   {found.confidence:.3f}   {_number(found.right)}"


def _case_lines(advised: Advised) -> Iterator[str]:
    entry, row, house = advised.entry, advised.row, advised.house
    yield f"  {entry.id} ({entry.difficulty}): {entry.sender} -> {', '.join(entry.receivers)}: {entry.purpose}"
    yield (
        f"    advice: {row.style}, {row.form_name}; {row.state}, confidence {row.confidence:.2f}, "
        f"score {row.score:+.1f}; with the usual way {house.style} {house.score:+.1f}"
    )
    yield f"    by: {_sum_of(row)}"
    yield f"    system: {entry.label} ({entry.system}@{entry.evidence.commit} {entry.evidence.path})"
    yield f"      {entry.evidence.what}"


def _sum_of(row: Row) -> str:
    if row.constraints:
        return ", ".join(constraint.id for constraint in row.constraints)
    return ", ".join(f"{line.rule} {line.favours} {line.weight}" for line in row.evidence if line.counted) or "nothing"


def main(arguments: Sequence[str]) -> int:
    """Measure one corpus file and print the figures."""
    parser = argparse.ArgumentParser(prog="agreement.py", description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, metavar="CORPUS.yaml")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(arguments)
    try:
        entries = read_corpus(options.corpus)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        parser.error(f"{options.corpus}: {error}")
    if all(entry.label == "both" for entry in entries):
        parser.error(f"{options.corpus}: no interaction is labelled request or event")
    result = measure(entries, load_knowledge(), read_mapping())
    print(as_json(result) if options.json else as_text(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
