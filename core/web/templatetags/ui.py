"""Filters and tags that every template has."""

import datetime
import re
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import _render_icon

from core import french

register = template.Library()


def _dated(filter_name: str, function: Any) -> None:
    """A date filter that shows nothing for nothing."""

    def apply(value: datetime.date | datetime.datetime | None) -> str:
        return function(value) if value else ""

    register.filter(filter_name, apply)


for _name, _function in {
    "short_date": french.short_date,
    "full_date": french.full_date,
    "long_date": french.long_date,
    "clock": french.clock,
    "moment": french.moment,
    "month_name": french.month_name,
}.items():
    _dated(_name, _function)

register.filter("number", french.number)
register.filter("with_capital", stringfilter(french.with_capital))
register.filter("of", french.of)
register.filter("of_place", french.of_place)


@register.filter
def count_of(count: int, words: str) -> str:
    """`{{ page.count|count_of:"idée,idées" }}`: « 12 idées », « plus de 1 000 idées »."""
    return french.count_of(count, *words.split(","))


@register.filter
def exact_count_of(count: int, words: str) -> str:
    """`{{ lines|exact_count_of:"ligne,lignes" }}`: « 1 234 lignes »."""
    return french.exact_count_of(count, *words.split(","))


@register.simple_tag
@lru_cache(maxsize=512)  # Lucide copies and writes an XML tree each time; a page has ten of them.
def icon(name: str, size: int = 20) -> str:
    """A decorative inline icon; its meaning stands beside it in words."""
    return _render_icon(name, size, **{"aria-hidden": "true", "focusable": "false", "class": "icon"})


@register.simple_tag
def avatar(person: object) -> SafeString:
    """The initials of a person, or of a group's name, in the town's drop; decorative: the name stands beside it."""
    first, last = getattr(person, "first_name", ""), getattr(person, "last_name", "")
    words = person.split() if isinstance(person, str) else [first, last]
    initials = "".join(word[:1] for word in words[:2]).upper()
    return format_html('<span class="drop" aria-hidden="true">{}</span>', initials)


@register.filter
def named_cells(cells: list[SafeString], headers: list[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row of an admin list, `<td …>` or `<th …>`, each with the name of its column."""
    return [_named(cell, header) for cell, header in zip(cells, headers, strict=True)]


def _named(cell: SafeString, header: dict[str, Any]) -> SafeString:
    if cell.startswith('<td class="action-checkbox"'):
        return cell
    tag, name = cell[:3], format_html(' data-column="{}"', french.with_capital(str(header["text"])))
    if tag == "<th":
        name = format_html(' scope="row"{}', name)
    return mark_safe(in_words(f"{tag}{name}{cell[3:]}"))  # noqa: S308  (made of escaped parts)


@register.filter(is_safe=True)
def in_words(shown: str) -> str:
    """A part of the admin with yes and no in words: its icons have English names, and a red cross reads as a fault."""
    words = {"True": "Oui", "False": "Non", "None": "Inconnu"}
    return re.sub(r'<img src="[^"]*" alt="(True|False|None)">', lambda found: words[found[1]], shown)


@register.filter(is_safe=True)
def scoped(table: str) -> str:
    """The stock table of an object's rows, named by its title, each heading with its scope; the empty one is none."""
    if title := re.search(r'id="([^"]+-heading)"', table):
        table = table.replace("<table>", f'<table aria-labelledby="{title[1]}">')
    # That of the rows' names, and of the box that deletes a row where nobody may.
    table = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", table)
    return re.sub(r"<th(?=[ >])", '<th scope="col"', table)


@register.simple_tag
def form_fields(form: Any, template: str = "components/form_fields.html") -> SafeString:
    """The form's errors and fields, focus on the first fault; the `<form>` and its button are the page's."""
    return render_to_string(template, {"form": form})


@register.simple_tag
def focus_first_fault(form: Any) -> str:
    """Give the focus to the first field in fault, shown later in the page, unless the whole form is in fault."""
    if form and form.is_bound and not form.non_field_errors():
        first = next((name for name in form.fields if name in form.errors), None)
        if first:
            for name, field in form.fields.items():
                field.widget.attrs["autofocus"] = name == first
    return ""
