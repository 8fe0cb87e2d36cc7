"""The ten manuals that come with the town, who keeps which software, what is down, and what `agent` pinned."""

from dataclasses import replace
from random import Random

from demo.data_files import read_toml, record
from demo.generators.manuals import Manual, composed, earlier
from demo.records.software import Referents, Software, SoftwareOutage

_recent = read_toml("manuals_recent.toml")

KINDS: dict[str, tuple[str, ...]] = _recent["kinds"]
OUTDATED: str = _recent["outdated"]
PINNED: tuple[str, ...] = _recent["pinned"]
IT_REFERENTS: tuple[str, ...] = _recent["it_referents"]
REFERENTS = {name: record(Referents, named) for name, named in _recent["referents"].items()}
OUTAGE = record(SoftwareOutage, _recent["outage"])


def recent_manuals(software: Software) -> tuple[Manual, ...]:
    random = Random(software.name)  # noqa: S311 - a town to look at, no secret
    made = []
    for kind in KINDS[software.name]:
        manual = composed(software, kind, random)
        is_late = software.name == OUTDATED and kind == "guide"
        version = manual.version if kind == "old guide" else software.version
        manual = replace(
            manual,
            version=earlier(version) if is_late else version,
            is_page=kind in ("memo", "questions"),
            replaces=manual.replaces if "old guide" in KINDS[software.name] else None,
        )
        made.append(manual)
    return tuple(made)
