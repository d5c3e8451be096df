"""What is wrong with a precedent is told with its place and what was expected."""

from __future__ import annotations

import pytest

from archadvisor.errors import RulesError
from archadvisor.knowledge import build
from archadvisor.packaged import folder

RULES = {path.name: path.read_bytes() for path in folder("rules").glob("*.yaml")}
SOUND = """\
domains:
  - {id: zz-trade, words: [tinker, tailor]}
precedents:
  - id: zz-real
    address: "https://github.com/owner/repo/blob/1234567/src/a.py"
    domain: shop
    from: Till
    to: Bank
    does: asks and waits
    style: request
    year: 2020
    gave_up: event
    answers: [wants.action, needs.result, to.owner.outside, damage.lost, damage.twice]
    reasons: {request: {delay: "it was late"}}
"""


def test_a_sound_one_is_read() -> None:
    knowledge = build({**RULES, "zz.yaml": SOUND.encode()})
    (real,) = [p for p in knowledge.precedents if p.id == "zz-real"]
    assert (real.repository, real.commit, real.path) == ("owner/repo", "1234567", "src/a.py")
    assert real.answers["damage"] == {"lost", "twice"}
    assert real.answers["to.owner"] == {"outside"}
    assert [(r.style, r.topic, r.text) for r in real.reasons] == [("request", "delay", "it was late")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("zz-real", "otel-checkout-email", "the id 'otel-checkout-email' is already used"),
        ("zz-real", "needs", "the id 'needs' is already used"),
        ("/blob/1234567/", "/blob/main/", "is not a file at a commit"),
        ("https://github.com", "http://github.com", "is not a file at a commit"),
        ("domain: shop", "domain: shops", "no domain 'shops'; expected"),
        ("words: [tinker, tailor]", "words: [tinker, tinker]", "'tinker' is listed twice in the domain zz-trade"),
        ("words: [tinker, tailor]", "words: [tinker, Tailor]", "'Tailor' of the domain zz-trade is not a valid word"),
        ("words: [tinker, tailor]", "words: [tinkers]", "'tinkers' of the domain zz-trade is not a valid word"),
        ("zz-trade", "shop", "the id 'shop' is already used"),
        ("delay:", "Delay:", "'Delay' is not a word"),
        ("style: request", "style: neither", "'neither' is not a value of style"),
        ("{request:", "{neither:", "'neither' is not a value of reasons"),
        ("gave_up: event", "gave_up: request", "zz-real: 'gave_up' is the same as 'style'"),
        ("gave_up: event", "gave_up: neither", "'neither' is not a value of gave_up"),
        ("needs.result", "need.result", "zz-real answers 'need', which is not a question"),
        ("needs.result", "needs.results", "zz-real answers 'results', which is not a value of needs"),
        ("needs.result", "needs", "zz-real answers '', which is not a question"),
        ("needs.result", "owner.outside", "zz-real answers 'owner', which is not a question"),
        ("needs.result", "current.call", "zz-real answers 'current', which is not a question"),
        ("needs.result", "needs.result, needs.nothing", "zz-real has more answers to needs than allowed"),
        (
            "damage.lost",
            "hurt.swamped, hurt.two-truths, hurt.stuck-nowhere, hurt.slow-at-peak",
            "has more answers to hurt than allowed",
        ),
        ("    does: asks and waits\n", "", "a precedent has no 'does'"),
        ("does: asks and waits", "does: " + "a" * 121, "is 121 characters long; expected at most 120"),
        (
            "does: asks and waits",
            "does: asks and waits.",
            "'asks and waits.' is 15 characters long; expected at most 120",
        ),
        ('"it was late"', '"' + "a" * 91 + '"', "is 91 characters long; expected at most 90, without a full stop"),
        ("year: 2020", "year: 1999", "the year of zz-real is 1999; expected a year of this century"),
        ("year: 2020", "year: lately", "year is 'lately'"),
        ("    domain", "    domains", "unknown key 'domains' in a precedent"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, fault: str) -> None:
    assert old in SOUND
    with pytest.raises(RulesError) as caught:
        build({**RULES, "zz.yaml": SOUND.replace(old, new).encode()})
    told = str(caught.value)
    assert fault in told
    assert "zz.yaml:" in told
