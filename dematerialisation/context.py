from typing import Any

from django.http import HttpRequest

from dematerialisation.menu import ANTI_MOTTO, menu_for


def section(request: HttpRequest) -> dict[str, Any]:
    """The menu and the anti-motto, on every page."""
    return {"menu": menu_for(request), "anti_motto": ANTI_MOTTO}
