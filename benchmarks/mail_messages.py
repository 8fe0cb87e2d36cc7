"""Mails as agents write them: mostly 2 to 40 kB, text and HTML, some with a picture up to 2 MB."""

import random
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from textwrap import fill

from django.utils import timezone

from benchmarks.people import AGENTS
from benchmarks.server import CHECKOUT

ADDRESS, SERVER = "saperlipopette@ville.example", "mx.ville.example"
WORDS = CHECKOUT / "tests" / "suggestions" / "similar" / "paraphrases.txt"
# One mail in so many carries a file of so many kilobytes; the first that fits.
LARGE_FILES = 100
FILES = {LARGE_FILES: (500, 2000), 12: (50, 300)}
MARKUP_KB = (1, 25)
PNG = b"\x89PNG\r\n\x1a\n"


def messages(count: int, *, series: str = "mesure") -> Iterator[bytes]:
    """`count` different mails; the title of mail `n` begins with `mark(series, n)`. The same words at each call."""
    ideas = [line.split(" | ") for line in WORDS.read_text().splitlines() if " | " in line and line[0] != "#"]
    chance = random.Random(series)
    return (message(number, series, chance.sample(ideas, 3), chance) for number in range(count))


def mark(series: str, number: int) -> str:
    return f"{series} {number:05},"


def message(number: int, series: str, ideas: list[list[str]], chance: random.Random) -> bytes:
    (title, problem, _), *others = ideas
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from=ville.example"
    mail["From"] = f"Camille Martin <agent{number % AGENTS}@ville.example>"
    mail["To"] = ADDRESS
    mail["Subject"] = f"{mark(series, number)} {title}"
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<{series}.{number}@poste.ville.example>"
    parts = ["Bonjour,", problem, *(proposal for _, _, proposal in others), "Bien à vous,\nCamille Martin"]
    mail.set_content("\n\n".join(fill(part, 72) for part in parts), cte="quoted-printable")
    if chance.random() < 0.8:
        markup = as_html(parts, chance.randint(*MARKUP_KB) * 1024)
        mail.add_alternative(markup, subtype="html", cte="quoted-printable")
    for every, kilobytes in FILES.items():
        if number % every == every - 1:
            picture = PNG + chance.randbytes(chance.randint(*kilobytes) * 1024)
            mail.add_attachment(picture, maintype="image", subtype="png", filename="photo.png")
            break
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def as_html(parts: list[str], markup: int) -> str:
    """As mail programs write it: a style on every paragraph, and a head far longer than what is said."""
    rule = "p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif}\n"
    style = "margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:black"
    paragraphs = "".join(f'<p class="MsoNormal" style="{style}">{part}</p>' for part in parts)
    rules = rule * (markup // len(rule))
    return f"<html><head><style>{rules}</style></head><body>{paragraphs}</body></html>"
