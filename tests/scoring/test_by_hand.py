"""Sums that anybody can work out again with a pencil and the evidence files in rules/."""

from __future__ import annotations

import math

import pytest
from generating import KNOWLEDGE

from archadvisor.answers.reading import read
from archadvisor.api import assess
from archadvisor.assessment import Assessment, Row

SHOP = """
version: 1
system:
  name: Web shop
  answers:
    main-button: mixed            # no line
    old-value: others-seconds     # no line
    busiest: tenfold              # volume      event    0.2
    messaging: elsewhere          # expertise   request  0.2
    house-way: files              # no line
    on-call: next-morning         # no line
    first-use: live               # no line
    who-moves: several            # coupling    event    0.2
    hurt: [failed-together, slow-at-peak]   # resilience event 0.2; volume event 0.2, beneath the tenfold
"""


def test_payment_is_called() -> None:
    row = only("""
  - id: order-to-payment
    from: Order
    to: [Payment]
    purpose: authorise the card while the buyer waits
    current: call
    answers:
      wants: action
      needs: result               # latency     request  2.0
      stands-still: person        # latency     request  0.5, beneath
      by-when: seconds            # no line
      takes: seconds              # no line
      ten-minutes: cannot         # consistency request  1.0
      damage: [twice]             # no line
""")
    assert counted(row) == {
        "needs-the-result": -2.0,
        "later-is-impossible": -1.0,
        "messaging-elsewhere": -0.2,
        "busiest-tenfold": +0.2,
        "moves-several": +0.2,
        "hurt-failed-together": +0.2,
    }
    assert beneath(row) == {"person-waits": -0.5, "hurt-slow-at-peak": +0.2}
    assert row.score == -2.6
    assert (row.style, row.form, row.state, row.how_sure, row.move) == ("request", "call", "settled", "clear", "keep")
    assert row.confidence == round(1 / (1 + math.exp(-2.6)), 4) == 0.9309
    # 2.6 is more than any one answer other than `needs` can turn, and "nothing" brings 2.0 to the other side.
    assert ("needs", "nothing") in {(s.question, s.value) for point in row.tipping_points for s in point.set}
    assert all(len(point.set) == 1 for point in row.tipping_points)


def test_mail_goes_by_an_event() -> None:
    row = only("""
  - id: order-to-mail
    from: Order
    to: [Mail]
    purpose: confirmation
    current: call
    answers:
      wants: action
      needs: nothing              # latency     event    2.0
      by-when: minutes            # latency     event    0.2, beneath
      takes: seconds              # no line
      outage: catch-up            # resilience  event    0.2, beneath what has hurt: of equals the first asked counts
      damage: [lost, twice]       # no line
""")
    assert counted(row) == {
        "needs-nothing": +2.0,
        "hurt-failed-together": +0.2,
        "messaging-elsewhere": -0.2,
        "busiest-tenfold": +0.2,
        "moves-several": +0.2,
    }
    assert beneath(row) == {"within-minutes": +0.2, "catches-up": +0.2, "hurt-slow-at-peak": +0.2}
    assert row.score == 2.4
    assert (row.style, row.front, row.state, row.move) == ("event", None, "settled", "change")


def test_an_open_need_is_open() -> None:
    row = only("""
  - id: order-to-fraud
    from: Order
    to: [Fraud]
    purpose: rate the risk
    answers:
      wants: action
      needs: {value: unknown, who: Head of sales}
      by-when: hours              # latency     event    0.5
      takes: person               # latency     event    0.5, beneath the first of equals
""")
    assert counted(row) == {
        "within-hours": +0.5,
        "messaging-elsewhere": -0.2,
        "busiest-tenfold": +0.2,
        "moves-several": +0.2,
        "hurt-failed-together": +0.2,
    }
    assert row.score == 0.9
    assert row.state == "open"
    assert_unknown(row, "needs", answered=("wants", "by-when", "takes"))
    # The outcome needed: 0.9 - 2.0. Nothing needed: 2.0 instead of the 0.5, so 2.4.
    assert (row.range.low, row.range.high) == (-1.1, 2.4)


def test_what_cannot_be_changed_is_given() -> None:
    row = only(
        parts="parts: {Till: {can-change: not, speaks: calls}}",
        row="""
  - id: till-to-order
    from: Till
    to: [Order]
    purpose: place the order
    current: call
    answers: {wants: action, needs: result}   # latency request 2.0
""",
    )
    # Ruling lines count beside the themes: -2.0 and the system's tilts, then -10.0.
    assert counted(row)["sender-calls-and-waits"] == -10.0
    assert row.score == -11.6  # -10.0 - 2.0 - 0.2 + 0.6
    assert (row.style, row.state, row.decided_by, row.move) == ("request", "given", "given", "keep")


def test_whether_to_wait_for_an_end_that_cannot_be_changed_stays_open_to_the_evidence() -> None:
    row = only(
        parts="parts: {Provider: {can-change: not}}",
        row="""
  - id: order-to-provider
    from: Order
    to: [Provider]
    purpose: announce the parcel
    current: call
    answers: {wants: action, needs: nothing}   # latency event 2.0
""",
    )
    assert (row.style, row.form, row.carrier, row.decided_by) == ("event", "background-job", "call", "evidence")


def test_a_decisive_line_on_each_side_is_a_conflict() -> None:
    row = only("""
  - id: order-to-listeners
    from: Order
    to: [Listeners]
    purpose: price changed
    answers:
      wants: action
      needs: result               # latency     request  2.0
      ten-minutes: costly         # consistency request  0.5
      also: [unknown-listeners]   # ruling      event   10.0
""")
    assert row.score == 7.9  # 10.0 - 2.0 - 0.5 + 0.6 - 0.2
    assert (row.style, row.state, row.too_close, row.confidence) == ("event", "close", True, 0.5)
    assert (row.decided_by, [constraint.id for constraint in row.constraints]) == ("constraint", ["receivers-unknown"])


@pytest.mark.parametrize(
    ("answers", "form"),
    [
        ("{wants: action, needs: result, damage: [half-done, differs]}", "keep-together"),
        ("{wants: flow, needs: nothing, by-when: hours, also: [large]}", "batch-file"),
    ],
)
def test_behind_a_gate_style_is_not_the_question(answers: str, form: str) -> None:
    row = only(
        f"\n  - {{id: a-to-b, from: A, to: [B], purpose: both or none, answers: {answers}}}\n",
        parts="parts: {A: {owner: same-team}, B: {owner: same-team}}",
    )
    assert (row.style, row.form, row.score, row.evidence) == ("neither", form, 0, ())
    assert (row.state, row.confidence, row.too_close) == ("settled", KNOWLEDGE.method.ceiling, False)
    assert all(point.style != "neither" for point in row.tipping_points)


def test_the_verdict_adds_up_the_rows() -> None:
    # Two requests of 2.0 - 0.4 and 2.0 + 1.0 - 0.4; two events of 2.0 + 0.4 and, with 0.5 for peaks, of 2.7.
    rows = {
        "weak-request": "{wants: action, needs: result}",
        "sure-request": "{wants: action, needs: result, ten-minutes: cannot}",
        "weak-event": "{wants: action, needs: nothing}",
        "sure-event": "{wants: action, needs: nothing, also: [peaks]}",
    }
    for names, verdict, decides in (
        (("weak-request", "sure-request"), "request", "weak-request"),
        (("weak-event", "sure-event"), "event", "weak-event"),
        (("weak-request", "sure-request", "weak-event", "sure-event"), "hybrid", "sure-request"),
        (("weak-request", "weak-event", "sure-event"), "hybrid", "weak-request"),
    ):
        found = scored("".join(f"  - {{id: {n}, from: A, to: [B], purpose: p, answers: {rows[n]}}}\n" for n in names))
        sure = {row.id: row.confidence for row in found.interactions}
        assert (found.system.verdict, found.system.confidence) == (verdict, sure[decides])


def test_a_front_counts_on_both_sides() -> None:
    found = scored("""
  - {id: a-to-b, from: A, to: [B], purpose: refund, answers: {wants: action, needs: accepted, stands-still: no-one}}
""")
    (row,) = found.interactions
    assert (row.style, row.form, row.front) == ("event", "accept-then-work-off", "request")
    assert (found.system.verdict, found.system.confidence) == ("hybrid", row.confidence)
    assert (found.system.mix.event, found.system.mix.accept) == (0, 1)


def test_not_knowing_is_never_evidence() -> None:
    row = only("\n  - {id: a-to-b, from: A, to: [B], purpose: p, answers: {wants: action}}\n")
    assert not [line for line in row.evidence if line.when[0].scope == "interaction"]
    assert_unknown(row, "needs", "by-when", "takes", answered=("wants",))


def assert_unknown(row: Row, *names: str, answered: tuple[str, ...]) -> None:
    """Check what a row does not know, in the order of asking; what other rules ask besides is not looked at here."""
    assert tuple(name for name in row.unknown if name in names) == names
    assert not set(answered).intersection(row.unknown)


def scored(rows: str, parts: str = "") -> Assessment:
    text = f"{SHOP}{parts}\ninteractions:\n{rows}"
    return assess(KNOWLEDGE, read(text.encode(), "shop.yaml", KNOWLEDGE))


def only(row: str, parts: str = "") -> Row:
    (found,) = scored(row, parts).interactions
    return found


def counted(row: Row) -> dict[str, float]:
    return signed(row, True)


def beneath(row: Row) -> dict[str, float]:
    return signed(row, False)


def signed(row: Row, counts: bool) -> dict[str, float]:
    return {
        line.rule: line.weight if line.favours == "event" else -line.weight
        for line in row.evidence
        if line.counted == counts
    }
