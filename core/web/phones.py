"""Telephone numbers as the French write them: ten digits by pairs, or a short internal one."""

import re

from django import forms
from django.core.exceptions import ValidationError

KNOWN = re.compile(r"\+?[0-9][0-9 .()/\-]*(?:poste [0-9]{1,6})?")
SIGNS = re.compile(r"[ .()/\-]")
LENGTH = 40
UNREADABLE = (
    "Ce numéro n’est pas lisible, ou il lui manque des chiffres. Écrivez ses dix chiffres, comme 04 00 00 20 01, "
    "ou un numéro interne, comme 2001 poste 4."
)
# Internal numbers and the short ones of services; whatever is between them and ten digits was cut, and so are the
# first five or six digits of a number that begins with its zero (« 04 93 00 »).
SHORT = re.compile("[0-9]{1,4}|[1-9][0-9]{4,5}")
ABROAD = range(8, 16)


def written(phone: str) -> str:
    """« 04 00 00 20 01 » from « 0400002001 », « 400002001 », « 04.00.00.20.01 » or « +33 4 00 00 20 01 ».

    Short and foreign numbers stay as they are; several are parted by « / ». Raises ValueError for what is no telephone
    number, or is one whose digits are missing. Written twice, it changes no more.
    """
    text = " ".join(phone.replace("\u202f", " ").replace("\xa0", " ").split())
    if not text:
        return ""
    if len(text) > LENGTH or not KNOWN.fullmatch(text):
        raise ValueError(phone)
    number, poste, extension = text.partition("poste ")
    several = number.split("/")
    if len(several) > 1 and len(SIGNS.sub("", number)) != 10:
        said = " / ".join(_one(each.strip()) for each in several)
    else:
        said = _one(number.strip())
    return f"{said} {poste}{extension}" if poste else said


def cleaned(form: forms.Form | forms.ModelForm, name: str) -> str:
    """The number that a form was given, as `written` writes it; one that stood there before is not looked at.

    Raises ValidationError.
    """
    phone: str = form.cleaned_data[name]
    if name not in form.changed_data:
        return phone
    try:
        return written(phone)
    except ValueError as error:
        raise ValidationError(UNREADABLE) from error


def _one(text: str) -> str:
    digits = SIGNS.sub("", text)
    for abroad in ("+33", "0033"):
        if digits.startswith(abroad):
            digits = digits.removeprefix(abroad).removeprefix("0")
            # Without its first zero, as below.
            return _french(digits)
    if digits.startswith(("+", "00")):
        if len(digits.lstrip("+0")) not in ABROAD:
            raise ValueError(text)
        return text
    return text if SHORT.fullmatch(digits) else _french(digits)


def _french(digits: str) -> str:
    """A spreadsheet takes the first zero of ten digits away: it is given back."""
    national = digits.removeprefix("0") if len(digits) == 10 else digits
    if not re.fullmatch("[1-9][0-9]{8}", national):
        raise ValueError(digits)
    whole = f"0{national}"
    return " ".join(whole[start : start + 2] for start in range(0, 10, 2))
