"""Draws real screens of the program for the README: runs it in a pseudo-terminal and writes what stands there as SVG.

    python docs/record.py            writes docs/screens/*.svg and *.txt

Nothing is drawn by hand: the keys are in SCENES, the rest is the program.
"""

from __future__ import annotations

import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "interview")]

from driver import ENTER, Terminal  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
ROWS = """\
Shop -> Catalogue: show a product
Shop -> Order: place the order
Order -> Payment: authorise the card
Order -> Stock, Shipping: order placed
Order -> Mail: confirmation
Order -> Analytics: figures
Order -> Fraud: rate the risk
Order -> Invoice: book the order
"""
_CELL, _LINE = 8.4, 18


def save(terminal: Terminal, name: str) -> None:
    """Write the screen as it stands, as text and as a picture."""
    lines = terminal.lines
    while lines and not lines[-1]:
        lines.pop()
    SCREENS.mkdir(exist_ok=True)
    (SCREENS / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (SCREENS / f"{name}.svg").write_text(_svg(terminal, len(lines)), encoding="utf-8")


def _svg(terminal: Terminal, count: int) -> str:
    width, height = terminal.screen.columns * _CELL + 24, count * _LINE + 24
    style = 'font-family="ui-monospace, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve"'
    found = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" role="img" {style}>',
        '<rect width="100%" height="100%" rx="6" fill="#1b1f24"/>',
    ]
    for number in range(count):
        row = terminal.screen.buffer[number]
        text = terminal.screen.display[number].rstrip()
        first = row[next((at for at, sign in enumerate(text) if sign != " "), 0)]
        fill = "#9aa4af" if first.fg in ("brightblack", "808080") else "#f2cc60" if "brown" in first.fg else "#e6edf3"
        weight = ' font-weight="bold"' if first.bold else ""
        y = 24 + number * _LINE
        if first.reverse:
            found.append(f'<rect x="8" y="{y - 14}" width="{width - 16:.0f}" height="{_LINE}" fill="#30475e"/>')
        found.append(f'<text x="12" y="{y}" fill="{fill}"{weight}>{escape(text)}</text>')
    return "\n".join((*found, "</svg>", ""))


def ask() -> None:
    """One interaction: a question, and the advice."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Terminal("ask", "Order -> Mail: confirmation", cwd=Path(folder)) as terminal,
    ):
        terminal.wait("Before Order can continue")
        save(terminal, "ask")
        terminal.press("4", "Who owns this part")
        terminal.changed("1")
        while "Save it in" not in terminal.text:
            terminal.changed(ENTER)
        terminal.wait("Save it in")
        save(terminal, "advice")


def interview() -> None:
    """A system: the table of one question."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "web-shop"
        here.mkdir()
        (here / "rows.txt").write_text(ROWS, encoding="utf-8")
        with Terminal("interview", "--from", "rows.txt", cwd=here) as terminal:
            terminal.wait("Before the sender can continue")
            for key in "12244402":
                terminal.changed(key)
            terminal.wait("Who owns this part?")
            terminal.changed("4")
            terminal.press(ENTER, "slowest case")
            terminal.changed("1")
            terminal.press(ENTER, "cannot be reached")
            terminal.press("3", "cost money or trust")
            for key in ("A", "6", "D", "4"):
                terminal.changed(key)
            save(terminal, "interview")


if __name__ == "__main__":
    ask()
    interview()
    print("wrote", ", ".join(sorted(path.name for path in SCREENS.iterdir())))
