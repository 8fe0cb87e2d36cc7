from typing import Any

from django.http import HttpRequest

from dematerialisation.menu import menu_for


def section(request: HttpRequest) -> dict[str, Any]:
    """The menu, on every page."""
    return {"menu": menu_for(request)}
