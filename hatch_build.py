"""Puts the checked rules into a wheel, so that an installed program need not read and check YAML at each start."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    """Writes `rules/` in the form that `archadvisor.knowledge` decodes; rules that are wrong stop the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to a wheel; an editable install reads the YAML of its checkout."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from archadvisor.knowledge import check_files, read_files
        from archadvisor.knowledge.compiled import FILE, encode_rules

        self._folder = tempfile.TemporaryDirectory()  # goes with this hook, when the wheel is written
        made = Path(self._folder.name) / FILE
        made.write_bytes(encode_rules(check_files(read_files(Path(self.root) / "rules"))))
        build_data["force_include"][str(made)] = f"archadvisor/rules/{FILE}"
