"""Django's `{% csrf_token %}`, which also says for whom the page is made: see `core.people.resume_after_login`."""

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.people.resume_after_login import token_for
from core.web.forms import MADE_FOR

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Any) -> SafeString:
    agent = getattr(getattr(context, "request", None), "user", None)
    made_for = token_for(agent) if agent and agent.is_authenticated else ""
    field = format_html('<input type="hidden" name="{}" value="{}">', MADE_FOR, made_for) if made_for else ""
    return format_html("{}{}", CsrfTokenNode().render(context), field)
