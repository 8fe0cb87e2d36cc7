"""Parses a message in a sandboxed process, so that no message can harm the caller: `parse` asks, `answer` is there."""

from collections.abc import Callable
from typing import BinaryIO

import msgspec

from core.mail.parsing.cleaning import TEXT
from core.mail.parsing.message import parse_message
from core.mail.parsing.parsed_message import ParsedMessage, Unreadable
from core.sandbox.client import Cause, Failed, Limits, Text, decoded, run

WORDS = {
    Cause.LATE: "La lecture du message prend trop de temps.",
    Cause.TOO_MUCH: "Ce que le message contient est trop gros une fois lu.",
    Cause.MEMORY: "Le message demande trop de mémoire.",
    Cause.CRASHED: "La lecture du message s’est arrêtée net.",
    Cause.GARBLED: "La lecture du message a rendu n’importe quoi.",
}
UNEXPECTED = "La lecture du message s’est arrêtée sur une erreur\u00a0:"


class Answer(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    message: ParsedMessage | None = None
    unreadable: Text = ""


LIMITS = Limits()
# MessagePack holds the octets of files as they are.
ENCODER, DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Answer)


def parse(
    raw: bytes, *, headers_only: bool = False, limits: Limits = LIMITS, worker: str = __name__
) -> ParsedMessage:
    """Raises Unreadable with the limit that the message met, in one line of French.

    Raises NotStarted or OSError for the machine's fault: another time may do.
    """
    try:
        frames = list(run(worker, raw, limits=limits, headers_only=headers_only))
        found = decoded(DECODER, b"".join(frames))
    except Failed as error:
        raise Unreadable(WORDS[error.cause]) from None
    if found.message is None:
        raise Unreadable(found.unreadable or WORDS[Cause.GARBLED])
    # The child bounds them; one that a message took hold of may not.
    if max(map(len, (found.message.text, found.message.folded, found.message.own))) > 2 * TEXT:
        raise Unreadable(WORDS[Cause.GARBLED])
    return found.message


def answer(file: BinaryIO, send: Callable[[bytes], None], *, headers_only: bool) -> None:
    try:
        found = Answer(message=parse_message(file.read(), headers_only=headers_only))
    except Unreadable as refusal:
        found = Answer(unreadable=str(refusal))
    except MemoryError:
        raise
    except Exception as error:
        # The class alone: a message would carry pieces of the mail to the administrators' screens.
        found = Answer(unreadable=f"{UNEXPECTED} {type(error).__name__}.")
    send(ENCODER.encode(found))
