"""The kinds of mail and the acknowledgement that a new town begins with; its mail office changes them."""

import tomllib
from pathlib import Path
from typing import Any

INITIAL = Path(__file__).parent / "data" / "initial.toml"


def load_initial(apps: Any, schema_editor: Any = None) -> None:
    data = tomllib.loads(INITIAL.read_text(encoding="utf-8"))
    kinds = apps.get_model("mailroom", "ItemKind")
    kinds.objects.bulk_create(kinds(**kind) for kind in data["kinds"])
    text = data["acknowledgement"] | {"text": data["acknowledgement"]["text"].strip()}
    apps.get_model("mailroom", "AcknowledgementText").objects.create(**text)
