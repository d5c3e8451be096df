"""The published figures: the data file, the tables of docs/evidence.md, the plot and the rule file, from one another.

Pure: publish.py measures and writes, tests/test_evidence.py compares. Whatever the project itself holds
(rules/precedents-code.yaml) is worked out anew by `from_held`, so that nothing goes stale when a rule changes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Literal

import msgspec
from msgspec import Struct

from archadvisor.assessment import Row
from archadvisor.knowledge.types import Archetype, KnowledgeBase, Precedent
from archadvisor.scoring.score import outcome, ungated
from corpus import read_yaml
from figures import AIM, SURE, Bin, Figure, found_at
from fit import Fit, as_text, fitted
from held import agrees, archetype_rows, counted, held, house_ways, only, rows
from mapping import read_mapping
from reasons import asked, covered, read_reasons
from said import event

HERE = Path(__file__).parent
DATA = HERE / "results" / "agreement.json"
VERDICTS = HERE / "disagreements.yaml"
PAGE = HERE.parent / "docs" / "evidence.md"
README = HERE.parent / "README.md"
PLOT = HERE.parent / "docs" / "evidence-questions.svg"
RULES = HERE.parent / "rules" / "measured.yaml"

_BLOCK = re.compile(r"(<!-- (?P<name>[\w-]+): written by benchmarks/publish.py -->\n).*?(<!-- end -->)", re.DOTALL)
_VERDICTS: Mapping[str, str] = {
    "rule-wrong": "the rule is wrong",
    "question-missing": "a question is missing",
    "system-arguable": "the system is arguably wrong",
    "house-bound": "bound by its house or an outsider",
    "even-odds": "even odds",
    "same-in-substance": "the same in substance",
}
_FIGURES = {
    "agreement": "agreement, all entries",
    "agreement_house": "agreement, all entries, with the usual way",
    "agreement_neither_wrong": "agreement, all entries, if *neither* counts as not agreeing",
    "plain": "agreement, plain entries",
    "debatable": "agreement, debatable entries",
    "brier": "Brier score",
    "ece": "expected calibration error",
    "auroc_right": "AUROC of confidence, right against wrong",
    "settled_share": "share called settled",
    "settled_agreement": "agreement among settled",
    "debatable_open": "debatable entries called open or close",
    "plain_open": "plain entries called open or close",
}
_DECIDING = ("wants", "needs", "stands-still")
"""The questions that settle nearly all of the style."""
_COMPARED = {
    "product": "**archadvisor**",
    "product, house": "**archadvisor**, with the usual way",
    "always_request": "always request",
    "best_question": "the best single question",
    "regression": "regression over all facts, system held out",
    "gut": "the coder's gut",
}


class Verdict(Struct, frozen=True, forbid_unknown_fields=True):
    """Why advice and code disagree."""

    verdict: Literal[
        "rule-wrong", "question-missing", "system-arguable", "house-bound", "even-odds", "same-in-substance"
    ]
    why: str


class Verdicts(Struct, frozen=True, forbid_unknown_fields=True):
    """The verdicts by entry."""

    disagreements: Mapping[str, Verdict]


class Ahead(Struct, frozen=True):
    """How far the product is ahead of a baseline, and in which share of the resamples it is not behind."""

    ahead: Figure
    not_behind: float


class Measured(Struct, frozen=True):
    """What is compared with baselines, with intervals; the last three need the corpus."""

    n: int
    systems: int
    both: int
    draws: int
    question: str
    figures: Mapping[str, Figure]
    compared: Mapping[str, Mapping[str, Figure]]
    leads: Mapping[str, Ahead]
    house_leads: Mapping[str, Ahead]
    reliability: Sequence[Bin]
    debatable: Sequence[str]
    entries: Sequence[str]
    said: Mapping[str, Sequence[float]]
    """By baseline: the probability of event that it gives to each of the entries."""
    hard: Sequence[float]
    """How likely each of the entries is debatable, by a regression that was told which ones are in other systems."""
    surest: Mapping[str, Sequence[float]]
    """Agreement among the surest of what each says, by the shares of `SURE`."""
    reach: Mapping[str, float]
    """The largest share of the entries whose surest agree in `AIM`, by who says it."""


class Case(Struct, frozen=True):
    """An entry on which advice and code disagree."""

    id: str
    advice: str
    state: str
    confidence: float
    code: str


class Asked(Struct, frozen=True):
    """What the first questions of the interview give, and the best that so many questions could."""

    question: str
    count: int
    asked: float
    agreement: float
    undecided: float
    best: float
    of: Sequence[str]


class Kind(Struct, frozen=True):
    """An archetype: its drafts, what they advise, and what its real examples do, by id.

    otherwise: those of its answers that were coded otherwise for some example
    alike: how many real interactions have its deciding answers, and how many of them do what it advises
    """

    id: str
    name: str
    answers: Sequence[str]
    advice: str
    form: str
    examples: Mapping[str, str]
    otherwise: Sequence[str]
    alike: int
    alike_same: int


class Reasons(Struct, frozen=True):
    """Reasons of how many records, and which shares a question, or a question or what is shown, takes in."""

    records: int
    reasons: int
    asked: float
    covered: float


class Held(Struct, frozen=True):
    """What can be worked out from what the project holds."""

    values: Mapping[str, float]
    neither: int
    disagreements: Sequence[Case]
    questions: Sequence[Asked]
    archetypes: Sequence[Kind]
    fit: Fit
    reasons: Reasons


class Data(Struct, frozen=True):
    """All that is published."""

    measured: Measured
    held: Held


# --- from what the project holds --------------------------------------------------------------------


def from_held(knowledge: KnowledgeBase, debatable: Iterable[str]) -> Held:
    """Work out everything that needs no corpus; `debatable` are ids."""
    everything = held(knowledge)
    precedents = counted(everything)
    found = rows(knowledge, precedents)
    house = rows(knowledge, precedents, house_ways(read_mapping().house_way, everything))
    reasons = read_reasons().reasons()
    return Held(
        values=_values(precedents, found, house, frozenset(debatable)),
        neither=sum(1 for row in found.values() if row.style == "neither"),
        disagreements=[_case(p, found[p.id]) for p in precedents if not agrees(p, found[p.id])],
        questions=_questions(knowledge, precedents),
        archetypes=_archetypes(knowledge, everything),
        fit=fitted(knowledge),
        reasons=Reasons(
            records=len(read_reasons().records),
            reasons=len(reasons),
            asked=round(asked(reasons), 4),
            covered=round(covered(reasons), 4),
        ),
    )


def _values(
    precedents: Sequence[Precedent], found: Mapping[str, Row], house: Mapping[str, Row], debatable: frozenset[str]
) -> dict[str, float]:
    def share(of: Iterable[Precedent], right: Mapping[str, Row] = found) -> float:
        return round(fmean([agrees(p, right[p.id]) for p in of]), 4)

    def open_(of: Iterable[Precedent]) -> float:
        return round(fmean([found[p.id].state in ("open", "close") for p in of]), 4)

    hard = [p for p in precedents if p.id in debatable]
    plain = [p for p in precedents if p.id not in debatable]
    settled = [p for p in precedents if found[p.id].state == "settled"]
    return {
        "agreement": share(precedents),
        "agreement_house": share(precedents, house),
        "agreement_neither_wrong": round(
            fmean([agrees(p, found[p.id]) and found[p.id].style != "neither" for p in precedents]), 4
        ),
        "plain": share(plain),
        "debatable": share(hard),
        "brier": round(fmean([(event(found[p.id]) - (p.style == "event")) ** 2 for p in precedents]), 4),
        "settled_share": round(len(settled) / len(precedents), 4),
        "settled_agreement": share(settled),
        "debatable_open": open_(hard),
        "plain_open": open_(plain),
    }


def _case(precedent: Precedent, row: Row) -> Case:
    return Case(precedent.id, f"{row.style}, {row.form_name}", row.state, row.confidence, precedent.style.value)


def _questions(knowledge: KnowledgeBase, precedents: Sequence[Precedent]) -> list[Asked]:
    """Return what the first questions that the facts answer give: of the interaction as `ask` asks, then of parts."""
    known = {key.rpartition(".")[2] for precedent in precedents for key in precedent.answers}
    order = [q.id for q in sorted(knowledge.questions.values(), key=lambda q: q.scope != "interaction")]
    order = [question for question in order if question in known]
    table = []
    for count in range(len(order) + 1):
        first = frozenset(order[:count])
        shortened = [msgspec.structs.replace(p, answers=only(p.answers, first)) for p in precedents]
        found = rows(knowledge, shortened)
        best, of = max(
            ((_agreement(knowledge, precedents, some), some) for some in combinations(order, count)), key=_of
        )
        table.append(
            Asked(
                question=order[count - 1] if count else "",
                count=count,
                asked=round(fmean([_count(knowledge, p) for p in shortened]), 2),
                agreement=round(fmean([agrees(p, found[p.id]) for p in precedents]), 4),
                undecided=round(fmean([found[p.id].state in ("open", "close") for p in precedents]), 4),
                best=round(best, 4),
                of=list(of),
            )
        )
    return table


def _of(found: tuple[float, Sequence[str]]) -> float:
    return found[0]


def _count(knowledge: KnowledgeBase, precedent: Precedent) -> int:
    """Return how many questions were answered and asked, a tick list with nothing ticked left out."""
    facts = outcome(knowledge, {"receivers": frozenset(("one",)), **precedent.answers}).facts
    return len(facts) - 1


def _agreement(knowledge: KnowledgeBase, precedents: Sequence[Precedent], questions: Iterable[str]) -> float:
    some = frozenset(questions)
    blank = {"damage": frozenset[str](), "also": frozenset[str]()}
    found = [outcome(knowledge, {**blank, **_one_or_several(p), **only(p.answers, some)}) for p in precedents]
    styles = [one.style if one.gate is None else ungated(knowledge, one).style for one in found]
    return fmean([style.value == p.style.value for style, p in zip(styles, precedents, strict=True)])


def _one_or_several(precedent: Precedent) -> dict[str, frozenset[str]]:
    return {"receivers": frozenset(("several" if len(precedent.receivers) > 1 else "one",))}


def _archetypes(knowledge: KnowledgeBase, precedents: Sequence[Precedent]) -> list[Kind]:
    found = archetype_rows(knowledge)
    return [_kind(knowledge, archetype, found[archetype.id], precedents) for archetype in knowledge.archetypes.values()]


def _kind(knowledge: KnowledgeBase, archetype: Archetype, row: Row, precedents: Sequence[Precedent]) -> Kind:
    drafts = {
        draft.question: draft.values[0]
        for draft in (*archetype.answers, *archetype.typical)
        if not knowledge.questions[draft.question].ticks
    }
    named = {example.corpus for example in archetype.examples}
    examples = [precedent for precedent in precedents if precedent.id in named]
    deciding = {question: drafts[question] for question in _DECIDING if question in drafts}
    alike = [p for p in counted(precedents) if all(value in p.answers.get(q, ()) for q, value in deciding.items())]
    return Kind(
        id=archetype.id,
        name=archetype.name,
        answers=[f"{question}.{value}" for question, value in drafts.items()],
        advice=row.style,
        form=row.form_name,
        examples={precedent.id: precedent.style.value for precedent in examples},
        otherwise=[
            f"{question}.{value}"
            for question, value in drafts.items()
            if any(question in p.answers and value not in p.answers[question] for p in examples)
        ],
        alike=len(alike),
        alike_same=sum(agrees(p, row) for p in alike),
    )


# --- files ------------------------------------------------------------------------------------------


def read_data() -> Data:
    """Read the data file."""
    return msgspec.json.decode(DATA.read_bytes(), type=Data)


def data_file(data: Data) -> str:
    """Return the content of the data file."""
    return json.dumps(msgspec.to_builtins(data), indent=2, ensure_ascii=False) + "\n"


def read_verdicts() -> Mapping[str, Verdict]:
    """Read the reviewed verdicts on the disagreements."""
    return read_yaml(VERDICTS, Verdicts).disagreements


def rules_file(data: Data) -> str:
    """Return the rule file that the method line of reports cites."""
    figures = data.measured.figures
    agreement, settled = figures["agreement"], figures["settled_agreement"]
    lines = [
        "# Written by benchmarks/publish.py from benchmarks/results/agreement.json; see docs/evidence.md.",
        "measured:",
        f"  interactions: {data.measured.n}",
        f"  systems: {data.measured.systems}",
        *(f'  {name}: "{_two(value)}"' for name, value in _bounds("agreement", agreement)),
        f'  settled_share: "{_two(figures["settled_share"].value)}"',
        *(f'  {name}: "{_two(value)}"' for name, value in _bounds("settled", settled)),
    ]
    return "\n".join(lines) + "\n"


def _bounds(name: str, found: Figure) -> Iterator[tuple[str, float | None]]:
    yield name, found.value
    yield f"{name}_low", found.low
    yield f"{name}_high", found.high


def written(text: str, data: Data) -> str:
    """Return a page with its tables written again between their markers."""
    known = tables(data, read_verdicts())
    return _BLOCK.sub(lambda found: f"{found[1]}\n{known[found['name']]}\n\n{found[3]}", text)


# --- tables -----------------------------------------------------------------------------------------


def tables(data: Data, verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """Return what stands between the markers of a page, by name."""
    measured, known = data.measured, data.held
    return {
        "summary": _summary(data),
        "figures": _table(
            ("", "value", "95 % interval"),
            [
                (word, _three(measured.figures[name].value), _interval(measured.figures[name]))
                for name, word in _FIGURES.items()
            ],
        ),
        "baselines": _baselines(measured),
        "leads": _leads(measured),
        "reliability": _table(
            ("confidence", "entries", "mean confidence", "agree"),
            [
                (f"{b.low:.1f} to {b.high:.1f}", b.count, _three(b.confidence), _with_interval(b.right))
                for b in measured.reliability
            ],
        ),
        "surest": _table(
            ("the surest", *(f"{_hundred(share)} of 100" for share in SURE), f"{_hundred(AIM)} in 100 up to"),
            [
                (word, *(_three(value) for value in measured.surest[name]), f"{_hundred(measured.reach[name])} of 100")
                for name, word in _COMPARED.items()
                if name in measured.surest and name != "always_request"
            ],
        ),
        "hard": _hard(measured),
        "questions": _table(
            ("questions", "the last of them", "answers an entry", "agree", "open or close", "best of so many"),
            [
                (
                    q.count,
                    f"`{q.question}`" if q.question else "none",
                    f"{q.asked:.1f}",
                    _three(q.agreement),
                    _three(q.undecided),
                    f"{_three(q.best)}{_names(q.of)}",
                )
                for q in known.questions
            ],
        ),
        "verdicts": _table(("verdict", "entries"), _verdict_counts(known, verdicts)),
        "disagreements": _table(
            ("entry", "advice", "code", "verdict", "why"),
            [
                (
                    f"`{c.id}`",
                    f"{c.advice}; {c.state}, {c.confidence:.2f}",
                    c.code,
                    _VERDICTS[verdicts[c.id].verdict],
                    verdicts[c.id].why,
                )
                for c in known.disagreements
                if c.id in verdicts
            ],
        ),
        "archetypes": _archetype_table(known),
        "fit": "```text\n" + as_text(known.fit) + "\n```",
        "reasons": _reasons(known),
    }


def _hard(measured: Measured) -> str:
    """Compare what the product calls undecided with what a regression finds that was told which ones are debatable."""
    debatable = [name in measured.debatable for name in measured.entries]
    own, plain = measured.figures["debatable_open"].value or 0.0, measured.figures["plain_open"].value or 0.0
    doubts = [-max(event, 1 - event) for event in measured.said["gut"]]
    rows = [
        (
            _three(share),
            _three(own) if share == plain else "",
            _three(found_at(measured.hard, debatable, share)),
            _three(found_at(doubts, debatable, share)),
        )
        for share in (plain, *(number / 20 for number in range(1, 9)))
    ]
    head = ("plain entries called so", "debatable ones by archadvisor", "by the regression", "by the coder's doubts")
    return _table(head, rows)


def _summary(data: Data) -> str:
    measured, figure = data.measured, data.measured.figures
    return (
        f"On {measured.n} real interactions of {measured.systems} public systems the advice agrees with what the code "
        f"does in **{_of_hundred(figure['agreement'], '**')}, and in {_of_hundred(figure['agreement_house'])} where "
        "the usual way is known. Where it leaves nothing open "
        f"({_hundred(figure['settled_share'].value)} of 100), it agrees in "
        f"{_of_hundred(figure['settled_agreement'])}. {measured.both} further entries use both styles "
        f"and are not counted. For {data.held.neither} entries the advice is to keep both in one service; they count "
        "by the advice for the case that they stay apart, as they do in these systems. "
        f"Intervals are 95 %, by {measured.draws} resamples of whole systems."
    )


def _of_hundred(found: Figure, after: str = "") -> str:
    return f"{_hundred(found.value)} of 100{after} ({_interval(found, 100)})"


def _reasons(known: Held) -> str:
    found = known.reasons
    return (
        f"{found.reasons} reasons of {found.records} records: a question takes in {_hundred(found.asked)} of 100, "
        f"and with the prices that are shown as consequences {_hundred(found.covered)} of 100 are covered."
    )


def _baselines(measured: Measured) -> str:
    metrics = list(measured.compared["product"])
    best = {"best_question": f"{_COMPARED['best_question']} (`{measured.question}`)"}
    return _table(
        ("", *metrics),
        [
            (best.get(name, word), *(_with_interval(measured.compared[name][metric]) for metric in metrics))
            for name, word in _COMPARED.items()
        ],
    )


def _leads(measured: Measured) -> str:
    return _table(
        ("against", "ahead by", "not behind in", "with the usual way", "not behind in"),
        [
            (
                _COMPARED[name],
                _with_interval(found.ahead, sign=True),
                f"{found.not_behind:.0%}",
                _with_interval(measured.house_leads[name].ahead, sign=True),
                f"{measured.house_leads[name].not_behind:.0%}",
            )
            for name, found in measured.leads.items()
        ],
    )


def _verdict_counts(known: Held, verdicts: Mapping[str, Verdict]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter(verdicts[case.id].verdict for case in known.disagreements if case.id in verdicts)
    return [(word, counts[name]) for name, word in _VERDICTS.items()]


def _archetype_table(known: Held) -> str:
    lines = []
    for kind in known.archetypes:
        examples = ", ".join(f"`{name}` {style}" for name, style in kind.examples.items())
        answers = ", ".join(f"*{name}*" if name in kind.otherwise else name for name in kind.answers)
        alike = f"{kind.alike_same} of {kind.alike}" if kind.alike else "none"
        advice = f"{kind.advice}, {kind.form}"
        lines.append((f"`{kind.id}`", answers, advice, alike, examples or "none measured"))
    head = (
        "archetype",
        "prefilled and typical answers",
        "advice",
        "alike that do so",
        "real examples, chosen as typical",
    )
    return _table(head, lines)


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    written = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in written)


def _names(questions: Sequence[str]) -> str:
    return f" ({', '.join(questions)})" if questions else ""


def _two(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def _three(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _hundred(value: float | None) -> str:
    return "none" if value is None else f"{value * 100:.0f}"


def _interval(found: Figure, times: int = 1) -> str:
    if found.low is None or found.high is None:
        return "none"
    low, high = found.low * times, found.high * times
    return f"{low:.0f} to {high:.0f}" if times > 1 else f"{low:.2f} to {high:.2f}"


def _with_interval(found: Figure, sign: bool = False) -> str:
    if found.value is None:
        return "none"
    return f"{found.value:{'+' if sign else ''}.3f} ({_interval(found)})"


# --- the plot ---------------------------------------------------------------------------------------

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640, 340, 50, 20, 50


def plot(data: Data) -> str:
    """Return agreement against the number of questions as SVG; colours follow the reader's scheme."""
    questions = data.held.questions
    step = (_WIDTH - _LEFT - 30) / (len(questions) - 1)

    def at(number: int, share: float) -> str:
        height = _HEIGHT - _TOP - _BOTTOM
        return f"{_LEFT + step * number:.0f},{_TOP + height * (1 - (share - 0.4) / 0.6):.0f}"

    def mark(number: int, share: float, text: str, how: str) -> str:
        x, y = at(number, share).split(",")
        return f'<text x="{x}" y="{y}" {how}>{text}</text>'

    grid = [tenth / 10 for tenth in range(4, 11)]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="title">',
        '<title id="title">Agreement with real systems against the number of questions asked</title>',
        "<style>text{font:12px sans-serif;fill:#333}.g{stroke:#ccc}.a{fill:none;stroke:#0b6}.b{fill:none;stroke:#888;"
        "stroke-dasharray:4 4}@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}}</style>",
        *(f'<polyline class="g" points="{at(0, share)} {at(len(questions) - 1, share)}"/>' for share in grid),
        *(mark(0, share, f"{share:.1f}", 'dx="-8" dy="4" text-anchor="end"') for share in grid),
        f'<polyline class="b" stroke-width="2" points="{" ".join(at(q.count, q.best) for q in questions)}"/>',
        f'<polyline class="a" stroke-width="3" points="{" ".join(at(q.count, q.agreement) for q in questions)}"/>',
        *(mark(q.count, 0.4, q.question or "none", 'dy="18" text-anchor="middle"') for q in questions),
        mark(
            len(questions) - 1, 0.5, "solid: in the order of asking; dashed: the best of so many", 'text-anchor="end"'
        ),
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">questions asked, in the order of the interview</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
