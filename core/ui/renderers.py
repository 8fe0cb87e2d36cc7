"""Django's forms, their most frequent widgets written in Python.

A list of a hundred hours took its templates seven milliseconds: each option includes two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString

PLAIN = Context()
Widget = Mapping[str, Any]


class FormRenderer(TemplatesSetting):
    """`maxlength` makes the browser cut what is pasted: forms.js counts instead, and the server refuses."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget", {})
        attrs = widget.get("attrs", {})
        if "maxlength" in attrs:
            attrs["data-maxlength"] = attrs.pop("maxlength")
        if write := WRITERS.get(template_name):
            return write(self, widget)
        if template_name == NO_ERRORS and not context["errors"]:
            return ""
        return super().render(template_name, context, request)

    def option(self, option: Widget) -> str:
        write = WRITERS.get(option["template_name"])
        return write(self, option) if write else self.render(option["template_name"], {"widget": option})


def _shown(value: Any) -> str:
    """`{{ value }}`."""
    return escape(value) if type(value) is str else render_value_in_context(value, PLAIN)


def _as_text(value: Any) -> str:
    """`{{ value|stringformat:'s' }}`, which writes numbers without spaces."""
    if type(value) is str:
        return escape(value)
    return value if isinstance(value, SafeString) else escape(str(value))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_as_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(_: FormRenderer, widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_as_text(widget["value"])}"'
    return (
        f'<input type="{_shown(widget["type"])}" name="{_shown(widget["name"])}"{value}'
        f"{_attrs(widget['attrs'])}>"
    )


def _input_option(renderer: FormRenderer, widget: Widget) -> str:
    written = _input(renderer, widget)
    if not widget["wrap_label"]:
        return written
    target = f' for="{_shown(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    return f"<label{target}>{written}\n {_shown(widget['label'])}</label>"


def _grouped(widget: Widget, before: str, after: str, write: Callable[[Widget], str]) -> str:
    """The options in their groups; `before` takes a group's name."""
    parts = []
    for group, options, _ in widget["optgroups"]:
        written = "".join(map(write, options))
        parts.append(f"\n  {before.format(_shown(group))}{written}\n  {after}" if group else written)
    return "".join(parts)


def _multiple_input(renderer: FormRenderer, widget: Widget) -> str:
    attrs = widget["attrs"]
    given = "".join(f' {name}="{_shown(attrs[name])}"' for name in ("id", "class") if attrs.get(name))
    options = _grouped(
        widget,
        "<div><label>{}</label>",
        "</div>",
        lambda option: f"<div>\n    {renderer.option(option)}\n\n</div>",
    )
    return f"<div{given}>{options}\n</div>"


def _select_option(_: FormRenderer, widget: Widget) -> str:
    return (
        f'<option value="{_as_text(widget["value"])}"{_attrs(widget["attrs"])}>'
        f"{_shown(widget['label'])}</option>"
    )


def _select(renderer: FormRenderer, widget: Widget) -> str:
    options = _grouped(
        widget, '<optgroup label="{}">', "</optgroup>", lambda option: f"\n  {renderer.option(option)}\n"
    )
    return f'<select name="{_shown(widget["name"])}"{_attrs(widget["attrs"])}>{options}\n</select>'


def _textarea(_: FormRenderer, widget: Widget) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_shown(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


INPUTS = "checkbox color date datetime email file hidden number password search tel text time url"
# What each of Django's templates of these names writes, to the byte.
WRITERS: dict[str, Callable[[FormRenderer, Widget], str]] = {
    f"django/forms/widgets/{name}.html": write
    for name, write in {
        **dict.fromkeys(INPUTS.split(), _input),
        **dict.fromkeys(("checkbox_option", "radio_option"), _input_option),
        **dict.fromkeys(("checkbox_select", "radio"), _multiple_input),
        "select": _select,
        "select_option": _select_option,
        "textarea": _textarea,
    }.items()
}
NO_ERRORS = "django/forms/errors/list/default.html"
