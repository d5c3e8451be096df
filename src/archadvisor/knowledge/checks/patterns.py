"""Gates, forms, what they exclude, and the wording of the road map."""

from __future__ import annotations

from typing import get_args

from archadvisor.errors import Place
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.conditions import ALWAYS
from archadvisor.knowledge.types import StageKind, Style


def check(base: Base) -> None:
    """Check that each style ends with a form, and each kind of stage with a wording, that always holds."""
    entries, faults = base.entries, base.faults
    for gate in entries.gates:
        if gate.form in base.forms and base.forms[gate.form].styles != (Style.NEITHER,):
            faults.add(gate.place, f"the form {gate.form} does not have the style 'neither'")
    excluding = [(e.id, e.not_with, e.place) for e in entries.patterns]
    excluding += [(e.id, e.not_with, e.place) for e in entries.costs]
    for name, others, place in excluding:
        if name in others:
            faults.add(place, f"{name} cannot exclude itself", "another id")
    for style in (Style.REQUEST, Style.EVENT):
        _check_forms(base, style)
    for kind in get_args(StageKind):
        last = [stage for stage in entries.stages if stage.kind == kind][-1:]
        if not last or last[0].when is not ALWAYS or last[0].forms:
            place = last[0].place if last else Place("rules")
            what = f"the last stage of the kind {kind} has a condition, or is missing"
            faults.add(place, what, "a stage without 'when'")


def _check_forms(base: Base, style: Style) -> None:
    forms = [form for form in base.forms.values() if style in form.styles]
    if not forms or forms[-1].when is not ALWAYS:
        place = forms[-1].place if forms else Place("rules")
        what = f"the last form of the style {style} has a condition, or is missing"
        base.faults.add(place, what, "a form without 'when'")
    for form in forms[:-1]:
        if form.when is ALWAYS and not form.ends:
            base.faults.add(form.place, f"the form {form.id} has no condition, so later forms are never used")
