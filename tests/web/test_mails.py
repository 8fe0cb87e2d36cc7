"""The words of mails: in templates, typed with plain spaces, sent with French ones."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from core.web.mails import render_mail

ROOT = Path(__file__).parents[2]
FRENCH = re.compile("[À-ÿœŒ’«»\u00a0\u202f]")
LONGEST = 120
MAIL_MODULES = re.compile(
    r"(?:^|/)(?:notifications|invitations|replies|mails|\w+_notices|acknowledgements?|autoreply)\.py$"
)


def test_words_of_the_template_get_french_spaces_and_those_of_people_keep_theirs():
    idea, part = SimpleNamespace(title="Un four : pourquoi ?"), SimpleNamespace(title="B & « C »")
    mail = render_mail("suggestions/mails/joined_again.txt", original=idea, part=part)
    assert mail["title"] == "Une idée détachée revient à la sienne\u00a0: Un four : pourquoi ?"
    assert mail["text"] == (
        "«\u00a0B & « C »\u00a0», détachée de «\u00a0Un four : pourquoi ?\u00a0», se lit de nouveau avec elle."
    )


def test_a_title_of_several_lines_stays_in_the_subject():
    mail = render_mail("spaces/mails/closed.txt", project="Un\n\nprojet", by="Inès Faure")
    assert mail["title"] == "Le projet «\u00a0Un\n\nprojet\u00a0» est clos"
    assert mail["text"].startswith("Inès Faure l’a clos")


def test_mails_are_typed_with_plain_spaces():
    templates = list((ROOT / "templates").glob("*/mails/*.txt"))
    assert len(templates) > 100
    assert not [path.name for path in templates if re.search("[\u00a0\u202f]", path.read_text())]


def test_no_long_french_in_the_python_of_mails():
    found = {path for path in _mail_modules() if any(_long_french(ROOT / path))}
    assert not found


def _mail_modules() -> Iterator[str]:
    for package in ROOT.glob("*/__init__.py"):
        if package.parent.name not in {"tests", "benchmarks", "demo", "deploy"}:
            paths = (path.relative_to(ROOT).as_posix() for path in package.parent.rglob("*.py"))
            yield from filter(MAIL_MODULES.search, paths)


def _long_french(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in docstrings:
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        words = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
        if isinstance(node, ast.JoinedStr | ast.Constant) and len(words) > LONGEST and FRENCH.search(words):
            yield words
