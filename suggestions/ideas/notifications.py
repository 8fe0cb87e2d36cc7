"""The recipients of an idea's notifications, and the notifications of its steps."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Manager

from core.notifications import actions
from core.notifications.actions import notify, notify_address
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
from suggestions.ideas.by_mail import answering
from suggestions.models import Comment, Follow, Idea, Support, Telling
from suggestions.policies import group_members, is_in_group
from suggestions.similar import similar_for_acknowledgement
from suggestions.states import Contact, Identity

# The groups of the page of preferences, in its order.
MINE = "Mes idées"
COMMENTS = "Les commentaires"
GROUP = "Le travail du groupe"
FOLLOWED = "Les idées que je suis"
OPINIONS = "Les avis que l’on me demande"
TO_TELL = NotificationKind(
    "suggestions.to_tell",
    "Une nouvelle à transmettre à l’agent pour qui j’ai saisi une idée",
    group=MINE,
)


def family_of(idea: Idea) -> list[Idea]:
    """The idea, then those that were merged into it, with their authors; one statement."""
    merged = Idea.objects.filter(head=idea).select_related("author", "entered_by").order_by("pk")
    return [idea, *merged]


def authors_of(idea: Idea) -> list[Agent]:
    """Authors of the idea and of those merged into it, each once."""
    return list({each.author.pk: each.author for each in family_of(idea) if each.author}.values())


def hides_an_author(idea: Idea) -> bool:
    """Return True if a notification to the group without an author would reveal that author."""
    return Idea.objects.family_of(idea).filter(identity=Identity.HIDDEN).exists()


def notify_authors(
    idea: Idea,
    kind: NotificationKind,
    title: str,
    text: str,
    *,
    but: Collection[Agent] = (),
    ending: str = "",
) -> None:
    """Notify the authors, except those in `but`, by the means each gave, in the caller's transaction.

    On the site, with the mail that they chose; by a letter or by a colleague's mouth for one without a workstation,
    to whom the `ending` (how to answer that mail) means nothing.
    """
    told: dict[int, Idea] = {}
    family = family_of(idea)
    for each in family:
        if each.author and each.author not in but and each.author.is_active:
            # Two ideas of one author: the means given once are enough.
            known = told.setdefault(each.author.pk, each)
            if each.contact and not known.contact:
                told[each.author.pk] = each
    authors = [each.author for each in told.values() if each.author]
    _notify(family, kind, authors, title=title, text=text + ending, about=idea)
    for each in told.values():
        _pass_on(each, kind, title, text, head=idea)


def notify_authors_on_site(
    idea: Idea, kind: NotificationKind, title: str, text: str, *, about: Comment, but: Collection[Agent]
) -> None:
    """For comments, on the site only; `about` is the comment that began the conversation."""
    family = family_of(idea)
    authors = {each.author.pk: each.author for each in family if each.author and each.author not in but}
    _notify(family, kind, authors.values(), title=title, text=text, about=about)


def _notify(
    family: list[Idea], kind: NotificationKind, authors: Iterable[Agent], *, title: str, **told: Any
) -> None:
    """Authors with a hidden name get mails that administrators do not see, without the title in the subject."""
    hiding = {each.author_id for each in family if each.identity == Identity.HIDDEN}
    authors = list(authors)
    named = [agent for agent in authors if agent.pk not in hiding]
    hidden = [agent for agent in authors if agent.pk in hiding]
    notify(kind, named, title=title, **told)
    notify(kind, hidden, title=_untitled(title, family[0]), is_confidential=True, **told)


def _untitled(title: str, idea: Idea) -> str:
    return title.removesuffix(idea.title).rstrip("\u00a0: ")


def _pass_on(idea: Idea, kind: NotificationKind, title: str, text: str, *, head: Idea) -> None:
    """Ask the group to pass news on to an author who reads no screen."""
    author = idea.author
    if not author or not idea.contact:
        return
    if idea.contact == Contact.MAIL:
        if idea.contact_detail.lower() != (author.email or "").lower():
            is_hidden = idea.identity == Identity.HIDDEN
            notify_address(
                kind,
                idea.contact_detail,
                author.first_name,
                _untitled(title, head) if is_hidden else title,
                text,
                about=idea,
                is_confidential=is_hidden,
            )
        return
    Telling.objects.create(idea=idea, text=f"{title}\n\n{text}")
    if idea.entered_by:
        means = f"{Contact(idea.contact).label.lower()} {idea.contact_detail}".strip()
        notify(
            TO_TELL,
            [idea.entered_by],
            **render_mail(
                "suggestions/mails/to_pass_on.txt", author=author, means=means, title=title, text=text
            ),
            about=idea,
            is_confidential=True,
        )


def followers_of(idea: Idea) -> list[Agent]:
    """Active followers of the idea or of one merged into it, without the authors, who are notified as such."""
    return _around(idea, Follow.objects)


def concerned_by(idea: Idea) -> list[Agent]:
    """Followers and supporters, each once, without the authors."""
    people = {agent.pk: agent for agent in _around(idea, Follow.objects)}
    return list((people | {agent.pk: agent for agent in _around(idea, Support.objects)}).values())


def _around(idea: Idea, rows: Manager[Any]) -> list[Agent]:
    given = rows.filter(idea__in=Idea.objects.family_of(idea)).exclude(agent__in=idea.author_ids)
    return list(Agent.objects.active().filter(pk__in=given.values("agent")).order_by("pk"))


# What asks the group to do something about an idea; see `outdate`.
GROUP_WORK: list[NotificationKind] = []


def group_work(code: str, label: str, **given: Any) -> NotificationKind:
    kind = NotificationKind(code, label, group=GROUP, to_whom=is_in_group, **given)
    GROUP_WORK.append(kind)
    return kind


def outdate(idea: Idea, *kinds: NotificationKind, recipient: Agent | None = None) -> None:
    """Mark these notifications of the idea as read: nothing is left to do."""
    actions.outdate(kinds, idea, recipient=recipient)


RECEIVED = NotificationKind("suggestions.received", "Une idée saisie pour moi est bien arrivée", group=MINE)
# The mail's own acknowledgement says all of it.
RECEIVED_BY_MAIL = NotificationKind(
    "suggestions.received_by_mail",
    "Mon idée envoyée par courriel est bien arrivée",
    group=MINE,
    default=Channel.SITE,
    is_offered=False,
)
TO_STUDY = group_work(
    "suggestions.to_study",
    "Une nouvelle idée attend le groupe",
    is_batched=True,
)
SET_ASIDE_PROPOSED = group_work("suggestions.set_aside_proposed", "Un membre propose d’écarter une idée")
TAKEN = NotificationKind("suggestions.taken", "Mon idée est à l’étude", group=MINE)
ANSWERED = NotificationKind("suggestions.answered", "Le groupe répond à mon idée", group=MINE)
MOVED = NotificationKind("suggestions.moved", "Mon idée avance", group=MINE)
FOLLOWED_MOVED = NotificationKind(
    "suggestions.followed_moved",
    "Une idée que je suis avance",
    group=FOLLOWED,
    default=Channel.DIGEST,
)
SET_ASIDE = NotificationKind("suggestions.set_aside", "Mon idée est écartée, ou ne l’est plus", group=MINE)
HANDED_OVER = NotificationKind(
    "suggestions.handed_over", "Une idée m’est confiée", group=GROUP, to_whom=is_in_group
)
WITHDRAWN = NotificationKind(
    "suggestions.withdrawn", "Une idée que je suis est retirée", group=GROUP, to_whom=is_in_group
)


def notify_received(idea: Idea) -> None:
    """The acknowledgement to the author, and the news to the group.

    An author who has just sent the form reads it all on the page that follows, and is told nothing more.
    """
    if idea.mail_id or idea.entered_by_id:
        _acknowledge(idea)
    notify(
        TO_STUDY,
        group_members().exclude(pk__in=[pk for pk in (idea.author_id, idea.entered_by_id) if pk]),
        **render_mail("suggestions/mails/to_study.txt", idea=idea),
        about=idea,
        # A new idea has no family yet.
        is_confidential=idea.identity == Identity.HIDDEN,
    )


def _acknowledge(idea: Idea) -> None:
    """With what is promised and what is alike; by mail, the gateway acknowledges what came by mail."""
    is_by_mail = bool(idea.mail_id) and not idea.entered_by_id
    notify_authors(
        idea,
        RECEIVED_BY_MAIL if is_by_mail else RECEIVED,
        **render_mail(
            "suggestions/mails/received.txt",
            idea=idea,
            alike=[] if is_by_mail else similar_for_acknowledgement(idea),
        ),
    )


def notify_taken(idea: Idea, *, word: str = "") -> None:
    """With what the member in charge writes to the author."""
    notify_authors(
        idea,
        TAKEN,
        **render_mail("suggestions/mails/taken.txt", idea=idea, word=word),
        ending=answering(),
    )


def notify_handed_over(idea: Idea, *, by: Agent) -> None:
    if idea.member_in_charge and idea.member_in_charge != by:
        notify(
            HANDED_OVER,
            [idea.member_in_charge],
            **render_mail("suggestions/mails/handed_over.txt", idea=idea, by=by),
            about=idea,
        )


def notify_moved(idea: Idea, *, by: Agent) -> None:
    notify_authors(
        idea,
        MOVED,
        **render_mail("suggestions/mails/moved.txt", idea=idea, is_own=True),
    )
    notify(
        FOLLOWED_MOVED,
        [agent for agent in followers_of(idea) if agent != by],
        **render_mail("suggestions/mails/moved.txt", idea=idea, is_own=False),
        about=idea,
    )


def notify_set_aside_proposed(idea: Idea, *, by: Agent) -> None:
    """The other members; the reason is read on the idea's page."""
    notify(
        SET_ASIDE_PROPOSED,
        group_members().exclude(pk__in={*idea.author_ids, by.pk}),
        **render_mail("suggestions/mails/set_aside_proposed.txt", idea=idea, by=by),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_restored(idea: Idea) -> None:
    """To the authors, who were notified that it was set aside."""
    notify_authors(
        idea,
        SET_ASIDE,
        **render_mail("suggestions/mails/restored.txt", idea=idea),
    )


def notify_withdrawn(idea: Idea) -> None:
    if idea.member_in_charge:
        notify(
            WITHDRAWN,
            [idea.member_in_charge],
            **render_mail("suggestions/mails/withdrawn.txt", idea=idea),
            about=idea,
        )
