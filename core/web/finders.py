"""Single files that are served from elsewhere: browser libraries out of their packages, the town's logo."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bootstrap
import django_htmx
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.web.logo import FOLDER, logo_path


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; source maps, which are not collected, are not looked for."""

    patterns = (
        (
            "*.css",
            (
                r"""(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)(?P=quote)\))""",
                (
                    r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""",
                    """@import url("%(url)s")""",
                ),
            ),
        ),
    )


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def check(self, **kwargs: Any) -> list[Any]:
        return []

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
