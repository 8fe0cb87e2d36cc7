"""`{% load search %}{% see_also obj %}`: what else there is to read, on the page of an object."""

from typing import Any

from django import template

from core.search import links

register = template.Library()


@register.inclusion_tag("search/see_also.html", takes_context=True)
def see_also(context: dict[str, Any], obj: Any) -> dict[str, Any]:
    """The links of this object to what its reader may read, and for who may link the buttons."""
    own_url, found = links.links_around(obj, context["request"].user)
    return {"links": found, "own_url": own_url, "csrf_token": context.get("csrf_token")}
