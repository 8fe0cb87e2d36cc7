"""Parses a message in a sandboxed process, so that no message can harm the caller."""

from core.mail.parsing import wire
from core.mail.parsing.parsed_message import ParsedMessage, Unreadable
from core.mail.parsing.worker import MEMORY
from core.sandbox.client import Cause, Failed, Pool, Sandbox
from core.sandbox.messages import Garbled

WORDS = {
    Cause.LATE: "La lecture du message prend trop de temps.",
    Cause.TOO_MUCH: "Ce que le message contient est trop gros une fois lu.",
    Cause.MEMORY: MEMORY,
    Cause.CRASHED: "La lecture du message s’est arrêtée net.",
}
GARBLED = "La lecture du message a rendu n’importe quoi."
# A mail that comes alone does not wait for its libraries.
POOL = Pool("core.mail.parsing.worker")


def parse(raw: bytes, *, headers_only: bool = False, pool: Pool | Sandbox = POOL) -> ParsedMessage:
    """Raises Unreadable with the limit that the message met, in one line of French.

    Raises ServerDied or OSError for the machine's fault: another time may do.
    """
    frames: list[bytes] = []
    try:
        pool.run(wire.request(raw, headers_only=headers_only), frames.append)
        understood = wire.unpacked(frames)
    except Failed as error:
        raise Unreadable(WORDS[error.cause]) from None
    except Garbled:
        raise Unreadable(GARBLED) from None
    if isinstance(understood, str):
        raise Unreadable(understood)
    return understood
