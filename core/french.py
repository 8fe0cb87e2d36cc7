"""Dates, times and numbers as the French write them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from unicodedata import combining, normalize

from django.utils import timezone

SATURDAY = 5


@cache
def public_holidays() -> Mapping[date, str]:
    # Slow to load: the children of the sandbox write French, and count no days.
    import holidays

    found: Mapping[date, str] = holidays.country_holidays("FR")
    return found


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays()


def working_day_from(day: date) -> date:
    """This day, or the first after it on which one works."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after_working_days(day: date, count: int) -> date:
    """The day that comes `count` working days after this one."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day


NBSP, NARROW = "\u00a0", "\u202f"
# What no line ends before, or after; a number is not parted from its unit.
UNBROKEN = re.compile(
    r" (?=[:;?!%»])|(?<=«) |(?<=n°) |(?<=–) (?=«)|(?<=\d) (?=(?:€|[kMG]o|cm|minutes|heures?)(?!\w))"
)
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
COUNT_LIMIT = 1000
# In `plain` letters: a vowel, the silent h of names, y before a consonant.
ELIDED = re.compile("[aeiou]|h[^a]|y[^aeiou]")
CONTRACTED = {"Le": "du", "Les": "des"}
# Letters that Unicode does not take apart, as PostgreSQL's `unaccent` writes them.
SPELLED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def day_of(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def number(value: int) -> str:
    """« 1 234 »."""
    return f"{value:,}".replace(",", NARROW)


def short_date(value: date | datetime) -> str:
    """« 26 novembre », with the year unless it is this one."""
    day = day_of(value)
    text = day_and_month(day)
    return text if day.year == timezone.localdate().year else f"{text} {day.year}"


def full_date(value: date | datetime) -> str:
    """« 26 novembre 2026 »."""
    day = day_of(value)
    return f"{day_and_month(day)}{NBSP}{day.year}"


def long_date(value: date | datetime) -> str:
    """« jeudi 26 novembre 2026 »."""
    return f"{WEEKDAYS[day_of(value).weekday()]} {full_date(value)}"


def day_and_month(day: date) -> str:
    """« 26 novembre »."""
    return f"{'1ᵉʳ' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]}"


def clock(value: time | datetime) -> str:
    """« 14 h 30 », « 9 h »."""
    moment = local(value) if isinstance(value, datetime) else value
    return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment.minute:02}" if moment.minute else "")


def moment(value: datetime) -> str:
    """« jeudi 26 novembre 2026 à 14 h 30 »."""
    return f"{long_date(value)} à {clock(value)}"


def month_name(value: date) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def of_month(value: date) -> str:
    """« de novembre 2026 », « d’août 2026 »."""
    return of(month_name(value))


def of(name: object) -> str:
    """« de Camille Roux », « d’Inès Faure ».

    By the letters: « d’Hélène », « d’Yves », but « de Hakim », « de Yann ».
    """
    return f"d’{name}" if ELIDED.match(plain(str(name))) else f"de {name}"


def of_place(name: str) -> str:
    """« de Port-Mimosa », « d’Antibes », « du Havre », « des Lilas »."""
    article, _, rest = name.partition(" ")
    contracted = CONTRACTED.get(article.capitalize())
    return f"{contracted} {rest}" if rest and contracted else of(name)


def count_of(count: int, singular: str, plural: str = "") -> str:
    """« aucune idée » is the caller's; « 1 idée », « 12 idées », « plus de 1 000 idées »."""
    if count > COUNT_LIMIT:
        return f"plus de {number(COUNT_LIMIT)} {plural or f'{singular}s'}"
    return exact_count_of(count, singular, plural)


def exact_count_of(count: int, singular: str, plural: str = "") -> str:
    """`count_of` for what is counted to the last: « 1 234 lignes »."""
    return f"{number(count)} {singular if count < 2 else plural or f'{singular}s'}"


def listed(words: list[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


def plain(text: str) -> str:
    """« Cœur d’Été » → « coeur d’ete », as PostgreSQL's `plain_text` gives for French words."""
    spread = normalize("NFKD", text.lower().translate(SPELLED))
    return "".join(letter for letter in spread if not combining(letter))


def with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def spaced(text: str) -> str:
    """Return the text with no-break spaces where the French put them: « ceci : 10 %, 1 000 €, 5 Mo ! ».

    Of words that the screen shows and nobody keeps: what people wrote in them is spaced too. Mails are templates.
    """
    return THOUSANDS.sub(NARROW, UNBROKEN.sub(NBSP, text))
