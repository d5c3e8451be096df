"""The program as a wheel packs it, with its rules checked and compiled: what users start, and quicker than a checkout.

With `ARCHADVISOR_THOROUGH=1`, as in CI, the tests run the program as it lies in the checkout instead.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import archadvisor
from amounts import THOROUGH
from archadvisor.knowledge import check_files, read_files
from archadvisor.knowledge.compiled import FILE, encode_rules

_PACKAGE = Path(archadvisor.__file__).parent


@cache
def program() -> Path:
    """Return the folder to put on PYTHONPATH."""
    root = _PACKAGE.parents[1]
    if THOROUGH or not (root / "rules").is_dir():
        return _PACKAGE.parent
    made = Path(tempfile.mkdtemp(prefix="archadvisor-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    shutil.copytree(_PACKAGE, made / "archadvisor")
    for name in ("rules", "templates", "examples", "schemas"):
        shutil.copytree(root / name, made / "archadvisor" / name)
    (made / "archadvisor" / "rules" / FILE).write_bytes(encode_rules(check_files(read_files(root / "rules"))))
    return made
