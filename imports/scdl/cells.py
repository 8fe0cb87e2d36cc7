"""One cell's value from what people and spreadsheets type, and what was corrected in it.

Each function returns (value, words): no words when the cell was as the standard wants it. A value of None with
words is one that could not be read. Dates come in every format that the files of towns hold: « 2021-07-02 » (the
standard), « 02/07/2021 », « 2.7.21 », « 2021/7/2 », « 20210702 », « vendredi 2 juillet 2021 », a spreadsheet's
serial number, a time after any of them, or midnight in another time zone.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.french import MONTHS, plain, spaced
from core.web.non_blank import is_visible
from deliberations.models.sessions import FIRST_YEAR

TOWN_HALL = ZoneInfo("Europe/Paris")
# A spreadsheet counts its days from there.
SPREADSHEET_EPOCH = date(1899, 12, 30)
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[/.\- ](\d{1,2})[/.\- ](\d{1,2})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
IN_WORDS = re.compile(r"(?:[a-z]+\.? )?(\d{1,2})(?:er)? ([a-z]{3,})\.? (\d{4})")
# From the first of several spaces only, or a cell full of them would cost the square of its length.
CLOCK = re.compile(r"(?:T|(?<!\s) )\s*+\d{1,2}[:h]\d{2}.*$")
SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]0+)?")
LARGEST_VOTE, LONGEST_URL = 1_000, 500
FLOAT = re.compile(r"([+-]?\d+)(?:[.,](\d+))?(?:[eE]\+?(\d{1,2}))?")
# « 7.1 », « 07,01 », « 7.1.1 », « 7.1 Décisions budgétaires ».
CODE = re.compile(r"0?(\d)[.,](\d{1,2})(?:[.,]\d+)*[.,]*(?![\d/.,-]).*", re.DOTALL)
CODE_AS_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-]\d{2,4})?")
CODE_AS_MONTH = re.compile(r"(\d{1,2})[-. /]([a-z]{3,5})\.?(?:[-. /]\d{2,4})?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
SPACES = re.compile(r"\s+")
# No-break spaces of a text stay.
BLANKS = re.compile(r"[ \t-\r]+")
BUDGET_YEAR = re.compile(r"(\d{4})(?:\s*[/\-]\s*(\d{4}|\d{2}))?")
REMOVED, ON_ONE_LINE = "caractères invisibles retirés", "retours à la ligne retirés"


def quoted(text: str) -> str:
    """« what was typed », short enough for a report."""
    return spaced(f"« {text if len(text) <= 60 else text[:59] + '…'} »")


def clean_date(typed: str, today: date | None = None) -> tuple[date | None, str]:
    """The day, French order; a date after `today` or before the first town councils is not read."""
    text = typed.strip()
    if not text:
        return None, ""
    day = _any_day(text.replace("\u00a0", " "))
    if day is None:
        return None, spaced(f"date illisible : {quoted(typed)}")
    if day.year < FIRST_YEAR:
        return None, spaced(f"date trop ancienne : {quoted(typed)}")
    if day > (today or timezone.localdate()):
        return None, spaced(f"date à venir : {quoted(typed)}")
    return day, "" if ISO.fullmatch(text) else f"date {quoted(typed)} lue {day.isoformat()}"


@lru_cache(maxsize=4096)
def _any_day(text: str) -> date | None:
    if moment := _midnight_elsewhere(text):
        return moment
    text = CLOCK.sub("", text).strip()
    if found := SERIAL.fullmatch(text):
        return SPREADSHEET_EPOCH + timedelta(days=int(found[1]))
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := IN_WORDS.fullmatch(plain(text)):
        day, month, year = found[1], str(_month(found[2])), found[3]
    else:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of the one month that begins so, or 0."""
    months = [number for number, name in enumerate(MONTHS, 1) if plain(name).startswith(word)]
    return months[0] if len(months) == 1 else 0


def _midnight_elsewhere(text: str) -> date | None:
    """« 2021-07-01T22:00:00Z »: midnight of the 2nd at the town hall, as a program writes it."""
    if ":" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
        here = moment.astimezone(TOWN_HALL) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return here.date() if here.hour == here.minute == 0 else moment.date()


def clean_text(typed: str) -> tuple[str, str]:
    """On one line, without what no one can see."""
    if not typed.isascii() and not is_visible(typed):
        return "", REMOVED
    words = REMOVED if CONTROL.search(typed) else ON_ONE_LINE if "\n" in typed.strip() else ""
    return (SPACES if words else BLANKS).sub(" ", CONTROL.sub("", typed)).strip(), words


def clean_identifier(typed: str) -> tuple[str, str]:
    """Strip only the ends and invisible characters: inner spaces and case stay."""
    text = CONTROL.sub("", typed.replace("\n", " ")).strip()
    return text, REMOVED if CONTROL.search(typed) else ""


def clean_siret(typed: str) -> tuple[str | None, str]:
    """Fourteen digits, out of a float or a grouping by threes."""
    text = SPACES.sub("", typed)
    if not text or re.fullmatch(r"\d{14}", text):
        return text or None, "" if text == typed.strip() else f"SIRET {quoted(typed)} lu {text}"
    whole = _whole_number(text)
    if whole is None or not 12 <= len(str(whole)) <= 14:
        return None, spaced(f"SIRET illisible : {quoted(typed)}")
    mantissa, exponent, _ = text.upper().partition("E")
    # « 2,199099E+13 » says fewer digits than the number has.
    if exponent and len(mantissa) < 12:
        return None, f"SIRET {quoted(typed)} abîmé par un tableur"
    return f"{whole:014}", f"SIRET {quoted(typed)} lu {whole:014}"


def _whole_number(text: str) -> int | None:
    """« 36 », « 36.0 », « 36,00 », « 2.1990999100016E13 »; None for anything else, fractions included."""
    found = FLOAT.fullmatch(text)
    if not found:
        return None
    whole, fraction, exponent = found[1], found[2] or "", int(found[3] or 0)
    if len(whole) > 20 or exponent > 20 or fraction[exponent:].strip("0"):
        return None
    return int(whole + fraction[:exponent].ljust(exponent, "0"))


@lru_cache(maxsize=4096)
def clean_vote(typed: str) -> tuple[int | None, str]:
    """A count of votes; words without a value for what is no such count."""
    text = SPACES.sub("", typed)
    if not text:
        return None, ""
    value = _whole_number(text)
    if value is None or not 0 <= value <= LARGEST_VOTE:
        return None, spaced(f"vote illisible : {quoted(typed)}")
    return value, "" if text.isdecimal() else f"{quoted(typed)} lu {value}"


@lru_cache(maxsize=1024)
def clean_code(typed: str) -> tuple[str, str]:
    """A matter's code as text: « 7.1 » is not « 7.10 »; what a spreadsheet made of it is undone.

    A code that is not read is kept as typed.
    """
    text = SPACES.sub(" ", CONTROL.sub("", typed)).strip()
    if not text or re.fullmatch(r"\d\.[1-9]\d?", text):
        return text, ""
    if found := CODE.fullmatch(text):
        code = f"{found[1]}.{int(found[2])}"
        return code, f"matière {quoted(typed)} lue {code}"
    if code := _code_of_date(text):
        return code, f"matière {quoted(typed)} (une date, du fait d’un tableur) lue {code}"
    return text, ""


def _code_of_date(text: str) -> str:
    """« 7-janv », « 07/01/2021 », « 2021-01-07 »: a French spreadsheet reads 7.1 as the 7th of January."""
    text = CLOCK.sub("", plain(text))
    if found := YEAR_FIRST.fullmatch(text):
        day, month = int(found[3]), int(found[2])
    elif found := CODE_AS_DAY.fullmatch(text):
        day, month = int(found[1]), int(found[2])
    elif found := CODE_AS_MONTH.fullmatch(text):
        day, month = int(found[1]), _month(found[2])
    else:
        return ""
    return f"{day}.{month}" if 1 <= day <= 9 and 1 <= month <= 12 else ""


@lru_cache(maxsize=1024)
def clean_budget_year(typed: str) -> tuple[str | None, str]:
    """« 2025 » or « 2017/2018 »."""
    text = typed.strip()
    found = BUDGET_YEAR.fullmatch(re.sub(r"[.,]0+$", "", text))
    if not found:
        return (None, spaced(f"année du budget illisible : {quoted(typed)}")) if text else ("", "")
    first, second = found.groups()
    year = f"{first}/{first[: 4 - len(second)]}{second}" if second else first
    return year, "" if year == text else f"année du budget {quoted(typed)} lue {year}"


def clean_url(typed: str, longest: int = LONGEST_URL) -> tuple[str | None, str]:
    """An address of the web; nothing that a click would run."""
    text = CONTROL.sub("", typed).strip()
    if not text:
        return "", ""
    address = f"https://{text}" if re.match(r"www\.[\w-]+\.", text) else text
    if len(address) > longest:
        return None, f"adresse de plus de {longest} caractères"
    if not re.fullmatch(r"https?://[^\s/?#@<>\"']+\.[^\s<>\"']+", address, re.IGNORECASE):
        return None, spaced(f"adresse illisible : {quoted(typed)}")
    return address, "" if address == text else f"adresse {quoted(typed)} lue {address}"
