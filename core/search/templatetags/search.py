"""`{% load search %}{% see_also obj %}`: what else there is to read, on the page of an object."""

from typing import Any

from django import template

from core.search import links
from core.search.index import kind_of

register = template.Library()


@register.inclusion_tag("search/see_also.html", takes_context=True)
def see_also(context: dict[str, Any], obj: Any) -> dict[str, Any]:
    """The links of this object to what its reader may read, and for who may link the buttons; one statement."""
    agent = context["request"].user
    kind = kind_of(type(obj))
    own_url, found = links.links_around(obj, agent)
    can_link = bool(kind and own_url and kind.can_link(agent, obj))
    return {"links": found, "own_url": own_url, "can_link": can_link, "csrf_token": context.get("csrf_token")}
