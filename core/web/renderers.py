from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest


class FormRenderer(TemplatesSetting):
    """`maxlength` makes the browser cut what is pasted: forms.js counts instead, and the server refuses."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        attrs = context.get("widget", {}).get("attrs", {})
        if "maxlength" in attrs:
            attrs["data-maxlength"] = attrs.pop("maxlength")
        return super().render(template_name, context, request)
