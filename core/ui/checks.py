from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.ui.colours import HEXADECIMAL, contrast
from core.ui.logo import fault_of, logo_path

WHITE, INK = "#ffffff", "#1b2430"
LEAST = 4.5


@register()
def town_colours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The header writes white on the town's colour, the buttons write ink on its accent."""
    errors: list[CheckMessage] = []
    for name, against, label in (("TOWN_COLOUR", WHITE, "blanc"), ("TOWN_ACCENT", INK, "foncé")):
        colour = getattr(settings, name)
        if not HEXADECIMAL.fullmatch(colour):
            errors.append(Error(f"{name} doit s’écrire #rrggbb, par exemple #12355b.", id="ui.E001"))
        elif contrast(colour, against) < LEAST:
            errors.append(
                Error(
                    f"{name} : {colour} ne contraste pas assez avec le texte {label} "
                    f"({contrast(colour, against):.1f} pour 1, il faut {LEAST}).",
                    id="ui.E002",
                )
            )
    return errors


@register()
def town_logo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The header of every page shows it, and it is served as it is."""
    path = logo_path()
    fault = fault_of(path) if path else ""
    return [Error(f"TOWN_LOGO : {path} : {fault}.", id="ui.E003")] if fault else []
