"""Browser libraries and typefaces that come from Python packages: collect what is served, nothing else."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bootstrap
import django_htmx
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from core.ui.fonts import FOLDER as FONTS_FOLDER
from core.ui.fonts import FONTS, font_path
from core.ui.logo import FOLDER, logo_path

SERVED = {
    "vendor/bootstrap.min.css": Path(bootstrap.__path__[0]) / "css/bootstrap.min.css",
    "vendor/htmx.min.js": Path(django_htmx.__path__[0]) / "static/django_htmx/htmx-2.min.js",
}


class OneFile(FileSystemStorage):
    """A folder of a package, of which one file is served under a name of ours."""

    def __init__(self, source: Path, prefix: str) -> None:
        super().__init__(location=source.parent)
        self.source = source
        # collectstatic reads this attribute, which no storage declares.
        self.prefix = prefix

    def path(self, name: str) -> str:
        return str(self.source)


class BrowserLibrariesFinder(BaseFinder):
    """Bootstrap's one style sheet and htmx, out of the packages that ship them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = str(SERVED[path]) if path in SERVED else ""
        # Django takes None for something found.
        return found if found and not find_all else [found] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name, source in SERVED.items():
            yield Path(name).name, OneFile(source, "vendor")


class FontsFinder(BaseFinder):
    """The typefaces, made for browsers when they are first looked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        folder, _, name = path.rpartition("/")
        found = str(font_path(name)) if folder == FONTS_FOLDER and name in FONTS else ""
        return found if found and not find_all else [found] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in FONTS:
            yield name, OneFile(font_path(name), FONTS_FOLDER)


class TownLogoFinder(BaseFinder):
    """The one file of TOWN_LOGO, wherever it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        logo = logo_path()
        found = str(logo) if logo and logo.is_file() and path == f"{FOLDER}/{logo.name}" else ""
        return found if found and not find_all else [found] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        logo = logo_path()
        if logo and logo.is_file():
            storage = FileSystemStorage(location=logo.parent)
            # As above.
            storage.prefix = FOLDER  # type: ignore[attr-defined]  # (as above)
            yield logo.name, storage
