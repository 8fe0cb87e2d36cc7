"""The style sheet that a town's browsers get: whole, and no more than the pages may use."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from core.web.finders import IMPORT, held


def classes(sheet: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", sheet))


def test_it_holds_what_it_imports_and_of_bootstrap_every_class_that_a_page_has_and_few_others():
    own = Path(str(finders.find("intranet.css"))).read_text()
    bootstrap = Path(str(finders.find("vendor/bootstrap.min.css"))).read_text()
    sheet = re.sub(IMPORT, held, own)
    assert "@import" not in sheet
    assert sheet.count("{") == sheet.count("}")
    pages = "".join(page.read_text() for page in (settings.BASE_DIR / "templates").rglob("*.html"))
    on_pages = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', pages))))
    assert classes(bootstrap) & on_pages <= classes(sheet)
    assert {"container-xl", "row", "visually-hidden"} <= classes(sheet)
    assert len(sheet) < len(own) + len(bootstrap) / 3
    assert "@media print" in sheet
    assert "Copyright 2011" in sheet
