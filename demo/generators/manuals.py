"""The manuals of a software: which there are, and what each says; the same at every load."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from random import Random

from core.french import of
from demo import texts
from demo.data_files import Record, copied
from demo.generators import papers
from demo.generators.papers import Chapter

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

    def pdf(self, software: Record, on: date) -> bytes:
        about = (
            f"Progiciel\u00a0: {software.name} (éditeur\u00a0: {software.vendor})",
            f"Version décrite\u00a0: {self.version or 'non précisée'}",
            f"Pour\u00a0: {self.audience}",
            software.purpose,
        )
        return papers.manual(self.title, about, self.chapters, on)


def manuals_of(software: Record, count: int) -> tuple[Manual, ...]:
    """`count` manuals, 1 to 5."""
    random = Random(software.name)  # noqa: S311 - a town to look at, no secret
    kinds = FEW[:count] if count < 3 else KINDS[:count]
    made = [composed(software, kind, random) for kind in kinds]
    known = {manual.key for manual in made}
    return tuple(manual if manual.replaces in known else replace(manual, replaces=None) for manual in made)


def recent_manuals(software: Record) -> tuple[Manual, ...]:
    """Return those that come with the town."""
    random = Random(software.name)  # noqa: S311 - a town to look at, no secret
    kinds = texts.recent.kinds[software.name]
    made = []
    for kind in kinds:
        manual = composed(software, kind, random)
        is_late = software.name == texts.recent.outdated and kind == "guide"
        version = manual.version if kind == "old guide" else software.version
        manual = replace(
            manual,
            version=earlier(version) if is_late else version,
            is_page=kind in ("memo", "questions"),
            replaces=manual.replaces if "old guide" in kinds else None,
        )
        made.append(manual)
    return tuple(made)


def composed(software: Record, kind: str, random: Random) -> Manual:
    is_late = random.randrange(LATE) == 0
    version, days_ago = software.version, random.randint(40, 500)
    title, replaces, is_page = f"Guide {of(software.name)}", None, False
    match kind:
        case "old guide":
            version, days_ago = earlier(earlier(version)), random.randint(900, 1900)
            chapters = guide(software, version, random)
        case "guide":
            version = earlier(version) if is_late else version
            replaces = f"{software.name}/old guide"
            chapters = guide(software, version, random)
        case "questions":
            title, is_page = f"{software.name}, les questions que l’on nous pose", True
            chapters = (questions(software, random, count=5), pick_chapter(software, random))
        case _:
            task = software.tasks[0 if kind == "memo" else -1]
            title, is_page = f"Mémo\u00a0: {task.title[0].lower()}{task.title[1:]}", random.random() < 0.5
            first = task_chapter(software, software.version, task, random)
            chapters = (first, pick_chapter(software, random))
    return Manual(
        f"{software.name}/{kind}",
        title,
        version,
        days_ago,
        random.choice(AUDIENCES),
        replaces,
        chapters,
        is_page,
    )


def earlier(version: str) -> str:
    """« 8.2 » → « 8.1 », « 3.0 » → « 2.9 », « 12.1 SR2 » → « 12.1 SR1 »; empty when there is none."""
    if not (found := re.fullmatch(r"(.*?)(\d+)", version)):
        return ""
    head, last = found[1], int(found[2])
    if last > 0:
        return f"{head}{last - 1}"
    before = earlier(head.rstrip("."))
    return f"{before}.9" if before else ""


def some(of: Sequence[str], count: int, software: Record, version: str, random: Random) -> tuple[str, ...]:
    told = copied(software, "name one several vendor") | {"version": version or "à venir"}
    return tuple(text.format(**told) for text in random.sample(of, count))


def guide(software: Record, version: str, random: Random) -> tuple[Chapter, ...]:
    def chapter(heading: str, of: Sequence[str], count: int = 2) -> Chapter:
        return Chapter(heading, some(of, count, software, version, random))

    say = texts.manuals
    return (
        Chapter("Avant de commencer", (*some(say.opening, 1, software, version, random), software.start)),
        chapter("L’écran d’accueil", say.screen),
        chapter("Chercher et ouvrir", say.searching),
        *(task_chapter(software, version, task, random) for task in software.tasks),
        chapter("Réparer une erreur", say.mistakes),
        chapter("Imprimer, exporter, partager", say.sharing),
        chapter("Ce que l’on écrit, ce que l’on garde", say.privacy),
        chapter("Quand rien ne marche", say.breakdown),
        chapter(f"Ce qui change avec la version {version}" if version else "Ce qui vient", say.news, 1),
        questions(software, random, count=3),
    )


def task_chapter(software: Record, version: str, task: Record, random: Random) -> Chapter:
    more = some(texts.manuals.more, 2, software, version, random)
    return Chapter(task.title, (task.text, " ".join(more)))


def pick_chapter(software: Record, random: Random) -> Chapter:
    among = {"En cas d’erreur": "mistakes", "Quand rien ne marche": "breakdown", "Partager": "sharing"}
    heading = random.choice(list(among))
    of = getattr(texts.manuals, among[heading])
    return Chapter(heading, some(of, 2, software, software.version, random))


def questions(software: Record, random: Random, count: int) -> Chapter:
    asked = [f"{question} {answer}" for question, answer in texts.manuals.questions]
    return Chapter("Questions que l’on nous pose", some(asked, count, software, software.version, random))
