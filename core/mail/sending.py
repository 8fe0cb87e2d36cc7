"""One try at sending a mail: what the server says decides whether there is another."""

from django.db import transaction

from core.mail import actions
from core.mail.answering import bounces
from core.mail.models import OutgoingMail
from core.ui.french import NBSP

REFUSED = f"Refusé définitivement par le serveur du destinataire{NBSP}: "
IMPOSSIBLE = f"Impossible à envoyer{NBSP}: "
GIVEN_UP = f"Perdu après trois jours d’essais. Dernière erreur{NBSP}: "


def try_once(mail_id: int, *, is_last: bool) -> None:
    """Raises what went wrong when another try may do better, and at the last."""
    mail = OutgoingMail.objects.select_related("reply_address").filter(pk=mail_id).first()
    if mail is None or mail.state == OutgoingMail.State.FAILED:
        return
    try:
        actions.send(mail)
    except Exception as error:
        if words := bounces.refusal_in(error):
            with transaction.atomic():
                actions.note_failure(mail, REFUSED + words, is_final=True)
                bounces.refused(mail, words)
        elif isinstance(error, ValueError) and not mail.address.rpartition("@")[0].isascii():
            # An address that this road cannot carry will not change by itself; a wrong setting may.
            actions.note_failure(mail, f"{IMPOSSIBLE}{error}", is_final=True)
        else:
            said = f"{type(error).__name__}{NBSP}: {error}"
            actions.note_failure(mail, GIVEN_UP + said if is_last else said, is_final=is_last)
            raise
