"""The folders of the council's page: recent years in sight, older ones by decade."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple


class YearFolder(NamedTuple):
    year: int
    sessions: int
    acts: int


class Decade(NamedTuple):
    """Years of one decade, the newest first; all of them, or those that are left beside the years in sight."""

    years: tuple[YearFolder, ...]

    @property
    def label(self) -> str:
        """« De 2010 à 2019 », « 2019 »: from the first to the last year that has a session."""
        first, last = self.years[-1].year, self.years[0].year
        return str(first) if first == last else f"De {first} à {last}"

    @property
    def acts(self) -> int:
        return sum(folder.acts for folder in self.years)


def decades_of(folders: Iterable[YearFolder]) -> tuple[Decade, ...]:
    """The newest first, as the years are given."""
    return tuple(Decade(tuple(years)) for _, years in groupby(folders, key=lambda folder: folder.year // 10))
