"""The addresses at which rubrics take mail in: each app registers its own in its `registrations.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from core.admin.base import ObjectAction
from core.mail.addresses import without_detail
from core.mail.inbox_types import InboundMessage, InboxOutcome, PublicMessage
from core.mail.models import IncomingMail, State
from core.people.models import Agent


@dataclass(frozen=True)
class Inbox:
    """A name under which people write to a rubric.

    `begin` takes a mail that answers nothing; `answer` takes an answer about `subject`, a row of one of `models`
    (labels such as « suggestions.Idea »). Both run in the transaction of inbound mail, call the rubric's own actions,
    and raise ValidationError for what these refuse. `may_read` says who sees its mails in the admin, `may_read_one`
    who may open this mail (its sender may too); `kept_from` selects the mails that a reader of the admin must not
    read because of what they became. `object_actions` are the buttons that only this rubric knows (« Traiter comme
    idée »). `is_confidential`: only these readers see the mails that became something; administrators see the others,
    except those of an inbox open to all.

    `begin_public` and `answer_public` make the inbox open to all: they are called instead of the others, whoever wrote;
    no sender has to be known, verified or confirmed, and the gateway answers none. A mail that also names an inbox of
    agents is begun there too when its sender may write there.
    """

    name: str
    label: str
    begin: Callable[[InboundMessage], InboxOutcome]
    answer: Callable[[InboundMessage, Model], InboxOutcome]
    may_read: Callable[[Agent], bool]
    may_read_one: Callable[[Agent, IncomingMail], bool]
    models: tuple[str, ...] = ()
    object_actions: Sequence[ObjectAction] = field(default_factory=tuple)
    kept_from: Callable[[Agent], Q] | None = None
    is_confidential: bool = False
    begin_public: Callable[[PublicMessage], InboxOutcome] | None = None
    answer_public: Callable[[PublicMessage, Model], InboxOutcome] | None = None

    @property
    def is_open(self) -> bool:
        return self.begin_public is not None

    @property
    def addresses(self) -> list[str]:
        """Return the settings' addresses in lower case; the first is the one written in mails. Empty: not in use."""
        return [address.lower() for address in settings.MAIL_ADDRESSES.get(self.name, [])]


INBOXES: dict[str, Inbox] = {}


def register(inbox: Inbox) -> Inbox:
    """Raises ValueError for a name already taken, and for a model that another inbox already answers for."""
    taken = {label for other in INBOXES.values() for label in other.models}
    if inbox.name in INBOXES or taken & {*inbox.models}:
        raise ValueError(f"Inbox registered twice: {inbox.name}")
    INBOXES[inbox.name] = inbox
    return inbox


def inbox_for(subject: Model | type[Model] | None) -> Inbox | None:
    """The inbox that takes answers about this row, if it is in use."""
    if subject is None:
        return None
    label = subject._meta.label
    return next((i for i in INBOXES.values() if label in i.models and i.addresses), None)


def inbox_of_address(address: str) -> Inbox | None:
    """The inbox that this address, its +detail left out, belongs to."""
    plain = without_detail(address.lower())
    return next((i for i in INBOXES.values() if plain in i.addresses), None)


def is_ours(address: str) -> bool:
    """One of the addresses that the intranet writes from or is written to, whatever its +detail."""
    address = address.strip().lower()
    plain = without_detail(address)
    return settings.MAIL_FROM.lower() in (address, plain) or inbox_of_address(plain) is not None


def readable_by(agent: Agent) -> list[str]:
    """The names of the inboxes whose mails this agent sees in the admin."""
    return [name for name, inbox in INBOXES.items() if inbox.may_read(agent)]


def is_confidential(mail: IncomingMail) -> bool:
    """Whether its inbox hides what it receives from administrators."""
    inbox = INBOXES.get(mail.inbox)
    return inbox is not None and inbox.is_confidential


def for_administrators(agent: Agent, mails: QuerySet[IncomingMail]) -> QuerySet[IncomingMail]:
    """These mails without those that a confidential inbox has taken, with their repeats and bounces.

    Of a confidential inbox that is open to all, none: whatever became of them, strangers wrote to its readers. An
    administrator who also looks after that inbox reads them like its other readers.
    """
    names = [name for name, inbox in INBOXES.items() if inbox.is_confidential]
    public = [name for name in names if INBOXES[name].is_open]
    # A repeat holds the words of another one.
    placed = Q(about_id__isnull=False) | Q(object_id__isnull=False) | Q(state=State.REPEATED)
    taken = Q(inbox__in=public) | Q(inbox__in=names) & placed
    kept = IncomingMail.objects.filter(taken | Q(bounces__mail__is_confidential=True))
    own = for_inbox_readers(agent, IncomingMail.objects.all())
    hidden = Q(pk__in=kept.values("pk")) | Q(same_as__in=kept.values("pk"))
    return mails.filter(~hidden | Q(pk__in=own.values("pk")))


def for_inbox_readers(agent: Agent, mails: QuerySet[IncomingMail]) -> QuerySet[IncomingMail]:
    """Keep the mails that this agent reads in the admin, by the inboxes that they manage."""
    names = readable_by(agent)
    mails = mails.filter(inbox__in=names)
    for name in names:
        if kept_from := INBOXES[name].kept_from:
            kept = IncomingMail.objects.filter(kept_from(agent), inbox=name).values("pk")
            mails = mails.exclude(Q(pk__in=kept) | Q(same_as__in=kept))
    return mails
