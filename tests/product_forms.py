"""The modules of the product and the forms that they define."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def modules() -> Iterator[Any]:
    for app in apps.get_app_configs():
        if (ROOT / app.name.replace(".", "/")).is_dir():
            package = importlib.import_module(app.name)
            for found in pkgutil.walk_packages(package.__path__, f"{app.name}."):
                if not re.search(r"^demo\b|\.(migrations|management)\b", found.name):
                    yield importlib.import_module(found.name)


def form_classes() -> list[type[Any]]:
    names = {module.__name__ for module in modules()}

    def below(cls: type[Any]) -> Iterator[type[Any]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    # A mixin has no fields of its own.
    found = {*below(forms.BaseForm)}
    return [cls for cls in found if cls.__module__ in names and hasattr(cls, "base_fields")]
