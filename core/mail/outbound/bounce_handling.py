"""Errors that come back: which mail, which address, and when an address is said to fail."""

import re
import smtplib
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from core.mail import policies
from core.mail.headers import our_references
from core.mail.models import AddressTrouble, Bounce, IncomingMail, OutgoingMail, Trust
from core.mail.outbound.verp import reference_in
from core.mail.parsing.charsets import decode
from core.mail.parsing.parsed_message import DeliveryFailure, ParsedMessage
from core.mail.parsing.remarks import Remarks
from core.mail.signals import address_failing
from core.people.models import AddressAlias, Agent
from core.ui.locks import wait_for

ERRORS_BEFORE_FAILING = 3
MAILS_BEFORE_FAILING = 2
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# Of the message or of the servers' rules, not of the address: policy, content, too large a message.
NOT_THE_ADDRESS = ("5.7.", "5.6.", "5.2.3", "5.3.4")
PERMANENT = 500


@transaction.atomic
def record_report(mail: IncomingMail, reading: ParsedMessage) -> list[Bounce]:
    """Keep what a report says of our mails; read again, the same report adds nothing.

    Our mail is known by the return address that it left with, else by its Message-ID; then it had one recipient, whose
    address counts, wherever it was passed on to. Otherwise anybody may have written it, to have an address said to fail
    or their own words told with it: a server of the town alone is believed, of addresses that were written to.
    """
    sent = _mail_of(reading)
    if sent is None:
        is_ours = mail.trust == Trust.INTERNAL
        known = _written_to(failure.address for failure in reading.failures) if is_ours else set()
        found = [failure for failure in reading.failures if failure.address.lower() in known]
    else:
        found = [_worst(sent.address, reading)] if reading.failures or reading.kind == "report" else []
    # In one order whoever counts: two reports on the same addresses never wait for each other.
    found.sort(key=lambda failure: failure.address.lower())
    return [bounce for failure in found if (bounce := _keep(failure, mail, sent))]


@transaction.atomic
def record_refusal(mail: OutgoingMail, words: str) -> Bounce | None:
    """The server refused the address at once, for good."""
    status = match[1] if (match := ENHANCED.search(words)) else ""
    return _keep(DeliveryFailure(mail.address, True, status, words), None, mail)


def permanent_refusal(error: BaseException) -> str:
    """The server's words when it refuses the only recipient for good; empty for anything that time may mend.

    A refusal by policy (5.7.x: « relay denied ») is the servers' own affair, which someone may set right.
    """
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    for code, said in error.recipients.values():
        words = f"{code} {decode(said, None, Remarks()) if isinstance(said, bytes) else said}"
        status = match[1] if (match := ENHANCED.search(words)) else ""
        if code >= PERMANENT and not status.startswith("5.7."):
            return words
    return ""


def failing_addresses() -> models.QuerySet[AddressTrouble]:
    """Addresses in failure that are still somebody's in the directory: one that was changed is nobody's any more."""
    of_agent = Agent.objects.annotate(lower=Lower("email")).filter(lower=OuterRef("address"))
    of_alias = AddressAlias.objects.annotate(lower=Lower("address")).filter(lower=OuterRef("address"))
    return AddressTrouble.objects.filter(failing_since__isnull=False).filter(
        Exists(of_agent) | Exists(of_alias)
    )


def owner_of(address: str) -> Agent | None:
    own = Agent.objects.filter(email__iexact=address).first()
    return own or Agent.objects.filter(aliases__address__iexact=address).first()


@transaction.atomic
def clear_errors(address: str, *, by: Agent) -> None:
    """Someone has seen to it: errors count anew from here."""
    if not policies.can_see_address_troubles(by):
        raise PermissionDenied
    _hold(address)
    AddressTrouble.objects.filter(address=address.lower()).update(permanent_errors=0, failing_since=None)


def _mail_of(reading: ParsedMessage) -> OutgoingMail | None:
    addresses = [*reading.delivered_to, *(person.address for person in (*reading.to, *reading.cc))]
    references = [reference for address in addresses if (reference := reference_in(address))]
    references = references or our_references([reading.reported_id])
    return OutgoingMail.objects.filter(reference__in=references[:1]).first()


def _worst(address: str, reading: ParsedMessage) -> DeliveryFailure:
    """One failure of our one recipient; a report that names nobody is no proof that the address is wrong."""
    worst = max(reading.failures, key=lambda failure: failure.is_permanent, default=None)
    return DeliveryFailure(
        address,
        worst.is_permanent if worst else False,
        worst.status if worst else "",
        worst.diagnostic if worst else reading.subject,
    )


def _written_to(addresses: Iterator[str]) -> set[str]:
    lower = {address.lower() for address in addresses}
    sent = OutgoingMail.objects.annotate(lower=Lower("address")).filter(lower__in=lower)
    return set(sent.values_list("lower", flat=True).distinct())


def _hold(address: str) -> None:
    wait_for(f"core.mail.bounces:{address.lower()}")


def _keep(
    failure: DeliveryFailure, incoming: IncomingMail | None, sent: OutgoingMail | None
) -> Bounce | None:
    """Once for a report and an address (for a mail and an address when the server said it at once)."""
    address = failure.address.lower()[:320]
    _hold(address)
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
    if bounce.is_permanent and not bounce.status.startswith(NOT_THE_ADDRESS):
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
