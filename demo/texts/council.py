"""What the council speaks of, and what its deliberations say around their object."""

from demo.data_files import read_toml

# The code of a matter of ACTES, and the object.
Matters = tuple[tuple[str, str], ...]

_sessions = read_toml("council_sessions.toml")
LATEST: Matters = _sessions["latest"]
BEFORE: Matters = _sessions["before"]
NEXT: Matters = _sessions["next"]
INSTALLATION: Matters = _sessions["installation"]

# Invented places, associations, firms…, by kind.
WORDS: dict[str, tuple[str, ...]] = read_toml("council_words.toml")

_deliberations = read_toml("deliberations.toml")
SEEN: tuple[str, ...] = _deliberations["seen"]
LAST_ARTICLES: tuple[str, ...] = _deliberations["last_articles"]
CONTEXT: tuple[str, ...] = _deliberations["context"]
# Title, heading, first column.
ANNEXES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = _deliberations["annexes"]
# By the first figure of the matter.
CODES: dict[str, str] = _deliberations["codes"]
# By the area of the rapporteur.
SPEECHES: dict[str, tuple[str, ...]] = _deliberations["speeches"]
