"""Tells a sender why their mail was refused, and what to do instead: a text for each reason, in French."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from core.mail.autoreply import rate_limits
from core.mail.headers import ids_in
from core.mail.models import AutomaticReply, Envelope, IncomingMail, OutgoingMail, Reason, Trust
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import INBOXES, is_confidential
from core.ui.french import NBSP, count_of, number

# The prefix of the kinds of these answers.
EVERY_KIND = "refusal."


@dataclass(frozen=True)
class RefusalText:
    """`why` is replaced by the caller's own sentence where there is one; `instead` says what to do."""

    subject: str
    why: str
    instead: str
    button: str = "Ouvrir l’intranet"


REFUSALS: dict[str, RefusalText] = {
    Reason.TOO_LARGE: RefusalText(
        "Votre message est trop lourd",
        f"Il dépasse la limite de {{limit}} Mo{NBSP}: nous n’en avons lu que l’en-tête.",
        f"Renvoyez-le sans les plus grosses pièces jointes, ou déposez-les depuis l’intranet{NBSP}: les pages de "
        "dépôt disent ce qui est accepté et jusqu’à quelle taille.",
    ),
    Reason.FORBIDDEN_FILE: RefusalText(
        # One file or several: neither subject nor sentence counts them.
        "Ce que vous avez joint n’a pas pu être pris",
        "Votre message ne contenait que cela, dans un format que nous n’acceptons pas.",
        "Renvoyez-le dans un format courant (PDF, image, document bureautique sans macro), ou écrivez en "
        "quelques mots ce que vous vouliez dire.",
    ),
    Reason.UNREADABLE: RefusalText(
        "Votre message n’a pas pu être lu",
        "Il nous est arrivé abîmé, ou dans une forme que nous ne savons pas lire. Il est conservé, et quelqu’un "
        "le regardera.",
        f"Pour aller plus vite, renvoyez-le en texte simple{NBSP}: un nouveau message, sans transfert ni mise en "
        "forme, ou écrivez depuis l’intranet.",
    ),
    Reason.ENCRYPTED: RefusalText(
        "Votre message est chiffré, nous ne pouvons pas le lire",
        "Nous ne pouvons pas lire un message chiffré.",
        f"Renvoyez-le sans chiffrement (dans Outlook{NBSP}: «{NBSP}Options{NBSP}», puis décochez «{NBSP}Chiffrer"
        f"{NBSP}»), ou écrivez depuis l’intranet. Une signature électronique ne gêne pas.",
    ),
    Reason.UNKNOWN_SENDER: RefusalText(
        "Nous ne reconnaissons pas votre adresse",
        "L’adresse dont vous écrivez n’est pas dans l’annuaire de la mairie. Votre message est gardé {days} jours, "
        "sans être traité.",
        f"Si vous êtes agent, écrivez depuis votre adresse professionnelle, ou depuis l’intranet. Vous avez une autre "
        f"adresse{NBSP}? Demandez au gestionnaire de l’annuaire de l’ajouter à votre fiche.",
    ),
    Reason.NOT_ALLOWED: RefusalText(
        "Votre message n’a pas pu être pris",
        "Votre compte ne permet pas ce que ce message demandait.",
        f"Ouvrez la page sur l’intranet{NBSP}: elle dit ce que vous pouvez y faire. Votre message est conservé.",
    ),
    Reason.CLOSED: RefusalText(
        f"Le sujet est clos{NBSP}: que faire de votre message{NBSP}?",
        "Le sujet auquel vous répondez est clos.",
        f"Rien n’est perdu{NBSP}: votre message est conservé.",
        "Voir sur l’intranet",
    ),
}


@transaction.atomic
def refuse(
    mail: IncomingMail,
    address: str,
    reason: Reason | str,
    *,
    sentence: str = "",
    button: str = "",
    url: str = "",
    message: ParsedMessage | None = None,
) -> OutgoingMail | None:
    """Tell the sender at `address` why; None when nothing is sent.

    A sender for whom no server vouches is told once an hour at most. Nothing is sent to a forged sender, to an
    autoresponder or to ourselves; `message`, where it is known, helps to recognise autoresponders. Reasons without a
    text (an unexpected error, a sender to confirm) are not sent here.
    """
    refusal = REFUSALS.get(str(reason))
    address = address.strip().lower()
    if refusal is None or not rate_limits.may_answer(mail, address, message):
        return None
    kind = f"{EVERY_KIND}{reason}"
    rate_limits.lock_address(address)
    if AutomaticReply.objects.filter(incoming=mail, kind=kind).exists():
        return None
    if rate_limits.must_wait(mail):
        return None
    most = rate_limits.MOST_AN_HOUR if mail.sender and _is_sure(mail) else 1
    left = rate_limits.answers_left(address, EVERY_KIND, most=most)
    if not left:
        return None
    last = rate_limits.LAST if left == 1 < most else ""
    answer = _message(mail, address, refusal, sentence, button, url, last)
    [written] = actions.write(f"mail.{kind}", [answer])
    rate_limits.record_reply(address, kind, written, mail)
    return written


def _why(refusal: RefusalText, sentence: str) -> str:
    return sentence or refusal.why.replace("{limit}", number(settings.MAIL_LARGEST // 1024 // 1024)).replace(
        "{days} jours", count_of(settings.MAIL_QUARANTINE_DAYS, "jour")
    )


def _is_sure(mail: IncomingMail) -> bool:
    return mail.trust in (Trust.VERIFIED, Trust.INTERNAL, Trust.TOKEN, Trust.CONFIRMED)


def _message(
    mail: IncomingMail, address: str, refusal: RefusalText, sentence: str, button: str, url: str, last: str
) -> OutboundMessage:
    parts = [_greeting(mail), _why(refusal, sentence), refusal.instead, last]
    return OutboundMessage(
        mail.sender,
        refusal.subject,
        "\n\n".join(part for part in parts if part),
        address=address,
        button=button or refusal.button,
        url=url or "/",
        in_reply_to=" ".join(ids_in(mail.message_id)),
        is_confidential=is_confidential(mail),
        is_reply=True,
        envelope=Envelope.NULL,
    )


def _greeting(mail: IncomingMail) -> str:
    """The subject is quoted only to a sender who is sure: a forged address would spread it."""
    hello = f"Bonjour {mail.sender.first_name}," if mail.sender else "Bonjour,"
    if _is_sure(mail) and mail.subject:
        return f"{hello}\n\nIl s’agit de votre message «{NBSP}{mail.subject}{NBSP}»."
    inbox = INBOXES.get(mail.inbox)
    to = f" à {inbox.addresses[0]}" if inbox and inbox.addresses else ""
    return f"{hello}\n\nVous nous avez écrit{to}."
