"""`manage.py licences`: the libraries that are installed, the typefaces, and their licences, as a page of Markdown."""

from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from typing import Any

from django.core.management.base import BaseCommand

HEAD = "| Bibliothèque | Version | Licence |\n|---|---|---|"
CLASSIFIER = "License :: "
# In static/fonts/, with their whole texts.
FONTS = (("Figtree", "2.2"), ("Literata", "3.103"))


class Command(BaseCommand):
    help = "Dit les bibliothèques installées et les polices, leur version et leur licence, en une page (Markdown)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(HEAD)
        for line in sorted({*_lines()}, key=str.casefold):
            self.stdout.write(line)


def _lines() -> Iterator[str]:
    for each in distributions():
        yield f"| {each.name} | {each.version} | {licence_of(each)} |"
    for name, version in FONTS:
        yield f"| {name} | {version} | OFL-1.1 |"


def licence_of(library: Distribution) -> str:
    """In one line: the expression, else the classifiers, else the first line of what its author wrote."""
    said = library.metadata.get("License-Expression") or ", ".join(_classified(library))
    said = said or str(library.metadata.get("License") or "").strip().partition("\n")[0]
    return said.replace("|", "/") or "non dite"


def _classified(library: Distribution) -> list[str]:
    written = library.metadata.get_all("Classifier") or []
    return [each.rpartition(" :: ")[2] for each in written if each.startswith(CLASSIFIER)]
