"""What passes between the process that opens a file and its caller: one frame of JSON a message."""

from __future__ import annotations

from typing import Annotated

import msgspec

from core.documents.extraction.pages import Bounds
from core.sandbox.messages import Text

Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Request(msgspec.Struct):
    path: str
    kind: str
    bounds: Bounds
    # By their images, of a file whose text is not there to be read.
    recognise: bool = False


class Expected(msgspec.Struct, tag=True):
    """How many pages there are, where the file says so first."""

    pages: Number


class Page(msgspec.Struct, tag=True):
    number: Number
    text: Text


class Refused(msgspec.Struct, tag=True):
    """Nothing can be read; says why."""

    reason: Text


class Done(msgspec.Struct, tag=True):
    """The last one; `notes` say what is missing."""

    pages: Number
    notes: list[Text]


Message = Expected | Page | Refused | Done
REQUEST = msgspec.json.Decoder(Request)
MESSAGE = msgspec.json.Decoder(Message)
encode = msgspec.json.encode
