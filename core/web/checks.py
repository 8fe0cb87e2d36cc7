import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.web.logo import fault_of, logo_path

WHITE, INK = "#ffffff", "#1b2430"
LEAST = 4.5
HEXADECIMAL = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of `#rrggbb`."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@register()
def town_colours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The header writes white on the town's colour, the buttons write ink on its accent."""
    errors: list[CheckMessage] = []
    for name, against, label in (("TOWN_COLOUR", WHITE, "blanc"), ("TOWN_ACCENT", INK, "foncé")):
        colour = getattr(settings, name)
        if not HEXADECIMAL.fullmatch(colour):
            errors.append(Error(f"{name} doit s’écrire #rrggbb, par exemple #12355b.", id="web.E001"))
        elif contrast(colour, against) < LEAST:
            errors.append(
                Error(
                    f"{name} : {colour} ne contraste pas assez avec le texte {label} "
                    f"({contrast(colour, against):.1f} pour 1, il faut {LEAST}).",
                    id="web.E002",
                )
            )
    return errors


@register()
def town_logo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The header of every page shows it, and it is served as it is."""
    path = logo_path()
    fault = fault_of(path) if path else ""
    return [Error(f"TOWN_LOGO : {path} : {fault}.", id="web.E003")] if fault else []


@register(deploy=True)
def town_identity(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check a real town's identity: neither missing, nor that of the demonstration or of .env.example."""
    if settings.TRIAL:
        return []
    faults = {
        name: fault
        for name, fault in (
            ("TOWN_NAME", _fault_of_name(settings.TOWN_NAME)),
            ("LEGAL_PUBLISHER", _fault_of_name(settings.LEGAL_PUBLISHER)),
            ("COUNCIL_NAME", _fault_of_name(settings.COUNCIL_NAME)),
            ("TOWN_SIRET", _fault_of_siret(settings.TOWN_SIRET)),
            ("LEGAL_CONTACT", _fault_of_address(settings.LEGAL_CONTACT)),
            ("MAIL_FROM", _fault_of_address(settings.MAIL_FROM)),
            ("SITE_URL", "" if settings.SITE_URL.startswith("https://") else "doit commencer par https://"),
        )
        if fault
    }
    return [Error(f"{name} {fault}.", id="web.E004") for name, fault in faults.items()]


def _fault_of_name(name: str) -> str:
    if "Port-Mimosa" in name:
        return "est celui de la démonstration"
    return "manque (ou TOWN_NAME)" if not name or "Notre ville" in name else ""


def _fault_of_siret(siret: str) -> str:
    if siret == "21990999100016":
        return "est celui de la démonstration"
    return "" if re.fullmatch(r"[0-9]{14}", siret) else "doit contenir les 14 chiffres de la ville"


def _fault_of_address(address: str) -> str:
    if not address or address.endswith("@localhost"):
        return "manque"
    return "est celui d’un exemple" if address.endswith(".example") else ""
