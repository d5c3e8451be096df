"""How long the reports are: words of the first page and of the whole, and pages on paper.

    python benchmarks/length.py [ANSWERS ...]

Without files, the examples and the fifteen rows of claims.yaml. Words are those of the Markdown report as a reader sees
it: no link targets, no diagrams, no table lines. Pages are those that Chromium prints (CHROMIUM names it), A4.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from archadvisor.api import assess, load_answers, load_knowledge
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
_UNSEEN = re.compile(r"```.*?```|\]\(<[^>]*>\)|</?\w+[^>]*>|&#?\w+;|^\|[-:|]+\|$", re.DOTALL | re.MULTILINE)
_PAGE = re.compile(rb"/Type\s*/Page\b")


def words(markdown: str) -> int:
    """Count the words that a reader sees; a number alone, such as that of a row, is none."""
    return sum(1 for word in _UNSEEN.sub(" ", markdown).split() if any(map(str.isalpha, word)))


_A4 = "<style>@page { size: A4 }</style>"
"""The paper that is meant: a browser takes its own from the machine's locale."""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
"""It lets no style in but the page's own."""


def pages(html: str) -> int | None:
    """Count the pages that a browser prints; None where there is none."""
    if not CHROMIUM:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page, paper = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(_POLICY.sub("", html).replace("</head>", f"{_A4}</head>"), encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([CHROMIUM, *switches, f"--print-to-pdf={paper}", page.as_uri()], check=True, capture_output=True)
        return len(_PAGE.findall(paper.read_bytes()))


def main(files: list[str]) -> int:
    """Print a line for each answers file."""
    given = [Path(file) for file in files]
    known = [*sorted(ROOT.glob("examples/*/answers.yaml")), ROOT / "benchmarks" / "claims.yaml"]
    knowledge = load_knowledge()
    print(f"{'file':40} {'rows':>4} {'first page':>10} {'whole':>6} {'printed first':>13} {'printed':>7}")
    for file in given or known:
        assessment = assess(knowledge, load_answers(file, knowledge))
        first, whole = (render(assessment, "markdown", Options(brief=brief)) for brief in (True, False))
        on_paper = [pages(render(assessment, "html", Options(brief=brief))) for brief in (True, False)]
        shown = ["-" if number is None else str(number) for number in on_paper]
        name = str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)
        rows = len(assessment.interactions)
        print(f"{name:40} {rows:4} {words(first):10} {words(whole):6} {shown[0]:>13} {shown[1]:>7}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
