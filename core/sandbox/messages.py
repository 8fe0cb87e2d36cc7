"""Messages from workers: JSON of declared types, validated as it is decoded."""

from typing import Annotated

import msgspec

# PostgreSQL keeps no NUL.
Text = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00]*\Z")]


class Garbled(Exception):
    """The child answered something that it never should."""


def decoded[Answer](decoder: msgspec.json.Decoder[Answer], frame: bytes) -> Answer:
    """Raises Garbled."""
    try:
        return decoder.decode(frame)
    # Bytes that are no UTF-8 are a plain ValueError.
    except (ValueError, RecursionError):
        raise Garbled from None
