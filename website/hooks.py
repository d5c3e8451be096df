"""What the site has beside the pages in docs/: the reference, the changelog, and the files that pages link to.

`properdocs build` calls these; nothing that they make is checked in.
"""

from __future__ import annotations

import json
import logging
import posixpath
import re
from pathlib import Path

from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files
from properdocs.structure.pages import Page

from archadvisor.knowledge import load
from archadvisor.reports.explanation import page_of
from entry_pages import pages

_ROOT = Path(__file__).resolve().parents[1]
_OUTSIDE = re.compile(r"\]\(\.\./([^)#]+)\)")
_EXPLAIN = re.compile(r"(?<!\[)`archadvisor explain ([a-z0-9.-]+)`")
_FOUND_ELSEWHERE = re.compile(r"reference/(precedents/|claims/|sources/|.*#)")
_RULES = load(_ROOT / "rules")
_log = logging.getLogger("properdocs.hooks.reference")


def on_files(files: Files, config: ProperDocsConfig) -> Files:
    """Add what is made from the rest of the repository."""
    for path, text in pages(_RULES):
        files.append(File.generated(config, path, content=text))
    changes = (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](")
    files.append(File.generated(config, "changelog.md", content=changes))
    written = [file.content_string for file in files.documentation_pages() if file.generated_by is None]
    for path in sorted({found for text in written for found in _OUTSIDE.findall(text)}):
        files.append(File.generated(config, path, abs_src_path=str(_ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Let links out of docs/ lead to the copies, and commands that explain an entry to its page."""
    if page.file.generated_by is not None:
        return markdown
    return _EXPLAIN.sub(lambda command: _explained(command, page), _OUTSIDE.sub(r"](\1)", markdown))


def _explained(command: re.Match[str], page: Page) -> str:
    where = page_of(_RULES, command[1])
    if not where:
        _log.warning("%s: nothing is called %s", page.file.src_uri, command[1])
        return command[0]
    path, _, option = where.partition("#")
    target = posixpath.relpath(f"{path.rstrip('/')}.md", posixpath.dirname(page.file.src_uri) or ".")
    return f"[{command[0]}]({target}{option and '#'}{option})"


def on_post_build(config: ProperDocsConfig) -> None:
    """Keep the search quick: a reader's browser works through all of its index on every page.

    The reference is found by page, not by section again, and what others did or wrote by the pages that name it.
    """
    index = Path(config.site_dir) / "search" / "search_index.json"
    found = json.loads(index.read_text(encoding="utf-8"))
    found["docs"] = [each for each in found["docs"] if not _FOUND_ELSEWHERE.match(each["location"])]
    index.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
