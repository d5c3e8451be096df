"""The lines of a sum, the constraints and the tipping points, told with the system's own names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archadvisor.advice.case import other_style
from archadvisor.answers.types import Answers, Interaction
from archadvisor.assessment import Constraint, Evidence, Otherwise, Set, TippingPoint, When
from archadvisor.knowledge.conditions import ALWAYS, Facts, leaves
from archadvisor.knowledge.types import DERIVED, KnowledgeBase, Method, Pattern, Rule, Style
from archadvisor.scoring.form import first_form
from archadvisor.scoring.judgement import WayOut
from archadvisor.scoring.score import Outcome, confidence, conflict, counted
from archadvisor.scoring.tipping import Turn
from archadvisor.scoring.variation import Change
from archadvisor.text.names import Names, joined


def tell_evidence(answers: Answers, interaction: Interaction, result: Outcome, names: Names) -> tuple[Evidence, ...]:
    """Return the lines by theme, the theme with the strongest line first; those that count say so."""
    counting = counted(result.lines)
    return tuple(
        [
            Evidence(
                rule=line.id,
                theme=line.theme,
                when=_when(answers, interaction, line, result.facts),
                favours=line.favours.value,
                weight=line.step / 10,
                counted=line.order in counting,
                because=names.fill(line.because),
                claims=line.claims,
            )
            for line in _by_theme(result.lines)
        ]
    )


def _by_theme(lines: Sequence[Rule]) -> list[Rule]:
    themes: dict[str, list[Rule]] = {}
    for line in reversed(lines):
        themes.setdefault(line.theme, []).append(line)
    strongest_first = sorted(themes.items(), key=lambda theme: (-theme[1][0].step, theme[0]))
    return [line for _, group in strongest_first for line in group]


def _order(line: Rule) -> int:
    return line.order


def _when(answers: Answers, interaction: Interaction, line: Rule, facts: Facts) -> tuple[When, ...]:
    """Return the answers that make a rule hold: its own, and those that its guard asks for."""
    first = _one_when(answers, interaction, line.key, line.value)
    if line.given is ALWAYS:
        return (first,)
    guards = [
        _one_when(answers, interaction, leaf.key, value)
        for leaf in leaves(line.given)
        if leaf.key not in DERIVED
        for value in sorted(leaf.values & facts.get(leaf.key, frozenset()))
    ]
    return (first, *guards)


def _one_when(answers: Answers, interaction: Interaction, key: str, value: str) -> When:
    if key in interaction.answers:
        return When(key, value, "interaction", interaction.answers[key].origin)
    if key in answers.system:
        return When(key, value, "system", answers.system[key].origin)
    end, _, question = key.rpartition(".")
    parts = [answers.parts[name] for name in _ends(interaction, end) if name in answers.parts]
    part = next(part for part in parts if question in part.answers and value in part.answers[question].values)
    return When(question, value, "part", part.answers[question].origin, part.name)


def _ends(interaction: Interaction, end: str) -> Sequence[str]:
    return (interaction.sender,) if end == "from" else interaction.receivers


def tell_constraints(result: Outcome, names: Names) -> tuple[Constraint, ...]:
    """Return what is impossible or not the question: the gate, or the ruling lines."""
    if result.gate is not None:
        gate = result.gate
        return (Constraint(gate.id, names.fill(gate.because), gate.claims),)
    ruling = sorted((line for line in result.lines if line.ruling), key=_order)
    return tuple(Constraint(line.id, names.fill(line.because), line.claims) for line in ruling)


def strongest(lines: Sequence[Rule], style: Style) -> Rule | None:
    """Return the strongest line for a style, the first of equals."""
    return next((line for line in reversed(lines) if line.favours is style), None)


def tell_reason(method: Method, result: Outcome, names: Names) -> str:
    """Return the strongest reason for the style, as a clause, and what contradicts it or leaves it nearly even."""
    if result.gate is not None:
        return names.fill(result.gate.because)
    if result.style is Style.UNKNOWN:
        return "nobody has answered anything about it yet"
    line, other = strongest(result.lines, result.style), strongest(result.lines, other_style(result.style))
    if line is None:
        return "nothing that is known speaks for either style yet"
    if other is not None and conflict(result.lines, method.decisive):
        return f"{names.fill(line.because)}; but {names.fill(other.because)}"
    even = other is not None and other.step >= line.step and method.is_close(result.score)
    return names.fill(line.because) + ("; but it is nearly even" if even else "")


def tell_against(knowledge: KnowledgeBase, result: Outcome, names: Names, form: Pattern) -> str:
    """Return the strongest argument for the other style in one sentence: its best line, and its way.

    Where nothing but small factors speaks for it, the price of the form that is advised is told instead.
    """
    if result.style is Style.UNKNOWN:
        return ""
    other = other_style(result.style)
    line = strongest(result.lines, other)
    way = first_form(knowledge, other, result.facts)
    reason = line.because if line and line.step >= knowledge.method.argument_from else form.price
    # The plain form of the other style goes without saying, and so does the same form, or that there is none.
    unsaid = way.when is ALWAYS or way is form or not way.offered.holds(result.facts)
    return names.sentence(reason if unsaid else f"{reason} (alternative: {way.name})")


def tell_against_gate(way: WayOut, names: Names) -> str:
    """Return what speaks against a gate's form in one sentence, and what to do where it cannot be had.

    A form without a carrier is no way to send anything.
    """
    if not way.form.carrier:
        return names.sentence(f"{way.gate.against}; {way.gate.otherwise}, {way.form.means}")
    needed = [pattern.name for pattern in way.safeguards if not pattern.cheap]
    guarded = f", with {joined(needed)}" if needed else ""
    article = "an" if way.result.style is Style.EVENT else "a"
    told = f"use {article} {way.result.style.value} ({way.form.name}){guarded}"
    return names.sentence(f"{way.gate.against}; {way.gate.otherwise}, {told}")


def tell_otherwise(method: Method, way: WayOut) -> Otherwise:
    """Tell the way out behind a gate."""
    sure = confidence(method, way.result.score, conflict(way.result.lines, method.decisive))
    return Otherwise(
        style=way.result.style.value,
        form=way.form.id,
        score=way.result.score / 10,
        confidence=round(sure, 4),
        safeguards=tuple([pattern.id for pattern in way.safeguards]),
    )


def tell_tipping_points(found: Iterable[Turn], names: Names) -> tuple[TippingPoint, ...]:
    """Tell the turns; for a tick list the value is the whole new list."""
    points = []
    for turn in found:
        sets = []
        words = []
        for change in turn.changes:
            question = change.question
            ordered = tuple(o.value for o in question.options if o.value in change.values)
            value: str | tuple[str, ...] = ordered if question.ticks else change.value
            sets.append(Set(question.scope.value, question.id, value))
            words.append(_supposed(change, names))
        points.append(TippingPoint(tuple(sets), turn.style.value, " and ".join(words)))
    return tuple(points)


def _supposed(change: Change, names: Names) -> str:
    """Return another answer as a supposition, behind an "if"."""
    question = change.question
    if not change.value:
        labels = [f'"{names.fill(option.label)}"' for option in question.options if option.value in change.values]
        return f"only {joined(labels)} applied" if labels else f'nothing applied of "{question.short}"'
    option = question.option(change.value)
    if question.ticks and change.value not in change.values:
        return names.fill(option.supposed_not) or f'"{names.fill(option.label)}" did not apply'
    return names.fill(option.supposed) or f'the answer to "{question.short}" were "{option.short}"'
