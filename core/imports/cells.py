"""Read the text and the day of a cell that a person typed or a program wrote."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from unicodedata import category, normalize

from django.utils import timezone

from core.french import MONTHS, plain

# A spreadsheet counts its days from there.
SPREADSHEET_EPOCH = date(1899, 12, 30)
SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]0+)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[/.\- ](\d{1,2})[/.\- ](\d{1,2})")
DAY_FIRST = re.compile(r"(?:[a-z]+\.? )?(\d{1,2})(?:er)?[/.\- ](\d{1,2}|[a-z]{3,}\.?)[/.\- ](\d{4}|\d{2})")
# From the first of several spaces only, or a cell full of them would cost the square of its length.
CLOCK = re.compile(r"(?:T|(?<!\s) )\s*+\d{1,2}[:h]\d{2}.*$")


def clean_text(text: str) -> str:
    """Return one line, with one space between words and nothing invisible."""
    visible = "".join(" " if character.isspace() else character for character in normalize("NFC", text))
    return " ".join("".join(c for c in visible if category(c) not in ("Cc", "Cf")).split())


def flat(text: str) -> str:
    """Return plain letters and figures, with one space between words."""
    return " ".join(re.sub(r"[\W_]+", " ", plain(text)).split())


@lru_cache(maxsize=4096)
def read_day(typed: str) -> date | None:
    """Return the day, in French order; None for a blank cell. Raises ValueError for what is no day.

    « 2021-07-02 », « 02/07/2021 », « 2.7.21 », « 2021/7/2 », « 20210702 », « vendredi 2 juillet 2021 », a
    spreadsheet's serial number, a time after any of them, or midnight in another time zone.
    """
    text = typed.strip().replace("\u00a0", " ")
    if not text:
        return None
    if moment := _moment(text):
        return moment
    text = CLOCK.sub("", text).strip()
    if found := SERIAL.fullmatch(text):
        return SPREADSHEET_EPOCH + timedelta(days=int(found[1]))
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(plain(text)):
        day, month, year = found.groups()
    else:
        raise ValueError(typed)
    if len(year) == 2:
        # As `strptime` reads « %y »: « 98 » is 1998.
        year = f"{'20' if int(year) < 69 else '19'}{year}"
    return date(int(year), month_number(month), int(day))


def month_number(word: str) -> int:
    """Return 7 for « 7 » and « juil. »; 0 for what begins no month, or several."""
    if word.isdecimal():
        return int(word)
    months = [number for number, name in enumerate(MONTHS, 1) if plain(name).startswith(word.rstrip("."))]
    return months[0] if len(months) == 1 else 0


def _moment(text: str) -> date | None:
    """« 2021-07-01T22:00:00Z »: midnight of the 2nd at the town hall, as a program writes it."""
    if ":" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
        here = timezone.localtime(moment) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return here.date() if here.hour == here.minute == 0 else moment.date()
