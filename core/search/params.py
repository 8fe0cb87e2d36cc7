"""What the address of a search asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from core.people.models import Direction
from core.search.queries import Filters
from core.search.query_parser import LONGEST
from core.search.registry import KINDS


@dataclass
class SearchParams:
    """The words and the filters of an address; what means nothing is left out and named."""

    typed: str
    kind: str | None = None
    direction: Direction | None = None
    year: int | None = None
    ignored: list[str] = field(default_factory=list)

    @classmethod
    def from_query(cls, query: QueryDict) -> SearchParams:
        asked = cls(query.get("q", "").replace("\x00", " ").strip())
        if kind := query.get("rubrique"):
            asked.kind = kind if kind in KINDS else None
            asked._ignore(asked.kind, "rubrique")
        if reference := query.get("direction"):
            asked.direction = Direction.objects.filter(reference=reference[:12].replace("\x00", "")).first()
            asked._ignore(asked.direction, "direction")
        if year := query.get("annee"):
            asked.year = (
                int(year) if len(year) == 4 and year.isascii() and year.isdecimal() and year > "0" else None
            )
            asked.year = asked.year or None
            asked._ignore(asked.year, "année")
        return asked

    @property
    def words(self) -> str:
        """What is searched: the beginning of a long text."""
        return self.typed[:LONGEST]

    @property
    def limit(self) -> int | None:
        """How many characters are searched, when more were typed."""
        return LONGEST if len(self.typed) > LONGEST else None

    @property
    def filters(self) -> Filters:
        return Filters(self.kind, self.direction.pk if self.direction else None, self.year)

    @property
    def filters_in_use(self) -> int:
        return sum(value is not None for value in (self.kind, self.direction, self.year))

    @property
    def is_filtering(self) -> bool:
        return self.filters_in_use > 0

    def _ignore(self, value: object, name: str) -> None:
        if value is None:
            self.ignored.append(name)
