import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps as installed

WORDS = Path(__file__).parent / "data" / "group.toml"


def make_group_space(apps: Any = installed, **kwargs: Any) -> None:
    """After a migration or a flush, into a database that has none; reserved to its members until they open it."""
    try:
        project_model = apps.get_model("people", "Project")
    except LookupError:
        # A migration back to before the table.
        return
    if not project_model.objects.filter(is_group=True).exists():
        words = {name: text.strip() for name, text in tomllib.loads(WORDS.read_text()).items()}
        project_model.objects.create(is_group=True, is_open=False, **words)
