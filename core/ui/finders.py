"""Browser libraries that come from Python packages: collect what is served, nothing else."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bootstrap
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from core.ui.logo import FOLDER, logo_path

SERVED = {"vendor/bootstrap.min.css": "css/bootstrap.min.css"}


class BrowserLibrariesFinder(BaseFinder):
    """Bootstrap's one style sheet, out of the package that ships it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = Path(bootstrap.__path__[0])

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = str(self.root / SERVED[path]) if path in SERVED else ""
        # Django takes None for something found.
        return found if found and not find_all else [found] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for source in SERVED.values():
            storage = FileSystemStorage(location=self.root / Path(source).parent)
            # collectstatic reads this attribute, which no storage declares.
            storage.prefix = "vendor"  # type: ignore[attr-defined]
            yield Path(source).name, storage


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
            storage.prefix = FOLDER  # type: ignore[attr-defined]
            yield logo.name, storage
