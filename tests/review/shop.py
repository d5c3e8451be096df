"""The web shop, and the same some months later: three things have changed."""

from __future__ import annotations

from archadvisor.packaged import folder

SHOP = (folder("examples") / "web-shop" / "answers.yaml").read_text(encoding="utf-8")


def changed(text: str, *edits: tuple[str, str]) -> str:
    """Return a text with edits, each of which finds exactly one place."""
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


LOYALTY = """\
  - id: order-to-loyalty
    from: Order
    to: [Loyalty]
    purpose: order placed
    current: planned
    archetype: notification
    answers: {needs: nothing, outage: catch-up}

"""
LATER = changed(
    SHOP,
    # Sales has said what a buyer may leave with, and it was decided.
    (
        'needs: {value: unknown, who: "Head of sales", note: "May a buyer leave with \\"we have your order\\"?"}',
        "needs: accepted",
    ),
    (
        "      damage: [half-done]       # placed, then refused\n",
        "      damage: [half-done]\n"
        '    decision: {style: event, because: "buyers may leave with a number", by: Ada, date: 2027-03-01}\n',
    ),
    # No order counts any more without its mail.
    ("needs: nothing            # an order counts without its mail", "needs: result"),
    ("outage: catch-up\n      final-failure: us         # support sends", "outage: stop\n      final-failure: us   #"),
    # Points come, and figures go.
    (SHOP[SHOP.index("  - id: order-to-analytics") : SHOP.index("  - id: order-to-fraud")], LOYALTY),
)
