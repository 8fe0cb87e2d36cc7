from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from core.people.tree import Tree, Unit
from core.ui.french import plain, spaced, with_capital
from directory.agent_search import acronyms
from directory.imports.cleaning import clean_function, clean_text

# « Direction des sports », « SERVICE DE L'ÉTAT CIVIL »: the unit's own name may leave these out.
BEFORE_NAME = re.compile(
    r"^(?:direction|service|pole|departement)\s+(?:de\s+la\s+|de\s+l\s+|des\s+|du\s+|de\s+|d\s+)?"
)


class DirectionMatcher:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.named: dict[str, list[Unit]] = {}
        for unit in tree:
            for name in _names_of(unit.name):
                self.named.setdefault(name, []).append(unit)

    def find(self, direction: str, service: str) -> tuple[Unit | None, str]:
        """The unit, the service before its direction; and what must be said of it."""
        direction, service = clean_text(direction)[:120], clean_text(service)[:120]
        directions, services = self._units(direction), self._units(service)
        above = directions[0] if len(directions) == 1 else None
        if above is not None:
            services = [unit for unit in services if above in unit.path]
        if len(services) == 1:
            return services[0], ""
        if above is not None:
            note = spaced(f"Service « {service} » inconnu à « {above.name} » : mis à la direction.")
            return above, note if service else ""
        said = service or direction
        if not said:
            return None, ""
        if services or directions:
            return (
                None,
                spaced(f"Plusieurs directions s’appellent « {said} » : affectation inchangée."),
            )
        return None, spaced(f"Direction « {said} » inconnue : affectation inchangée.")

    def unknown(self, text: str) -> str:
        """Return the name of a direction that the tree does not have, as it would be written; empty for others."""
        name = clean_text(text)[:120]
        return "" if not _flat(name) or self._units(name) else with_capital(clean_function(name))

    @staticmethod
    def counted(unknown: Iterable[str]) -> dict[str, int]:
        """Count each unknown direction once, by its longest name: « SPORTS » is « Direction des sports »."""
        known: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for name, count in sorted(Counter(unknown).items(), key=lambda item: -len(item[0])):
            whole = _flat(name)
            meant = known.get(whole) or known.get(BEFORE_NAME.sub("", whole), name)
            counts[meant] += count
            known = dict.fromkeys(_names_of(name), meant) | known
        return dict(sorted(counts.items(), key=lambda item: plain(item[0])))

    def name_of(self, pk: int | None) -> str:
        return self.tree.units[pk].name if pk in self.tree.units else ""

    def _units(self, text: str) -> list[Unit]:
        if not text:
            return []
        whole = _flat(text)
        return self.named.get(whole) or self.named.get(BEFORE_NAME.sub("", whole), [])


def _names_of(name: str) -> set[str]:
    whole = _flat(name)
    return {whole, BEFORE_NAME.sub("", whole), *acronyms(name)}


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())
