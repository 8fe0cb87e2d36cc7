"""Mails about ideas: a new one becomes an idea, a reply joins the idea that it answers.

A reply becomes a message to the group: an author's stands in the exchange that they share with the group, anybody
else's is read by the group alone. Nothing is published by mail: the rest is written on the pages. A member of the group
turns a held mail into an idea (« Traiter comme idée ») and names its author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.admin.base import ObjectAction
from core.documents.actions import store_bytes
from core.documents.models import Document
from core.french import of, spaced
from core.mail.inbound.deliver import kept_files, sort_attachments
from core.mail.models import IncomingMail, RawContent, Reason, State, Trust
from core.mail.parsing import sandboxed
from core.mail.parsing.parsed_message import Unreadable
from core.mail.registry import Acknowledgement, AttachedFile, InboundMessage, InboxOutcome
from core.people.fields import AgentField
from core.people.models import Agent
from core.web.fields import OneLineField, PlainTextField
from core.web.locks import lock_row
from core.web.mails import render_mail, render_text
from core.web.non_blank import visible_text
from suggestions import notes
from suggestions.exchange import actions as exchange
from suggestions.ideas.by_mail import INBOX, WHOLE
from suggestions.ideas.locking import lock_head
from suggestions.models import TEXT_LENGTH, TITLE_LENGTH, Answer, Comment, Idea, Message, Note, Opinion
from suggestions.policies import can_propose, can_see, is_author, is_in_group, is_one_of_authors, may_moderate
from suggestions.proposing import actions as proposing
from suggestions.similar import similar_for_acknowledgement
from suggestions.states import Contact, Identity

REPLY_CUT = "(La suite se lit dans le message entier.)"
# « Re: », « RE : », « Tr: », « TR : », « Fwd: », « Rép. : », « Re[2]: », as often as they are repeated.
ANSWERED = re.compile(
    r"^(?:(?:re|r[ée]p?\.?|tr|fw|fwd|aw|wg|sv)\s*(?:[\[(]\d{1,3}[\])])?\s*:\s*)+", re.IGNORECASE
)
# Where words may be parted, the best place first.
PLACES = ("\n\n", "\n", ". ", " ")


def subject_of(subject: str) -> str:
    """On one line, without what mail programs put before it when one answers or forwards."""
    return visible_text(ANSWERED.sub("", " ".join(subject.split())))


def title_of(subject: str, first_name: str) -> tuple[str, bool]:
    """A title of TITLE_LENGTH characters at most, and whether the subject was longer."""
    title = subject_of(subject)
    if not title:
        return f"Une idée {of(first_name)}".strip()[:TITLE_LENGTH], False
    if len(title) <= TITLE_LENGTH:
        return title, False
    return parted(title, TITLE_LENGTH - 1, places=(" ",))[0] + "…", True


def parted(text: str, limit: int, *, places: tuple[str, ...] = PLACES) -> tuple[str, str]:
    """`text` in two: at most `limit` characters, ended where a paragraph, a sentence or a word does, and the rest."""
    text = text.strip()
    if len(text) <= limit:
        return text, ""
    for place in places:
        # Not so early that little would be left.
        end = text.rfind(place, limit // 2, limit)
        if end != -1:
            end += len(place.rstrip())
            return text[:end].rstrip(), text[end:].lstrip()
    return text[:limit], text[limit:]


def fitted(text: str, limit: int, ending: str) -> tuple[str, bool]:
    """`text`, cut and ended by the paragraph `ending` when it has more than `limit` characters; and whether it was."""
    text = text.strip()
    if len(text) <= limit:
        return text, False
    beginning, _ = parted(text, limit - len(ending) - 2)
    return f"{beginning}\n\n{ending}", True


def acknowledgement(idea: Idea, said: Sequence[str] = (), *, is_cut: bool = False) -> Acknowledgement:
    """Some sixty words and one button: the idea's page says the rest. `said` holds sentences about rejected files."""
    mail = render_mail(
        "suggestions/mails/acknowledgement.txt",
        idea=idea,
        is_cut=is_cut,
        said=said,
        alike=similar_for_acknowledgement(idea, limit=1),
    )
    return Acknowledgement(
        subject=mail["title"],
        lines=tuple(mail["text"].split("\n")),
        button="Lire mon idée",
        url=idea.get_absolute_url(),
        about=idea,
    )


CUT = spaced(f"(La suite est dans le fichier joint « {WHOLE} ».)")


def begin(arrival: InboundMessage) -> InboxOutcome:
    """The idea of this mail, once, named; or a typed refusal. In the gateway's transaction."""
    if not can_propose(arrival.sender):
        return InboxOutcome(
            refusal=Reason.NOT_ALLOWED,
            sentence=spaced("Votre compte de l’intranet est fermé : il ne peut plus proposer d’idée."),
        )
    if earlier := Idea.objects.filter(mail=arrival.mail).first():
        return InboxOutcome(became=earlier, acknowledgement=acknowledgement(earlier, arrival.left_out))
    documents, refused = kept_files(arrival.files, by=arrival.sender)
    words = words_of(arrival.subject, arrival.text, arrival.sender, [document.name for document in documents])
    if words is None:
        return InboxOutcome(
            refusal=Reason.UNREADABLE,
            sentence=" ".join(
                ["Nous n’avons trouvé ni texte ni fichier dans votre message.", *arrival.left_out, *refused]
            ),
            button="Écrire mon idée sur l’intranet",
            url="/idees/proposer/",
        )
    title, proposal, whole = words
    if whole:
        documents.append(store_bytes(whole.encode(), name=WHOLE, by=arrival.sender))
    idea = proposing.propose(
        by=arrival.sender, title=title, proposal=proposal, mail=arrival.mail, documents=documents
    )
    said = (*arrival.left_out, *refused)
    return InboxOutcome(
        became=idea,
        acknowledgement=acknowledgement(idea, said, is_cut=bool(whole)),
        remarks=tuple(refused),
    )


def words_of(subject: str, text: str, author: Agent, names: list[str]) -> tuple[str, str, str] | None:
    """Title, text, and the whole text when it had to be cut; None when there is nothing to propose at all.

    `names` are those of the files kept.
    """
    title, is_longer = title_of(subject, author.first_name)
    said = visible_text(text)
    if not said and not names and not subject_of(subject):
        return None
    if is_longer:
        said = f"Objet\u00a0: {subject_of(subject)}\n\n{said}".strip()
    if not said:
        said = _nothing_written(names)
    proposal, is_cut = fitted(said, TEXT_LENGTH, CUT)
    return title, proposal, said if is_cut else ""


def _nothing_written(names: list[str]) -> str:
    if not names:
        return spaced("(Message sans texte : tout est dans l’objet.)")
    if len(names) == 1:
        return spaced(f"(Message sans texte : voir le fichier joint, « {names[0]} ».)")
    return spaced(f"(Message sans texte : voir les {len(names)} fichiers joints.)")


# Mails became comments, opinions and answers too in earlier versions.
MADE: tuple[type[models.Model], ...] = (Idea, Message, Note, Comment, Opinion, Answer)
UNSEEN = (
    "L’idée dont parle votre message n’est pas de celles que vous pouvez lire\u00a0: il n’est pas publié."
)


def answer(arrival: InboundMessage, subject: models.Model) -> InboxOutcome:
    """`subject` is an Idea, or a Comment that a letter spoke of. In the gateway's transaction."""
    if earlier := made_of(arrival.mail):
        return InboxOutcome(became=earlier)
    about = subject.idea if isinstance(subject, Comment) else subject
    assert isinstance(about, Idea)
    # Locked first: a merge makes its sender an author of the idea that is read.
    idea = lock_head(about)
    if not can_see(arrival.sender, idea):
        return InboxOutcome(refusal=Reason.NOT_ALLOWED, sentence=UNSEEN)
    if not visible_text(arrival.text) and not arrival.files:
        return _empty(idea)
    text, is_cut = fitted(
        visible_text(arrival.text) or "(Message sans texte, avec des fichiers joints.)",
        exchange.MESSAGE_LENGTH,
        REPLY_CUT,
    )
    said = _to_know(arrival, is_cut=is_cut)
    if is_one_of_authors(arrival.sender, idea):
        message: models.Model = exchange.reply(idea, by=arrival.sender, text=text, mail=arrival.mail)
        done = (
            "Votre message est remis au groupe\u00a0: vous et lui seuls le lisez, sur la page de votre idée."
        )
        # The page shows it: there is nothing to acknowledge without something more to know.
        return _outcome(idea, message, [done, *said] if said else [])
    message = notes.take_mail(idea, by=arrival.sender, text=text, mail=arrival.mail)
    return _outcome(idea, message, [render_text("suggestions/mails/given_to_group.txt"), *said])


def made_of(mail: IncomingMail) -> Any:
    for model in MADE:
        if row := model._default_manager.filter(mail=mail).first():
            return row
    return None


def _to_know(arrival: InboundMessage, *, is_cut: bool) -> list[str]:
    said = list(arrival.left_out)
    if is_cut:
        said.append("Il était long\u00a0: sa fin se lit dans le message entier, un clic plus loin.")
    if arrival.files:
        said.append("Les fichiers joints restent avec le message entier, pour ceux qui peuvent le lire.")
    if arrival.given_to and arrival.given_to != arrival.sender:
        said.append(
            "Vous avez répondu à une adresse donnée à quelqu’un d’autre\u00a0: c’est votre nom qui est retenu."
        )
    return said


def _outcome(idea: Idea, became: models.Model, lines: list[str]) -> InboxOutcome:
    if not lines:
        return InboxOutcome(became=became)
    acknowledgement = Acknowledgement(
        # Without the title: administrators read subjects, and who answers may hide their name there.
        subject="Votre message est bien arrivé",
        lines=tuple(lines),
        button="Voir sur l’intranet",
        url=idea.get_absolute_url(),
        about=idea,
    )
    return InboxOutcome(became=became, acknowledgement=acknowledgement)


def _empty(idea: Idea) -> InboxOutcome:
    return InboxOutcome(
        refusal=Reason.UNREADABLE,
        sentence=render_text("suggestions/mails/empty_reply.txt"),
        button="Répondre sur l’intranet",
        url=idea.get_absolute_url(),
    )


def may_read_mail(agent: Agent, mail: IncomingMail) -> bool:
    """Its sender, the author of the idea it became, and the group, except for a member's own idea."""
    if not agent.is_active:
        return False
    if mail.sender_id == agent.pk:
        return True
    became = mail.became
    if isinstance(became, Idea) and became.mail_id == mail.pk and is_author(agent, became):
        return True
    idea = idea_of(became)
    return is_in_group(agent) if idea is None else may_moderate(agent, idea.head or idea)


def kept_from(agent: Agent) -> Q:
    """In the admin, what others wrote about this member's own idea: draft answers, opinions, messages."""
    mine = Idea.objects.filter(author=agent)
    heads = mine.annotate(page=Coalesce("head", "pk")).values("page")
    family = Idea.objects.filter(Q(pk__in=heads) | Q(head__in=heads)).values("pk")
    about = Q(content_type=_type(Idea), object_id__in=family)
    for model in (Comment, Message, Note, Opinion, Answer):
        rows = model._default_manager.filter(idea__in=family).values("pk")
        about |= Q(content_type=_type(model), object_id__in=rows)
    # What they wrote themselves, and the very mail of their idea, are theirs.
    own = Q(sender=agent) & Q(sender__isnull=False) | Q(pk__in=mine.exclude(mail=None).values("mail"))
    return about & ~own


def _type(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def can_treat_as_idea(agent: Agent, mail: IncomingMail) -> bool:
    return is_in_group(agent) and mail.inbox in ("", INBOX) and mail.state in (State.QUARANTINED, State.HELD)


def idea_of(row: object) -> Idea | None:
    if isinstance(row, Idea):
        return row
    return row.idea if isinstance(row, Comment | Message | Note | Opinion | Answer) else None


# The columns of a mail that has become an idea.
TREATED = [
    "inbox",
    "state",
    "reason",
    "error",
    "read_at",
    "handled_by",
    "content_type",
    "object_id",
    "remarks",
]


@transaction.atomic
def treat_as_idea(mail: IncomingMail, *, by: Agent, author: Agent, title: str, proposal: str) -> str:
    """Turn the mail into an idea of `author`, informed at the sending address. Returns the message to show."""
    if not is_in_group(by):
        raise PermissionDenied("Seul un membre du groupe projet peut faire ce geste.")
    mail = lock_row(IncomingMail, mail.pk)
    if earlier := made_of(mail):
        raise ValidationError(spaced(f"Ce message a été traité entre-temps : il est devenu « {earlier} »."))
    if not can_treat_as_idea(by, mail):
        raise ValidationError(spaced("Ce message a été traité entre-temps : il n’attend plus."))
    words: dict[str, Any] = {"title": title, "proposal": proposal, "documents": _documents_of(mail, by=by)}
    if author == by:
        idea = proposing.propose(by=by, mail=mail, **words)
    else:
        contact, detail = _contact(mail, author)
        words |= {"contact": contact, "contact_detail": detail, "identity": Identity.NAMED}
        idea = proposing.enter_for(by=by, author=author, mail=mail, **words)
    mail.inbox, mail.state, mail.reason, mail.error = mail.inbox or INBOX, State.FILED, Reason.NONE, ""
    mail.read_at, mail.handled_by, mail.became = timezone.now(), by, idea
    try:
        with transaction.atomic():
            mail.save(update_fields=TREATED)
    except IntegrityError as error:
        raise ValidationError(
            spaced("Le même message, reçu deux fois, a déjà été traité : rien n’est à faire de celui-ci.")
        ) from error
    return spaced(f"Le message est devenu l’idée « {idea.title} », ") + (
        "proposée en votre nom." if author == by else f"saisie pour {author}, qui est prévenu."
    )


def _contact(mail: IncomingMail, author: Agent) -> tuple[Contact, str]:
    """How to inform the author: the sending address unless forged, else their own, else by a colleague."""
    wrote_from = mail.sender_address if mail.trust != Trust.FAILED else ""
    for address in (wrote_from, author.email or ""):
        try:
            validate_email(address)
        except ValidationError:
            continue
        return Contact.MAIL, address[:200]
    return Contact.SPOKEN, ""


def _documents_of(mail: IncomingMail, *, by: Agent) -> list[Document]:
    """Its files and, when its text is longer than an idea's, the whole of it; its remarks say what is left out."""
    files, left_out = files_of(mail)
    documents, refused = kept_files(files, by=by)
    found = words_of(mail.subject, mail.text, by, [document.name for document in documents])
    if found and found[2]:
        documents.append(store_bytes(found[2].encode(), name=WHOLE, by=by))
    mail.remark([*left_out, *refused])
    return documents


def files_of(mail: IncomingMail) -> tuple[tuple[AttachedFile, ...], tuple[str, ...]]:
    """Read the files of a stored mail again; return them, and sentences on what is left out."""
    raw = RawContent.objects.filter(mail=mail).first()
    if raw is None or mail.is_headers_only:
        return (), ()
    try:
        reading = sandboxed.parse(bytes(raw.content))
    except Unreadable:
        return (), ("Les fichiers de ce message n’ont pas pu être lus.",)
    domain = mail.sender_address.rpartition("@")[2]
    files, left_out, _ = sort_attachments(reading.parts, domain, counts=False)
    return tuple(files), tuple(left_out)


class TreatForm(forms.Form):
    author = AgentField(
        label=spaced("De qui est cette idée ?"),
        help_text="Le prénom et le nom de l’agent, ou son identifiant. Si c’est vous, écrivez le vôtre.",
        error_messages={"required": "Dites de qui est l’idée."},
    )
    title = OneLineField(
        label="Titre",
        max_length=TITLE_LENGTH,
        error_messages={"required": "Donnez un titre à cette idée."},
    )
    proposal = PlainTextField(
        label="Texte",
        max_length=TEXT_LENGTH,
        help_text=spaced(
            "Les mots du message ; corrigez ce qui a été mal lu. Le message entier reste au bureau."
        ),
        error_messages={"required": "Écrivez ce que propose cette idée."},
    )

    @staticmethod
    def initial_for(mail: IncomingMail) -> dict[str, Any]:
        return {
            "author": mail.sender.identifiant if mail.sender else "",
            "title": subject_of(mail.subject),
            "proposal": fitted(mail.text, TEXT_LENGTH, CUT)[0],
        }


OBJECT_ACTIONS = [
    ObjectAction(
        "traiter-comme-idee",
        "Traiter comme idée",
        treat_as_idea,
        can_treat_as_idea,
        may=lambda agent, mail: is_in_group(agent),
        form=TreatForm,
        is_main=True,
        help=spaced(
            "L’idée sera celle de l’agent nommé, saisie par vous ; les nouvelles partent à l’adresse qui a écrit. "
            "Assurez-vous que le message est bien de cet agent."
        ),
    )
]
