"""Rule files to entries, all faults in one run: how an entry is read follows from the declaration of its type.

Only the form of each entry is looked at here; whether entries fit together is `checks`' business.
"""

from __future__ import annotations

from collections.abc import Mapping

from archadvisor.errors import Faults
from archadvisor.knowledge.declared import entry_of
from archadvisor.knowledge.shapes import RuleReader
from archadvisor.knowledge.types import RuleFile
from archadvisor.source import parse


def read(files: Mapping[str, bytes], faults: Faults) -> RuleFile:
    """Read rule files (path below the folder → bytes) into one; what is wrong with their form goes to `faults`.

    The files that `files:` names come first and in that order, the others after them by name.
    """
    found: dict[str, RuleFile] = {}
    readers = []
    shape = entry_of(RuleFile)
    for name in sorted(files):
        root = parse(files[name], name, faults)
        if root is not None:
            reader = RuleReader(name, faults)
            found[name] = shape.read(reader, root, "")
            readers.append(reader)
    stated = [name for file in found.values() for name in file.files]
    whole = _joined([found[name] for name in dict.fromkeys((*stated, *found)) if name in found])
    words = {
        "themes": whole.themes,
        "roles": whole.roles,
        "current": tuple(way.name for way in whole.current),
        "carriers": tuple(carrier.name for carrier in whole.carriers),
        "families": whole.families,
        "running": tuple(one.name for one in whole.running),
        "part_roles": tuple(dict.fromkeys([word for role in whole.part_roles for word in (role.name, role.kind)])),
        "steps": tuple(step.name for method in whole.methods for step in method.steps),
        "files": tuple(sorted(files)),
    }
    for reader in readers:
        reader.check_words(words)
    return whole


def _joined(files: list[RuleFile]) -> RuleFile:
    return RuleFile(*(tuple([e for file in files for e in getattr(file, name)]) for name in RuleFile.__struct_fields__))
