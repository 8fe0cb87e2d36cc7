"""The manuals of a software: which there are, and what each says; the same at every load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from random import Random

from core.ui.french import of
from demo.generators import papers
from demo.generators.papers import Chapter
from demo.records.software import Software, Task
from demo.texts import manuals as texts

# What each software has, in this order, as far as it goes: a later guide comes after the one that it replaces.
KINDS = ("old guide", "guide", "memo", "questions", "second memo")
FEW = ("guide", "memo")
AUDIENCES = ("tous les agents du service", "les nouveaux arrivants", "les référents", "les agents d’accueil")
# One guide in five was not rewritten when the software changed.
LATE = 5


@dataclass(frozen=True, slots=True)
class Manual:
    key: str
    title: str
    version: str
    days_ago: int
    audience: str
    replaces: str | None  # key
    chapters: tuple[Chapter, ...]
    is_page: bool  # written on the site, rather than a file

    def html(self) -> str:
        return "".join(
            f"<h2>{escape(chapter.heading, quote=False)}</h2>"
            + "".join(f"<p>{escape(text, quote=False)}</p>" for text in chapter.paragraphs)
            for chapter in self.chapters
        )

    def pdf(self, software: Software, on: date) -> bytes:
        about = (
            f"Progiciel\u00a0: {software.name} (éditeur\u00a0: {software.vendor})",
            f"Version décrite\u00a0: {self.version or 'non précisée'}",
            f"Pour\u00a0: {self.audience}",
            software.purpose,
        )
        return papers.manual(self.title, about, self.chapters, on)


def manuals_of(software: Software, count: int) -> tuple[Manual, ...]:
    """`count` manuals, 1 to 5."""
    random = Random(software.name)  # noqa: S311 - a town to look at, no secret
    kinds = FEW[:count] if count < 3 else KINDS[:count]
    made = [composed(software, kind, random) for kind in kinds]
    known = {manual.key for manual in made}
    return tuple(manual if manual.replaces in known else replace(manual, replaces=None) for manual in made)


def composed(software: Software, kind: str, random: Random) -> Manual:
    is_late = random.randrange(LATE) == 0
    version, days_ago = software.version, random.randint(40, 500)
    title, replaces, is_page = f"Guide {of(software.name)}", None, False
    match kind:
        case "old guide":
            version, days_ago = earlier(earlier(version)), random.randint(900, 1900)
            chapters = guide(software, version, random)
        case "guide":
            version = earlier(version) if is_late else version
            replaces = key_of(software, "old guide")
            chapters = guide(software, version, random)
        case "questions":
            title, is_page = f"{software.name}, les questions que l’on nous pose", True
            chapters = (questions(software, random, count=5), *pick_chapter(software, random))
        case _:
            task = software.tasks[0 if kind == "memo" else -1]
            title, is_page = f"Mémo\u00a0: {lowered(task.title)}", random.random() < 0.5
            chapters = memo(software, task, random)
    return Manual(
        key_of(software, kind),
        title,
        version,
        days_ago,
        random.choice(AUDIENCES),
        replaces,
        chapters,
        is_page,
    )


def key_of(software: Software, kind: str) -> str:
    return f"{software.name}/{kind}"


def lowered(title: str) -> str:
    return title[0].lower() + title[1:]


def earlier(version: str) -> str:
    """« 8.2 » → « 8.1 », « 3.0 » → « 2.9 », « 12.1 SR2 » → « 12.1 SR1 »; empty when there is none."""
    if not (found := re.fullmatch(r"(.*?)(\d+)", version)):
        return ""
    head, last = found[1], int(found[2])
    if last > 0:
        return f"{head}{last - 1}"
    before = earlier(head.rstrip("."))
    return f"{before}.9" if before else ""


def said(text: str, software: Software, version: str) -> str:
    return text.format(
        name=software.name,
        one=software.one,
        several=software.several,
        version=version or "à venir",
        vendor=software.vendor,
    )


def guide(software: Software, version: str, random: Random) -> tuple[Chapter, ...]:
    def some(of: tuple[str, ...], count: int = 2) -> tuple[str, ...]:
        return tuple(said(text, software, version) for text in random.sample(of, count))

    return (
        Chapter("Avant de commencer", (some(texts.OPENING, 1)[0], software.start)),
        Chapter("L’écran d’accueil", some(texts.SCREEN)),
        Chapter("Chercher et ouvrir", some(texts.SEARCHING)),
        *(task_chapter(software, version, task, random) for task in software.tasks),
        Chapter("Réparer une erreur", some(texts.MISTAKES)),
        Chapter("Imprimer, exporter, partager", some(texts.SHARING)),
        Chapter("Ce que l’on écrit, ce que l’on garde", some(texts.PRIVACY)),
        Chapter("Quand rien ne marche", some(texts.BREAKDOWN)),
        Chapter(
            f"Ce qui change avec la version {version}" if version else "Ce qui vient", some(texts.NEWS, 1)
        ),
        questions(software, random, count=3),
    )


def task_chapter(software: Software, version: str, task: Task, random: Random) -> Chapter:
    more = " ".join(said(text, software, version) for text in random.sample(texts.MORE, 2))
    return Chapter(task.title, (task.text, more))


def memo(software: Software, task: Task, random: Random) -> tuple[Chapter, ...]:
    return (task_chapter(software, software.version, task, random), *pick_chapter(software, random))


def pick_chapter(software: Software, random: Random) -> Iterator[Chapter]:
    heading, of = random.choice(
        (
            ("En cas d’erreur", texts.MISTAKES),
            ("Quand rien ne marche", texts.BREAKDOWN),
            ("Partager", texts.SHARING),
        )
    )
    yield Chapter(heading, tuple(said(text, software, software.version) for text in random.sample(of, 2)))


def questions(software: Software, random: Random, count: int) -> Chapter:
    asked = random.sample(texts.QUESTIONS, count)
    lines = (said(f"{question} {answer}", software, software.version) for question, answer in asked)
    return Chapter("Questions que l’on nous pose", tuple(lines))
