"""Mails as agents write them: mostly 2 to 40 kB, text and HTML, some with a picture or a PDF up to 2 MB."""

import random
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from textwrap import fill

from django.utils import timezone

from benchmarks.people import AGENTS

ADDRESS, SERVER = "saperlipopette@ville.example", "mx.ville.example"
VOCABULARY = (
    "abri vélo banc école mairie annexe escalier porte fenêtre courrier accueil formulaire salle réunion cantine "
    "éclairage papier encre badge clé jardin square trottoir arbre tri déchet chauffage store bureau collègue "
    "rendez-vous usager file attente panneau affiche numérique parapheur signature tableur sauvegarde"
)
WORDS = VOCABULARY.split()
# One mail in so many carries a file of so many kilobytes.
SMALL_FILES, LARGE_FILES = 12, 100
SMALL_KB, LARGE_KB = (50, 300), (500, 2000)
PNG = b"\x89PNG\r\n\x1a\n"


def messages(count: int, *, series: str = "mesure") -> Iterator[bytes]:
    """`count` different mails; the title of mail `n` is `title(series, n)`. The same at each call."""
    chance = random.Random(series)
    return (message(number, series, chance) for number in range(count))


def title(series: str, number: int) -> str:
    return f"Idée {series} {number:05}"


def message(number: int, series: str, chance: random.Random) -> bytes:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from=ville.example"
    mail["From"] = f"Camille Martin <agent{number % AGENTS}@ville.example>"
    mail["To"] = ADDRESS
    mail["Subject"] = title(series, number)
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<{series}.{number}@poste.ville.example>"
    text = prose(chance, chance.randint(300, 6000))
    mail.set_content(text, cte="quoted-printable")
    if chance.random() < 0.8:
        mail.add_alternative(as_html(text), subtype="html", cte="quoted-printable")
    if number % LARGE_FILES == LARGE_FILES - 1:
        attach(mail, chance, LARGE_KB)
    elif number % SMALL_FILES == SMALL_FILES - 1:
        attach(mail, chance, SMALL_KB)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def prose(chance: random.Random, length: int) -> str:
    """Sentences, in paragraphs of lines of 72 characters."""
    paragraphs: list[str] = []
    while sum(len(paragraph) for paragraph in paragraphs) < length:
        words = chance.choices(WORDS, k=chance.randint(20, 80))
        paragraphs.append(fill(f"{' '.join(words).capitalize()}.", 72))
    return "\n\n".join(paragraphs) + "\n"


def as_html(text: str) -> str:
    """As mail programs write it: a style on every paragraph."""
    style = "margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:black"
    paragraphs = "".join(f'<p class="MsoNormal" style="{style}">{part}</p>' for part in text.split("\n\n"))
    return f"<html><head><style>p.MsoNormal{{margin:0cm}}</style></head><body>{paragraphs}</body></html>"


def attach(mail: EmailMessage, chance: random.Random, kilobytes: tuple[int, int]) -> None:
    content = PNG + chance.randbytes(chance.randint(*kilobytes) * 1024)
    mail.add_attachment(content, maintype="image", subtype="png", filename="photo.png")
