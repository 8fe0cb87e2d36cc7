"""Keys of the demonstration's rows: the same at every load, which tells them apart from a visitor's."""

import uuid
from typing import Any

# The name of what makes the town, in the history.
ACTION_NAME = "a préparé la ville de démonstration"
NAMESPACE = uuid.UUID("6f8b5c0e-4d7a-4f3e-9a64-706f72746d69")


def key_of(*parts: object) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def keys(*parts: object) -> dict[str, Any]:
    """Return both keys of a row."""
    return {"submission_key": key_of(*parts), "reference": reference_of(*parts)}


def reference_of(*parts: object) -> str:
    """Twelve characters, stable, as `random_key()` would give."""
    return key_of(*parts).hex[:12]
