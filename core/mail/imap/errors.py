"""Errors between the intranet and a mail server, with the server's words and never a secret."""

import re
from collections.abc import Iterable

from core.mail.models import Mailbox

LONGEST = 500
Kind = Mailbox.Trouble


class MailboxError(Exception):
    """A sync cannot go on. `kind` is one of Mailbox.Trouble; the text, in French, is for administrators."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


def clean_words(said: object, secrets: Iterable[str] = ()) -> str:
    """One clean line of what a server or a library said, without the secrets."""
    if isinstance(said, bytes):
        said = said.decode("utf-8", "replace")
    text = str(said)
    for secret in filter(None, secrets):
        # Also as it is quoted for the server.
        for form in (secret, secret.replace("\\", "\\\\").replace('"', '\\"')):
            text = text.replace(form, "…")
    text = re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]+", " ", text).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def first_line(error: Exception) -> str:
    """The first line of the database's words: the next ones show rows."""
    return clean_words(str(error).partition("\n")[0])
