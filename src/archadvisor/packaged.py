"""Where the data that belongs to the program lies: rules, templates, examples, schemas.

They stand at the top of a checkout and are packed into the wheel, so an installed wheel,
an editable install and a checkout all find them.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the folder `rules`, `templates`, `examples` or `schemas`."""
    packed = _HERE / name
    return packed if packed.is_dir() else _HERE.parents[1] / name
