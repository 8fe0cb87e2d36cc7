"""What goes wrong between the intranet and a mail server, with the server's own words and never a secret."""

import re
from collections.abc import Iterable

from core.mail.models import Mailbox

LONGEST = 500
Kind = Mailbox.Trouble


class MailboxError(Exception):
    """A pass cannot go on. `kind` is one of Mailbox.Trouble; the text is for whoever repairs, in French."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


class Stopped(Exception):
    """Somebody asked the fetcher to end; what is stored stays, the rest is for the next pass."""


def words(said: object, secrets: Iterable[str] = ()) -> str:
    """One clean line of what a server or a library said, the secrets struck out."""
    if isinstance(said, bytes):
        said = said.decode("utf-8", "replace")
    text = str(said)
    for secret in filter(None, secrets):
        # Quoted for the server, it is not spelt the same.
        for form in (secret, secret.replace("\\", "\\\\").replace('"', '\\"')):
            text = text.replace(form, "…")
    text = re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]+", " ", text).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def first_line(error: Exception) -> str:
    """Of the database's words: the next ones show rows."""
    return words(str(error).partition("\n")[0])
