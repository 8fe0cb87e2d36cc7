"""« Essayer maintenant »: one conversation with a mailbox's server, told in words; nothing is taken nor written."""

import threading
from dataclasses import dataclass

from core.mail.fetching import accounts
from core.mail.fetching.connecting import Connection, Refusal
from core.mail.fetching.troubles import Trouble
from core.mail.watching.words import WHAT_TO_DO, spaced
from core.ui.connections import release_connections
from core.ui.french import count_of

LONGEST_SECONDS = 10


@dataclass(frozen=True)
class Answer:
    is_well: bool
    text: str


def try_mailbox(name: str) -> Answer:
    """At most LONGEST_SECONDS; a server that says nothing is left to its own time limits."""
    found: list[Answer] = []
    thread = threading.Thread(target=lambda: found.append(_converse(name)), daemon=True)
    thread.start()
    # Other pages need the connection to the database more than this one, which waits for a server.
    release_connections()
    thread.join(LONGEST_SECONDS)
    if found:
        return found[0]
    return Answer(
        False,
        spaced(
            f"Pas de réponse en {LONGEST_SECONDS} secondes. {WHAT_TO_DO['unreachable']}",
        ),
    )


def _converse(name: str) -> Answer:
    try:
        account = accounts.account(name)
        connection = Connection(account)
        try:
            count = connection.select().count
        finally:
            connection.close()
    except accounts.Misread as error:
        return Answer(False, str(error))
    except Trouble as trouble:
        return Answer(False, spaced(f"{trouble.kind.label} : {trouble.text} {WHAT_TO_DO[trouble.kind]}"))
    except Refusal as refusal:
        return Answer(False, spaced(f"Le serveur a refusé : {refusal}"))
    return Answer(
        True,
        spaced(
            f"Tout va bien : {account.where} répond, la connexion est chiffrée, le compte est reconnu, le dossier "
            f"« {account.folder} » s’ouvre et contient {count_of(count, 'message') if count else 'aucun message'}."
        ),
    )
