from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.web.logo import logo_url

DEFAULT_COLOURS = ("#12355b", "#f5c518")


def frame(request: HttpRequest) -> dict[str, Any]:
    colours = (settings.TOWN_COLOUR, settings.TOWN_ACCENT)
    return {
        "town": settings.TOWN_NAME,
        "town_initial": settings.TOWN_NAME[:1].upper(),
        "town_logo": logo_url(),
        "town_colours": None if colours == DEFAULT_COLOURS else colours,
        "is_trial": settings.TRIAL,
    }
