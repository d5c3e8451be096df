"""Drawn systems of neutral rows, most of them decided, in which several parts send and receive."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec import Struct

from amounts import amount
from archadvisor.assessment import Assessment

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

from systems import Data, assessed, copied, tells, undecided, waits

PARTS = ("Order", "Stock", "Mail", "Ship", "Bill")
TODAY = ("call", "call", "message", "job", "in-process", "planned")
DAMAGE = ("lost", "twice", "half-done", "wrong-order", "differs")

some = settings(max_examples=amount(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Drawn(Struct):
    """A system as it stands in a file."""

    rows: list[Data]
    parts: Data
    system: Data

    def assessed(self) -> Assessment:
        """Return its assessment."""
        return assessed(*self.rows, parts=self.parts, system=self.system)


@st.composite
def drawn_systems(draw: st.DrawFn, most: int = 7) -> Drawn:
    """Draw a system of up to `most` rows."""
    rows = []
    for number in range(draw(st.integers(1, most))):
        sender, *receivers = draw(st.lists(st.sampled_from(PARTS), min_size=2, max_size=3, unique=True))
        name, purpose = f"row-{number}", f"work {number}"
        match draw(st.sampled_from(("tells", "tells", "tells", "waits", "copied", "undecided"))):
            case "tells":
                row = tells(name, sender, *receivers, purpose=purpose)
            case "waits":
                row = waits(name, sender, *receivers) | {"purpose": purpose}
            case "copied":
                row = copied(name, sender, *receivers, purpose=purpose)
            case _:
                row = undecided(name, sender, *receivers, purpose=purpose)
        damage = draw(st.lists(st.sampled_from(DAMAGE), max_size=2, unique=True))
        row["answers"] |= {"damage": damage or ["none-of-these"]}
        rows.append(row | {"current": draw(st.sampled_from(TODAY))})
    owners = st.sampled_from(("same-team", "same-team", "other-team"))
    parts: Data = {name: {"owner": draw(owners)} for name in PARTS if any(name in ends(row) for row in rows)}
    messaging = draw(st.sampled_from(("shipped", "first", "elsewhere")))
    return Drawn(rows, parts, {"messaging": messaging, "busiest": "tenfold", "first-use": "live"})


def ends(row: Data) -> list[str]:
    """Return the parts of a row."""
    return [row["from"], *row["to"]]
