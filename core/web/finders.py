"""Single files that are served from elsewhere: browser libraries out of their packages, the town's logo."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import bootstrap
import django_htmx
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, find
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.web.logo import FOLDER, logo_path

IMPORT = r"""@import url\("(?P<url>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;"""
IMPORTED = "what the other file holds"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; a style sheet holds those that it imports, so that a browser asks once and waits once.

    Source maps, which are not collected, are not looked for.
    """

    patterns = (
        (
            "*.css",
            ((IMPORT, IMPORTED), r"""(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)(?P=quote)\))"""),
        ),
    )

    def url_converter(self, name: str, hashed_files: Any, template: str | None = None, *rest: Any) -> Any:
        is_import = template == IMPORTED
        return held if is_import else super().url_converter(name, hashed_files, template, *rest)


def held(imported: re.Match[str]) -> str:
    """The text of a file of the same folder, of a library what may be used; its addresses are looked up afterwards."""
    if not (path := find(imported["url"])):
        raise ValueError(f"{imported['url']} is imported, and is not there.")
    text = Path(path).read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
    return f"@layer {imported['layer']} {{ {used(text)} }}" if imported["layer"] else text


@cache
def _words() -> frozenset[str]:
    """Those of this program's pages, scripts and code."""
    words = set[str]()
    for path in Path(settings.BASE_DIR).glob("[!.]*/**/*"):
        if path.suffix in {".html", ".js", ".py"} and path.is_file():
            words.update(re.findall(r"[\w-]+", path.read_text(encoding="utf-8", errors="replace")))
    return frozenset(words)


def used(sheet: str) -> str:
    """The rules whose classes are words of this program, or begin as one that is put together (« - » at its end)."""
    words = _words()
    beginnings = tuple(word for word in words if re.fullmatch(r"\w[\w-]+-", word))

    def is_used(selector: str) -> bool:
        # What is left out of a rule needs not be there.
        names = re.findall(r"\.([a-z][\w-]*)", re.sub(r":not\([^()]*\)", "", selector))
        return all(name in words or name.startswith(beginnings) for name in names)

    def rule(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        selectors = ",".join(filter(is_used, re.split(r",(?![^(]*\))", found[1])))
        return f"{selectors}{{{found[2]}}}" if selectors else ""

    # A comment stays, with the licence in it.
    kept = re.sub(r"/\*(?s:.*?)\*/|([^{}@;/]+)\{([^{}]*)\}", rule, sheet)
    return re.sub(r"@media[^{}]+\{\}", "", kept)


LIBRARIES = {
    "vendor/bootstrap.min.css": Path(bootstrap.__path__[0]) / "css/bootstrap.min.css",
    "vendor/htmx.min.js": Path(django_htmx.__path__[0]) / "static/django_htmx/htmx-2.min.js",
}


class OneFile(FileSystemStorage):
    """One file of a folder, served under a prefix of ours."""

    def __init__(self, source: Path, prefix: str) -> None:
        super().__init__(location=source.parent)
        self.source = source
        # collectstatic reads this attribute, which no storage declares.
        self.prefix = prefix

    def path(self, name: str) -> str:
        return str(self.source)


class SingleFilesFinder(BaseFinder):
    """Bootstrap's one style sheet, htmx, and the file of TOWN_LOGO, wherever they are; nothing that lies beside."""

    def files(self) -> dict[str, Path]:
        logo = logo_path()
        return LIBRARIES | ({f"{FOLDER}/{logo.name}": logo} if logo and logo.is_file() else {})

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(source) for name, source in self.files().items() if name == path]
        # Django takes None for something found.
        return found if find_all else "".join(found) or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name, source in self.files().items():
            folder, _, file = name.partition("/")
            yield file, OneFile(source, folder)
