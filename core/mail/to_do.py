from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.mail import policies
from core.mail.models import AddressTrouble, IncomingMail, OutgoingMail
from core.people.models import Agent


@register
def mails(agent: Agent) -> Iterator[Queue]:
    """As the lists of the admin show them: mails in quarantine, mails that failed, failing addresses."""
    if policies.can_list_incoming(agent):
        waiting = policies.readable_incoming(agent, IncomingMail.objects.awaiting_a_person())
        yield Queue(
            waiting,
            "message reçu à regarder",
            "messages reçus à regarder",
            reverse("admin:mail_incomingmail_changelist"),
        )
    if policies.can_read_mails(agent):
        yield Queue(
            OutgoingMail.objects.failed().for_administrators(),
            "message qui n’a pas pu partir",
            "messages qui n’ont pas pu partir",
            f"{reverse('admin:mail_outgoingmail_changelist')}?state__exact={OutgoingMail.State.FAILED}",
            is_late=True,
        )
    if policies.can_see_address_troubles(agent):
        yield Queue(
            AddressTrouble.objects.exclude(failing_since=None),
            "adresse qui ne reçoit plus",
            "adresses qui ne reçoivent plus",
            reverse("admin:mail_addresstrouble_changelist"),
        )
