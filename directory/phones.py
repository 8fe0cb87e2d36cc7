"""Telephone numbers as the French write them: ten digits by pairs, or a short internal one."""

import re

KNOWN = re.compile(r"\+?[0-9][0-9 .()/\-]*(?:poste [0-9]{1,6})?")
LENGTH = 40


def written(phone: str) -> str:
    """« 04 00 00 20 01 » from « 0400002001 », « 04.00.00.20.01 » or « +33 4 00 00 20 01 »; others as they are.

    Raises ValueError for what is no telephone number. Written twice, it changes no more.
    """
    text = " ".join(phone.replace("\u202f", " ").replace("\xa0", " ").split())
    if not text:
        return ""
    if len(text) > LENGTH or not KNOWN.fullmatch(text):
        raise ValueError(phone)
    digits = re.sub(r"[ .()/\-]", "", text)
    for abroad in ("+33", "0033"):
        if digits.startswith(abroad) and digits[len(abroad) :].isdecimal():
            digits = digits[len(abroad) :]
            digits = digits if digits.startswith("0") else f"0{digits}"
    if digits.isdecimal() and len(digits) == 10 and digits.startswith("0"):
        return " ".join(digits[start : start + 2] for start in range(0, 10, 2))
    return text
