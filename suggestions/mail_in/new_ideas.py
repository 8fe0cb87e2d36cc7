"""A mail that is not a reply becomes an idea."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents.actions import store_bytes
from core.mail.inbound.attachments import kept_files
from core.mail.inbox_types import Acknowledgement, InboundMessage, InboxOutcome
from core.mail.models import Reason
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.mails import render_mail
from core.ui.visible import visible_text
from suggestions.ideas.by_mail import WHOLE
from suggestions.mail_in.text import fitted, subject_of, title_of
from suggestions.models import TEXT_LENGTH, Idea
from suggestions.proposing import actions
from suggestions.proposing.policies import can_propose
from suggestions.similar import similar_for_acknowledgement


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
    idea = actions.propose(
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
