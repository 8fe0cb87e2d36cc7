"""One cell's value from what people and spreadsheets type.

Each reader returns the value, empty for a blank cell, and raises ValueError for what it cannot read, with words
where « illisible » does not say it all; `read_cell` says what was corrected.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils import timezone

from core.french import plain, spaced
from core.imports.cells import CLOCK, YEAR_FIRST, month_number, read_day
from core.web.non_blank import is_visible
from deliberations.models.sessions import FIRST_YEAR

LARGEST_VOTE, LONGEST_URL = 1_000, 500
# « 7.1 », « 07,01 », « 7.1.1 », « 7.1 Décisions budgétaires ».
CODE = re.compile(r"0?(\d)[.,](\d{1,2})(?:[.,]\d+)*[.,]*(?![\d/.,-]).*", re.DOTALL)
CODE_AS_DATE = re.compile(r"(\d{1,2})(?:[/-](\d{1,2})|[-. /]([a-z]{3,5}\.?))(?:[-. /]\d{2,4})?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
SPACES = re.compile(r"\s+")
BLANKS = re.compile(r"[ \t-\r]+")
BUDGET_YEAR = re.compile(r"(\d{4})(?:\s*[/\-]\s*(\d{4}|\d{2}))?")
REMOVED, ON_ONE_LINE = "caractères invisibles retirés", "retours à la ligne retirés"
MASCULINE = ("SIRET", "vote")


def quoted(text: str) -> str:
    """« what was typed », short enough for a report."""
    return spaced(f"« {text if len(text) <= 60 else text[:59] + '…'} »")


def read_cell(typed: str, read: Callable[[str], Any], label: str = "") -> tuple[Any, str]:
    """Return the value and what was corrected: no words when the cell was as the standard wants it.

    A value of None with words is one that could not be read. Without a `label`, the cell is a text.
    """
    try:
        value = read(typed)
    except ValueError as error:
        return None, str(error) or spaced(f"{label} illisible : {quoted(typed)}")
    text = typed.strip()
    if label:
        was_read = "lu" if label in MASCULINE else "lue"
        return value, "" if not text or str(value) == text else f"{label} {quoted(typed)} {was_read} {value}"
    if CONTROL.search(typed) or (text and not value):
        return value, REMOVED
    return value, ON_ONE_LINE if "\n" in text else ""


def past_day(typed: str, today: date | None = None) -> date | None:
    """Return the day; refuse one after `today` or before the first town councils."""
    try:
        day = read_day(typed)
    except ValueError:
        raise ValueError from None
    if day and day.year < FIRST_YEAR:
        raise ValueError(spaced(f"date trop ancienne : {quoted(typed)}"))
    if day and day > (today or timezone.localdate()):
        raise ValueError(spaced(f"date à venir : {quoted(typed)}"))
    return day


def one_line(typed: str) -> str:
    """Return a text on one line, without what no one can see; its no-break spaces stay."""
    return BLANKS.sub(" ", CONTROL.sub("", typed)).strip() if is_visible(typed) else ""


def identifier(typed: str) -> str:
    """Strip only the ends and invisible characters: inner spaces and case stay."""
    return CONTROL.sub("", typed.replace("\n", " ")).strip()


def siret(typed: str) -> str:
    """Fourteen digits, out of a float or a grouping by threes."""
    text = SPACES.sub("", typed)
    if not text or re.fullmatch(r"\d{14}", text):
        return text
    whole = _whole_number(text)
    if whole is None or not 12 <= len(str(whole)) <= 14:
        raise ValueError
    mantissa, exponent, _ = text.upper().partition("E")
    # « 2,199099E+13 » says fewer digits than the number has.
    if exponent and len(mantissa) < 12:
        raise ValueError(f"SIRET {quoted(typed)} abîmé par un tableur")
    return f"{whole:014}"


def _whole_number(text: str) -> int | None:
    """« 36 », « 36.0 », « 36,00 », « 2.1990999100016E13 »; None for anything else, fractions included."""
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    is_whole = number.is_finite() and number.adjusted() <= 20 and not number % 1
    return int(number) if is_whole else None


@lru_cache(maxsize=4096)
def vote(typed: str) -> int | None:
    text = SPACES.sub("", typed)
    value = _whole_number(text)
    if text and (value is None or not 0 <= value <= LARGEST_VOTE):
        raise ValueError
    return value


@lru_cache(maxsize=1024)
def matter_code(typed: str) -> tuple[str, str]:
    """Return a code as text, for « 7.1 » is not « 7.10 », and words on how it was read; keep as typed what is no code.

    What a spreadsheet made of it is undone: « 7-janv », « 07/01/2021 », « 2021-01-07 » are 7.1, the 7th of January.
    """
    text = SPACES.sub(" ", CONTROL.sub("", typed)).strip()
    if found := CODE.fullmatch(text):
        return f"{found[1]}.{int(found[2])}", ""
    words = CLOCK.sub("", plain(text))
    if found := YEAR_FIRST.fullmatch(words):
        day, month = int(found[3]), int(found[2])
    elif found := CODE_AS_DATE.fullmatch(words):
        day, month = int(found[1]), month_number(found[2] or found[3])
    else:
        return text, ""
    is_code = 1 <= day <= 9 and 1 <= month <= 12
    return (f"{day}.{month}", " (une date, du fait d’un tableur)") if is_code else (text, "")


def budget_year(typed: str) -> str:
    """« 2025 » or « 2017/2018 »."""
    text = re.sub(r"[.,]0+$", "", typed.strip())
    found = BUDGET_YEAR.fullmatch(text)
    if text and not found:
        raise ValueError
    first, second = found.groups() if found else ("", "")
    return f"{first}/{first[: 4 - len(second)]}{second}" if second else first


def web_address(typed: str, longest: int = LONGEST_URL) -> str:
    """An address of the web; nothing that a click would run."""
    text = CONTROL.sub("", typed).strip()
    address = f"https://{text}" if re.match(r"www\.[\w-]+\.", text) else text
    if len(address) > longest:
        raise ValueError(f"adresse de plus de {longest} caractères")
    if address and not re.fullmatch(r"https?://[^\s/?#@<>\"']+\.[^\s<>\"']+", address, re.IGNORECASE):
        raise ValueError
    return address
