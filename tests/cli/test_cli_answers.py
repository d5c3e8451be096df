"""What the reports say of the answers: how many a person chose, and which of them say that nothing applies."""

from __future__ import annotations

import json
import re
from pathlib import Path

from program import run

FILE = """version: 1
system: {name: Shop}
interactions:
- id: tells
  from: A
  to: [B]
  purpose: note it
  answers:
    wants: action
    needs: nothing
    takes: {value: seconds, from: block}
    outage: {value: catch-up, from: block}
    by-when: {value: hours, from: import}
    damage: []
    also: {value: [], from: block}
- id: reads
  from: A
  to: [B]
  purpose: show it
  answers: {wants: answer, damage: [none-of-these]}
"""


def reports(folder: Path, text: str = FILE) -> dict[str, str]:
    """Return what `score` says of a file, by format."""
    (folder / "answers.yaml").write_text(text, encoding="utf-8")
    made = {}
    for name in ("terminal", "markdown", "html", "json"):
        ended = run("score", "answers.yaml", "--format", name, cwd=folder)
        assert ended.code == 0
        made[name] = ended.out
    return made


def test_guesses_that_were_accepted_by_the_page_are_counted_apart_from_what_a_person_chose(tmp_path: Path) -> None:
    made = reports(tmp_path)
    count = json.loads(made["json"])["system"]["answers"]
    assert count["block"] == 2
    assert count["asked"] == count["confirmed"] + count["drafts"] + count["unknown"]
    told = f"3 of {count['asked']} answers come from your team, 2 guesses were accepted for a whole page, 1 guess"
    for name in ("terminal", "markdown", "html"):
        assert told in " ".join(re.sub(r"<[^>]+>", "", made[name]).split()), name
    without = " ".join(reports(tmp_path, FILE.replace("block", "team"))["terminal"].split())
    assert f"5 of {count['asked']} answers come from your team, 1 guess to confirm" in without


def test_an_answer_that_nothing_applies_is_not_blank_in_the_table_of_all_answers(tmp_path: Path) -> None:
    made = reports(tmp_path)
    rows = {
        row["id"]: {one["question"]: one for one in row["given"]} for row in json.loads(made["json"])["interactions"]
    }
    assert [(row, one["values"], one["labels"]) for row, given in rows.items() for one in [given["damage"]]] == [
        ("tells", [], ["none of these"]),
        ("reads", ["none-of-these"], ["none of these"]),
    ]
    assert (rows["tells"]["also"]["values"], rows["tells"]["also"]["labels"]) == ([], ["none"])
    assert "also" not in rows["reads"]  # nobody has answered it
    cells = re.findall(r'<td data-q="(?:damage from|also counts)">([^<]*)</td>', made["html"])
    assert cells == ["none of these", "none", "none of these"]
