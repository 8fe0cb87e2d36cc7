"""Keys of the demonstration's rows: the same at every load, which tells them apart from a visitor's."""

import uuid

NAMESPACE = uuid.UUID("6f8b5c0e-4d7a-4f3e-9a64-706f72746d69")


def key_of(*parts: object) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def reference_of(*parts: object) -> str:
    """Twelve characters, stable, as `random_key()` would give."""
    return key_of(*parts).hex[:12]
