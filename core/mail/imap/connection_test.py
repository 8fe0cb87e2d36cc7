"""« Essayer maintenant »: one session with a mailbox's server, described in words; nothing is fetched nor written."""

import threading
from dataclasses import dataclass

from core.mail.imap import accounts
from core.mail.imap.connection import CommandRefused, ImapConnection
from core.mail.imap.errors import MailboxError
from core.mail.monitoring.problems import WHAT_TO_DO
from core.ui.connections import release_connections
from core.ui.french import count_of, spaced

LONGEST_SECONDS = 10


@dataclass(frozen=True)
class ConnectionTest:
    is_well: bool
    text: str


def test_connection(name: str) -> ConnectionTest:
    """Test for at most LONGEST_SECONDS; a silent server is left to the timeouts of its thread."""
    found: list[ConnectionTest] = []
    thread = threading.Thread(target=lambda: found.append(_converse(name)), daemon=True)
    thread.start()
    # While this page waits for the server, other pages may use its connection to the database.
    release_connections()
    thread.join(LONGEST_SECONDS)
    if found:
        return found[0]
    return ConnectionTest(
        False,
        spaced(
            f"Pas de réponse en {LONGEST_SECONDS} secondes. {WHAT_TO_DO['unreachable']}",
        ),
    )


def _converse(name: str) -> ConnectionTest:
    try:
        account = accounts.account(name)
        connection = ImapConnection(account)
        try:
            count = connection.select().count
        finally:
            connection.close()
    except accounts.MailboxSettingsError as error:
        return ConnectionTest(False, str(error))
    except MailboxError as trouble:
        return ConnectionTest(
            False, spaced(f"{trouble.kind.label} : {trouble.text} {WHAT_TO_DO[trouble.kind]}")
        )
    except CommandRefused as refusal:
        return ConnectionTest(False, spaced(f"Le serveur a refusé : {refusal}"))
    return ConnectionTest(
        True,
        spaced(
            f"Tout va bien : {account.where} répond, la connexion est chiffrée, le compte est reconnu, le dossier "
            f"« {account.folder} » s’ouvre et contient {count_of(count, 'message') if count else 'aucun message'}."
        ),
    )
