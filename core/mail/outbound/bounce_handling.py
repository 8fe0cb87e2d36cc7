"""Bounces: which mail and which address each is about, and when an address is said to be failing."""

import smtplib
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from core.mail import policies
from core.mail.headers import our_references
from core.mail.models import AddressTrouble, Bounce, IncomingMail, OutgoingMail, Trust
from core.mail.outbound.threading import reference_in
from core.mail.parsing.bounces import ENHANCED
from core.mail.parsing.encodings import decode
from core.mail.parsing.parsed_message import DeliveryFailure, ParsedMessage
from core.mail.signals import address_failing, mail_lost
from core.people.models import AddressAlias, Agent
from core.web.locks import wait_for

ERRORS_BEFORE_FAILING = 3
MAILS_BEFORE_FAILING = 2
# Status codes about the message or the servers' rules, not the address: policy, content, size.
NOT_THE_ADDRESS = ("5.7.", "5.6.", "5.2.3", "5.3.4")
PERMANENT = 500


@transaction.atomic
def record_report(mail: IncomingMail, message: ParsedMessage) -> list[Bounce]:
    """Store the failures that a delivery report says of our mails; the same report read again adds nothing.

    The mail is found by its return address, else by its Message-ID. It has one recipient, whose address counts,
    wherever it was forwarded. When no mail is found, anybody may have forged the report to make an address fail: only a
    server of the town is believed, about addresses that we have written to.
    """
    sent = _mail_of(message)
    if sent is None:
        named = {failure.address.lower() for failure in message.failures if mail.trust == Trust.INTERNAL}
        written = OutgoingMail.objects.annotate(lower=Lower("address")).filter(lower__in=named)
        known = set(written.values_list("lower", flat=True).distinct())
        found = [failure for failure in message.failures if failure.address.lower() in known]
    else:
        found = [_worst(sent.address, message)] if message.failures or message.kind == "report" else []
    # Always in the same order: two reports on the same addresses never deadlock.
    found.sort(key=lambda failure: failure.address.lower())
    bounces = [bounce for failure in found if (bounce := _keep(failure, mail, sent))]
    if sent and any(bounce.is_permanent for bounce in bounces):
        mail_lost.send(sender=OutgoingMail, mail=sent)
    return bounces


@transaction.atomic
def record_refusal(mail: OutgoingMail, words: str) -> Bounce | None:
    """Store a permanent refusal that the server gave at once."""
    return _keep(DeliveryFailure(mail.address, True, _status(words), words), None, mail)


def _status(words: str) -> str:
    return match[1] if (match := ENHANCED.search(words)) else ""


def permanent_refusal(error: BaseException) -> str:
    """The server's words when it refuses the only recipient for good; empty for an error that may not last.

    A refusal by policy (5.7.x: « relay denied ») is about the servers' settings, which may be corrected.
    """
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    for code, said in error.recipients.values():
        words = f"{code} {decode(said) if isinstance(said, bytes) else said}"
        if code >= PERMANENT and not _status(words).startswith("5.7."):
            return words
    return ""


def failing_addresses() -> models.QuerySet[AddressTrouble]:
    """Failing addresses that are still in the directory, as an agent's address or alias."""
    of_agent = Agent.objects.annotate(lower=Lower("email")).filter(lower=OuterRef("address"))
    of_alias = AddressAlias.objects.annotate(lower=Lower("address")).filter(lower=OuterRef("address"))
    return AddressTrouble.objects.filter(Exists(of_agent) | Exists(of_alias), failing_since__isnull=False)


def owner_of(address: str) -> Agent | None:
    own = Agent.objects.filter(email__iexact=address).first()
    return own or Agent.objects.filter(aliases__address__iexact=address).first()


@transaction.atomic
def clear_errors(address: str, *, by: Agent) -> None:
    """Reset the errors of an address that someone has corrected."""
    if not policies.can_see_address_troubles(by):
        raise PermissionDenied
    wait_for(f"core.mail.bounces:{address.lower()}")
    AddressTrouble.objects.filter(address=address.lower()).update(permanent_errors=0, failing_since=None)


def _mail_of(message: ParsedMessage) -> OutgoingMail | None:
    addresses = [*message.delivered_to, *(person.address for person in (*message.to, *message.cc))]
    references = [reference for address in addresses if (reference := reference_in(address))]
    references = references or our_references([message.reported_id])
    return OutgoingMail.objects.filter(reference__in=references[:1]).first()


def _worst(address: str, message: ParsedMessage) -> DeliveryFailure:
    """One failure of our only recipient; a report that names nobody does not prove that the address is wrong."""
    if not message.failures:
        return DeliveryFailure(address, False, "", message.subject)
    return replace(max(message.failures, key=lambda failure: failure.is_permanent), address=address)


def _keep(
    failure: DeliveryFailure, incoming: IncomingMail | None, sent: OutgoingMail | None
) -> Bounce | None:
    """Once for each report and address (for each mail and address when the server refused it at once)."""
    address = failure.address.lower()[:320]
    wait_for(f"core.mail.bounces:{address}")
    same = Bounce.objects.filter(address=address, incoming=incoming)
    if (same if incoming else same.filter(mail=sent)).exists():
        return None
    bounce = Bounce.objects.create(
        incoming=incoming,
        mail=sent,
        address=address,
        is_permanent=failure.is_permanent,
        status=failure.status[:20],
        diagnostic=failure.diagnostic.replace("\x00", "")[:2000],
    )
    # The directory's managers are shown failing addresses: never those of the public.
    is_public = sent is not None and sent.from_address != ""
    if bounce.is_permanent and not is_public and not bounce.status.startswith(NOT_THE_ADDRESS):
        _count(bounce)
    return bounce


def _count(bounce: Bounce) -> None:
    trouble, _ = AddressTrouble.objects.get_or_create(address=bounce.address)
    trouble.permanent_errors += 1
    trouble.last_error = f"{bounce.status} {bounce.diagnostic}".strip()
    trouble.last_error_at = timezone.now()
    begins = trouble.failing_since is None and _is_repeated(trouble)
    if begins:
        trouble.failing_since = timezone.now()
    trouble.save()
    if begins:
        address_failing.send(sender=AddressTrouble, trouble=trouble, owner=owner_of(trouble.address))


def _is_repeated(trouble: AddressTrouble) -> bool:
    if trouble.permanent_errors < ERRORS_BEFORE_FAILING:
        return False
    counted = Bounce.objects.filter(address=trouble.address, is_permanent=True).order_by("-pk")
    mails = {
        (mail or "", "" if mail else incoming)
        for mail, incoming in counted.values_list("mail", "incoming")[: trouble.permanent_errors]
    }
    return len(mails) >= MAILS_BEFORE_FAILING
