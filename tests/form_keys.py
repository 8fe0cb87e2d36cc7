"""Which keys forms carry, derived from the code: fields, raw readings, hidden inputs, the admin's choices."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import RequestFactory

from core.people.roles import Role
from tests.factories import AgentFactory

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"


def modules() -> Iterator[Any]:
    for app in apps.get_app_configs():
        if (ROOT / app.name.replace(".", "/")).is_dir():
            package = importlib.import_module(app.name)
            for found in pkgutil.walk_packages(package.__path__, f"{app.name}."):
                if not re.search(r"^demo\b|\.(migrations|management)\b", found.name):
                    yield importlib.import_module(found.name)


def is_key(field: forms.Field) -> bool:
    """Hidden, a choice of rows, or a choice that is known only when the form is made."""
    if field.widget.is_hidden or isinstance(field, forms.ModelChoiceField):
        return True
    if isinstance(field, forms.ChoiceField):
        return not list(field.choices)
    return isinstance(field.widget, forms.Select)


def form_classes() -> list[type[Any]]:
    names = {module.__name__ for module in modules()}

    def below(cls: type[Any]) -> Iterator[type[Any]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    # A mixin has no fields of its own.
    found = {*below(forms.BaseForm)}
    return [cls for cls in found if cls.__module__ in names and hasattr(cls, "base_fields")]


def keys_of_fields() -> dict[str, str]:
    """Each by the class that declares it, with the model of the rows that it chooses among, empty without one."""
    found = {}
    for cls in form_classes():
        for name, field in cls.base_fields.items():
            if is_key(field):
                owner = [base for base in cls.__mro__ if name in getattr(base, "base_fields", {})][-1]
                found[f"{owner.__module__}.{owner.__name__}.{name}"] = _chosen(field)
    return found


def _chosen(field: forms.Field) -> str:
    rows = getattr(field, "queryset", None)
    return rows.model._meta.label if rows is not None else ""


def keys_read_raw() -> set[str]:
    """Read from POST or GET past a form, or made with the form: by module and name, as the code says it."""
    found = set()
    for module in modules():
        for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
            if isinstance(node, ast.Assign):
                found |= {
                    f"{module.__name__}: {name}" for target in node.targets for name in _field_of(target)
                }
            elif name := _read_by(node):
                found.add(f"{module.__name__}: {name}")
    return found


def _field_of(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Subscript) and ast.unparse(target.value) == "self.fields":
        yield _said(target.slice)


def _read_by(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        holder = ast.unparse(node.func.value)
        is_read = node.func.attr in ("get", "getlist")
        is_sent = _is_sent(holder) or (holder == "data" and node.func.attr == "getlist")
        return _said(node.args[0]) if is_read and is_sent else ""
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and _is_sent(ast.unparse(node.value))
    ):
        return "" if isinstance(node.slice, ast.Slice) else _said(node.slice)
    return ""


def _said(node: ast.expr) -> str:
    """A name as it is sent, or the code that makes it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".add_prefix"):
        return _said(node.args[0])
    text = ast.unparse(node)
    return text[2:-1] if isinstance(node, ast.JoinedStr) else text


def _is_sent(holder: str) -> bool:
    return bool(re.fullmatch(r"(self\.)?(request\.)?(POST|GET)|self\.data|\(?data or \{\}\)?|query", holder))


def keys_of_templates() -> set[str]:
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r'type="hidden" name="([^"]+)"', path.read_text()):
            found.add(f"{path.relative_to(TEMPLATES)}: {name}")
    return found


def keys_of_the_admin() -> dict[str, str]:
    """The choices of rows in its forms and in their lines below, with the model of each."""
    request = RequestFactory().get("/")
    request.user = AgentFactory.create(roles=[*Role])
    found = {}
    for model, desk in admin.site._registry.items():
        label = model._meta.label
        fields: dict[str, Any] = (
            dict(desk.get_form(request).base_fields) if desk.has_add_permission(request) else {}
        )
        if desk.has_change_permission(request):
            fields |= desk.get_form(request, None, change=True).base_fields
        for inline in desk.get_inline_instances(request, model()):
            lines = inline.get_formset(request).form.base_fields
            fields |= {f"{inline.model._meta.model_name}.{name}": field for name, field in lines.items()}
        found |= {
            f"{label}.{name}": _chosen(field)
            for name, field in fields.items()
            if isinstance(field, forms.ModelChoiceField)
        }
    return found
