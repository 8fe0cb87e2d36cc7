"""The addresses at which rubrics take mail in: each app registers its own in its `registrations.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from core.admin.base import ObjectAction
from core.mail.models import IncomingMail, Reason, State, Trust
from core.people.models import Agent


@dataclass(frozen=True)
class AttachedFile:
    """An accepted attachment; the rubric stores it with `core.documents.actions.store_bytes`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class PublicMessage:
    """A mail from anybody, parsed; what is known of its sender is on `mail`.

    `text` is the whole text of a first mail, and only the sender's own words of an answer; `folded` is the rest.
    `written_to` is the address of ours that it names, or was delivered to. `may_be_answered`: it names one of ours, and
    no server denies its sender; else no automatic answer is sent.
    """

    mail: IncomingMail
    subject: str
    text: str
    folded: str = ""
    files: tuple[AttachedFile, ...] = ()
    is_reply: bool = False
    # Sentences about files that were refused, for the acknowledgement.
    left_out: tuple[str, ...] = ()
    written_to: str = ""
    # The addresses of the inbox that it names, and the calendar of an invitation, where the inbox takes these.
    invited: tuple[str, ...] = ()
    calendar: str = ""
    may_be_answered: bool = True
    # It writes first, and nobody reads what would be answered.
    is_from_program: bool = False


@dataclass(frozen=True, kw_only=True)
class InboundMessage(PublicMessage):
    """A mail from an agent, parsed and accepted.

    `sender` is the agent who wrote. `given_to` is the agent to whom the reply address was given; it differs from
    `sender` when the address was passed on. `is_verified`: the town's own server vouches for the sender, or they
    confirmed it.
    """

    sender: Agent
    given_to: Agent | None = None

    @property
    def is_verified(self) -> bool:
        if self.mail.trust == Trust.CONFIRMED:
            # A confirmation in the admin by somebody else does not count.
            return self.mail.handled_by_id in (None, self.sender.pk)
        return self.mail.trust in (Trust.VERIFIED, Trust.INTERNAL)


@dataclass(frozen=True)
class Acknowledgement:
    """Acknowledgement sent to the sender: plain paragraphs and one button."""

    subject: str
    lines: tuple[str, ...]
    button: str = ""
    url: str = ""
    about: Model | None = None


@dataclass(frozen=True)
class InboxOutcome:
    """Outcome of a mail in its rubric.

    `became` is the row that it is now, shown in the admin. A `refusal` sends the text of that Reason, whose sentence,
    button and address may be given here.
    """

    became: Model | None = None
    acknowledgement: Acknowledgement | None = None
    refusal: Reason = Reason.NONE
    sentence: str = ""
    button: str = ""
    url: str = ""
    remarks: tuple[str, ...] = ()


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

    `is_invited_at` makes it a guest of meetings: it has each address that this accepts, invitations begin there
    (elsewhere they are a program's), and a sender who is no known and verified agent gets no mail at all. What a
    stranger writes to an address that `is_expected` accepts is given to `begin_public`.

    Otherwise `begin_public` and `answer_public` make the inbox open to all: they are called instead of the others;
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
    object_actions: Sequence[ObjectAction] = ()
    kept_from: Callable[[Agent], Q] | None = None
    is_confidential: bool = False
    is_invited_at: Callable[[str], bool] | None = None
    is_expected: Callable[[str], bool] | None = None
    begin_public: Callable[[PublicMessage], InboxOutcome] | None = None
    answer_public: Callable[[PublicMessage, Model], InboxOutcome] | None = None

    @property
    def is_open(self) -> bool:
        return self.answer_public is not None

    @property
    def addresses(self) -> list[str]:
        """Return the settings' addresses in lower case; the first is the one written in mails. Empty: not in use."""
        return [address.lower() for address in settings.MAIL_ADDRESSES.get(self.name, [])]


# The « +detail » of an address (RFC 5233).


def with_detail(address: str, detail: str) -> str:
    """« saperlipopette+battement@ville.example »; a detail that the address already has is replaced."""
    local, _, domain = without_detail(address).rpartition("@")
    return f"{local}+{detail}@{domain}"


def without_detail(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def detail_of(address: str) -> str:
    """Return the part between « + » and « @ »; an empty text when there is none."""
    return address.rpartition("@")[0].partition("+")[2]


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


def address_of(name: str) -> str:
    """Return the address of this inbox that is written in mails; empty when it is not in use."""
    return next(iter(INBOXES[name].addresses), "") if name in INBOXES else ""


def inbox_of_address(address: str) -> Inbox | None:
    """The inbox that this address, its +detail left out, belongs to."""
    plain = without_detail(address.lower())
    guests = (i for i in INBOXES.values() if i.is_invited_at and i.addresses)
    return next((i for i in INBOXES.values() if plain in i.addresses), None) or next(
        (i for i in guests if i.is_invited_at and i.is_invited_at(address.lower())), None
    )


def is_ours(address: str) -> bool:
    """One of the addresses that the intranet writes from or is written to, whatever its +detail."""
    address = address.strip().lower()
    plain = without_detail(address)
    return settings.MAIL_FROM.lower() in (address, plain) or inbox_of_address(address) is not None


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
