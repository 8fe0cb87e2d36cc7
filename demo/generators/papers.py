"""Small PDF files: manuals, deliberations and their annexes, the same bytes at every load.

The fonts are those that every reader of PDF holds; their table is that of Windows, which has œ, ’ and €.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Date
from functools import lru_cache

from fpdf import FPDF

NARROW = str.maketrans({"\u202f": "\u00a0"})


@dataclass(frozen=True, slots=True)
class Chapter:
    heading: str
    paragraphs: tuple[str, ...]


class Paper(FPDF):
    def __init__(self, title: str, on: Date) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = "windows-1252"
        self.footing = title.translate(NARROW)
        self.set_title(title)
        self.set_author("Ville de Port-Mimosa (démonstration)")
        self.set_lang("fr-FR")
        self.set_creation_date(datetime.combine(on, time(8), tzinfo=UTC))
        self.set_margins(25, 22, 25)
        self.set_auto_page_break(True, margin=22)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, f"{self.footing[:90]} - page {self.page_no()}", align="C")

    def say(
        self, text: str, *, size: float = 11, style: str = "", after: float = 2, align: str = "J"
    ) -> None:
        self.set_font("Helvetica" if style else "Times", style, size)
        self.multi_cell(0, size * 0.5, text.translate(NARROW), align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(after)


# A town is loaded many times by one process of the tests.
@lru_cache(maxsize=64)
def manual(title: str, lines: tuple[str, ...], chapters: tuple[Chapter, ...], on: Date) -> bytes:
    """A first page with the title, then the chapters, two or three a page."""
    paper = Paper(title, on)
    paper.add_page()
    paper.ln(40)
    paper.say(title, size=24, style="B", after=8, align="L")
    for line in lines:
        paper.say(line, size=12, after=3, align="L")
    paper.add_page()
    for number, chapter in enumerate(chapters, start=1):
        paper.say(f"{number}. {chapter.heading}", size=14, style="B", after=2, align="L")
        for paragraph in chapter.paragraphs:
            paper.say(paragraph)
        paper.ln(4)
    return bytes(paper.output())


@lru_cache(maxsize=64)
def deliberation(heading: tuple[str, ...], subject: str, blocks: tuple[Chapter, ...], on: Date) -> bytes:
    """The extract of the register: who was there, the object, what was considered, what was decided, the vote."""
    paper = Paper(subject, on)
    paper.add_page()
    for line in heading:
        paper.say(line, size=10, style="B", after=1, align="C")
    paper.ln(4)
    paper.say(f"Objet\u00a0: {subject}", size=12, style="B", after=4, align="L")
    for block in blocks:
        if block.heading:
            paper.say(block.heading, size=11, style="B", after=2, align="L")
        for paragraph in block.paragraphs:
            paper.say(paragraph)
        paper.ln(2)
    return bytes(paper.output())


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], on: Date) -> bytes:
    """An annex: a table of figures under its title."""
    paper = Paper(title, on)
    paper.add_page()
    paper.say(title, size=15, style="B", after=4, align="L")
    width = paper.epw / len(head)
    for position, row in enumerate((head, *rows)):
        paper.set_font("Helvetica", "B" if position == 0 else "", 9)
        for column, text in enumerate(row):
            paper.cell(width, 7, text.translate(NARROW), border=1, align="L" if column == 0 else "R")
        paper.ln()
    return bytes(paper.output())
