"""One cell's value from what people and spreadsheets type, and what was corrected in it (dates: `dates`).

Each function returns (value, words): no words when the cell was as the standard wants it. A value of None with
words is one that could not be read.
"""

import re
from functools import lru_cache

from core.ui.french import MONTHS, plain, spaced
from core.ui.visible import is_visible
from deliberations.scdl.dates import CLOCK, ISO, YEAR_FIRST, quoted

LARGEST_VOTE = 1_000

FLOAT = re.compile(r"([+-]?\d+)(?:[.,](\d+))?(?:[eE]\+?(\d{1,2}))?")
CODE = re.compile(r"0?(\d)[.,](\d{1,2})(?:[.,]\d+)*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
SPACES = re.compile(r"\s+")
BUDGET_YEAR = re.compile(r"(\d{4})(?:\s*[/\-]\s*(\d{4}|\d{2}))?")


def clean_text(typed: str) -> tuple[str, str]:
    """On one line, without what no one can see."""
    if typed and not typed.isascii() and not is_visible(typed):
        return "", "caractères invisibles retirés"
    if typed.isprintable():
        text = typed.strip(" ")
        return (SPACES.sub(" ", text) if "  " in text else text), ""
    has_controls = bool(CONTROL.search(typed))
    has_lines = "\n" in typed.strip()
    text = SPACES.sub(" ", CONTROL.sub("", typed.replace("\n", " "))) if has_controls or has_lines else typed
    text = text.replace("\t", " ").strip()
    if has_controls:
        return text, "caractères invisibles retirés"
    return text, "retours à la ligne retirés" if has_lines else ""


def clean_identifier(typed: str) -> tuple[str, str]:
    """Strip only the ends and invisible characters: inner spaces and case stay."""
    text = CONTROL.sub("", typed.replace("\n", " ")).strip()
    return text, "caractères invisibles retirés" if CONTROL.search(typed) else ""


def clean_siret(typed: str) -> tuple[str | None, str]:
    """Fourteen digits, out of a float or a grouping by threes."""
    text = SPACES.sub("", typed)
    if not text or re.fullmatch(r"\d{14}", text):
        return text or None, "" if text == typed.strip() else f"SIRET {quoted(typed)} lu {text}"
    whole = _whole_number(text.replace("E", "e"))
    if whole is None or len(str(whole)) > 14 or len(str(whole)) < 12:
        return None, spaced(f"SIRET illisible : {quoted(typed)}")
    siret = f"{whole:014}"
    if _digits_lost(text):
        return None, f"SIRET {quoted(typed)} abîmé par un tableur"
    return siret, f"SIRET {quoted(typed)} lu {siret}"


def _digits_lost(text: str) -> bool:
    """« 2,199099E+13 » says fewer digits than the number has."""
    found = FLOAT.fullmatch(text)
    if not found or not found[3]:
        return False
    return len(found[1].lstrip("+-") + (found[2] or "")) < 11


def _whole_number(text: str) -> int | None:
    """« 36 », « 36.0 », « 36,00 », « 2.1990999100016E13 »; None for anything else, fractions included."""
    found = FLOAT.fullmatch(text)
    if not found:
        return None
    whole, fraction, exponent = found[1], found[2] or "", int(found[3] or 0)
    if len(whole) > 20 or exponent > 20:
        return None
    digits = whole + fraction[:exponent].ljust(exponent, "0")
    return None if fraction[exponent:].strip("0") else int(digits)


@lru_cache(maxsize=4096)
def clean_vote(typed: str) -> tuple[int | None, str]:
    """A count of votes; words without a value for what is no such count."""
    text = SPACES.sub("", typed)
    if not text:
        return None, ""
    if text.isdecimal() and text.isascii() and len(text) < 5:
        value: int | None = int(text)
        words = ""
    else:
        value = _whole_number(text)
        words = f"{quoted(typed)} lu {value}"
    if value is None or not 0 <= value <= LARGEST_VOTE:
        return None, spaced(f"vote illisible : {quoted(typed)}")
    return value, words


@lru_cache(maxsize=1024)
def clean_code(typed: str) -> tuple[str, str]:
    """A matter's code as text: « 7.1 » is not « 7.10 »; what a spreadsheet made of it is undone.

    A code that is not read is kept as typed.
    """
    text = SPACES.sub(" ", CONTROL.sub("", typed)).strip()
    if not text or re.fullmatch(r"\d\.[1-9]\d?", text):
        return text, ""
    first = re.match(r"[\d.,]+", text)
    if found := CODE.fullmatch(
        first[0].rstrip(".,") if first and not re.match(r"[/-]", text[first.end() :]) else ""
    ):
        code = f"{found[1]}.{int(found[2])}"
        return code, f"matière {quoted(typed)} lue {code}"
    if code := _code_of_date(text):
        return code, f"matière {quoted(typed)} (une date, du fait d’un tableur) lue {code}"
    return text, ""


def _code_of_date(text: str) -> str:
    """« 7-janv », « 07/01/2021 », « 2021-01-07 »: a French spreadsheet reads 7.1 as the 7th of January."""
    text = CLOCK.sub("", plain(text))
    if found := ISO.fullmatch(text) or YEAR_FIRST.fullmatch(text):
        _, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})(?:[/-]\d{2,4})?", text):
        day, month = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"(\d{1,2})[-. /]([a-z]{3,5})\.?(?:[-. /]\d{2,4})?", text):
        months = [n for n, name in enumerate(MONTHS, 1) if plain(name).startswith(found[2])]
        day, month = int(found[1]), months[0] if len(months) == 1 else 0
    else:
        return ""
    return f"{day}.{month}" if 1 <= day <= 9 and 1 <= month <= 12 else ""


@lru_cache(maxsize=1024)
def clean_budget_year(typed: str) -> tuple[str | None, str]:
    """« 2025 » or « 2017/2018 »."""
    text = typed.strip()
    if not text:
        return "", ""
    plain = re.sub(r"[.,]0+$", "", text)
    found = BUDGET_YEAR.fullmatch(plain)
    if not found:
        return None, spaced(f"année du budget illisible : {quoted(typed)}")
    first, second = found.groups()
    if second and len(second) == 2:
        second = first[:2] + second
    year = f"{first}/{second}" if second else first
    return year, "" if year == text else f"année du budget {quoted(typed)} lue {year}"


def clean_url(typed: str, longest: int) -> tuple[str | None, str]:
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
