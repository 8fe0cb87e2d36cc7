"""The dates that people and spreadsheets type, in every format that the files of towns hold.

« 2021-07-02 » (the standard), « 02/07/2021 », « 2.7.21 », « 2021/7/2 », « 20210702 », « vendredi 2 juillet 2021 »,
a spreadsheet's serial number, a time after any of them, or midnight in another time zone.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.ui.french import MONTHS, plain, spaced
from deliberations.models.sessions import FIRST_YEAR

TOWN_HALL = ZoneInfo("Europe/Paris")
# A spreadsheet counts its days from there.
SPREADSHEET_EPOCH = date(1899, 12, 30)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[/.\- ](\d{1,2})[/.\- ](\d{1,2})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
IN_WORDS = re.compile(r"(?:[a-z]+\.? )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})")
# From the first of several spaces only, or a cell full of them would cost the square of its length.
CLOCK = re.compile(r"(?:T|(?<!\s) )\s*+\d{1,2}[:h]\d{2}.*$")
SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]0+)?")


def quoted(text: str) -> str:
    """« what was typed », short enough for a report."""
    return spaced(f"« {text if len(text) <= 60 else text[:59] + '…'} »")


@lru_cache(maxsize=4096)
def clean_date(typed: str, today: date) -> tuple[date | None, str]:
    """The day, French order; a date after `today` or before the first town councils is not read."""
    text = typed.strip().replace("\u00a0", " ")
    if not text:
        return None, ""
    if found := ISO.fullmatch(text):
        return _in_range(_day(*found.groups()), typed, today, "")
    moment = _midnight_elsewhere(text)
    day = moment or _any_day(CLOCK.sub("", text).strip())
    return _in_range(day, typed, today, f"date {quoted(typed)} lue {day.isoformat()}" if day else "")


def _in_range(day: date | None, typed: str, today: date, words: str) -> tuple[date | None, str]:
    if day is None:
        return None, spaced(f"date illisible : {quoted(typed)}")
    if day.year < FIRST_YEAR:
        return None, spaced(f"date trop ancienne : {quoted(typed)}")
    if day > today:
        return None, spaced(f"date à venir : {quoted(typed)}")
    return day, words


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _midnight_elsewhere(text: str) -> date | None:
    """« 2021-07-01T22:00:00Z »: midnight of the 2nd at the town hall, as a program writes it."""
    if ":" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.date()
    try:
        here = moment.astimezone(TOWN_HALL)
    except OverflowError:
        return None
    return here.date() if here.hour == here.minute == 0 else moment.date()


def _any_day(text: str) -> date | None:
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return _day(*found.groups())
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _day(year if len(year) == 4 else 2000 + int(year), month, day)
    if found := SERIAL.fullmatch(text):
        return SPREADSHEET_EPOCH + timedelta(days=int(found[1]))
    if found := IN_WORDS.fullmatch(plain(text)):
        day, word, year = found.groups()
        names = [plain(month) for month in MONTHS]
        months = [number for number, name in enumerate(names, 1) if len(word) > 2 and name.startswith(word)]
        return _day(year, months[0], day) if len(months) == 1 else None
    return None
