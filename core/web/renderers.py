from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest


class FormRenderer(TemplatesSetting):
    """`maxlength` makes the browser cut what is pasted: forms.js counts instead, and the server refuses.

    Of a group of choices, the first alone takes the focus: a page may have one element that does.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget", {})
        attrs = widget.get("attrs", {})
        if "maxlength" in attrs:
            attrs["data-maxlength"] = attrs.pop("maxlength")
        options = [option for _, group, _ in widget.get("optgroups", ()) for option in group]
        for option in options[1:]:
            option["attrs"].pop("autofocus", None)
        return super().render(template_name, context, request)
