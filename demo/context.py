from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string

from demo.models import TownGrowth


def growth(request: HttpRequest) -> dict[str, Any]:
    """What the home page says while the town grows; nothing on any other page, and no statement."""
    match = request.resolver_match
    if match is None or match.url_name != "home":
        return {}
    if caches["memory"].get("demo.whole"):
        return {}
    stage = TownGrowth.objects.unfinished().first()
    if stage is None:
        caches["memory"].set("demo.whole", value=True)
        return {}
    return {"home_notice": render_to_string("demo/growth.html", {"growth": stage.progress})}
