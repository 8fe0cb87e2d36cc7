"""The recipients of an idea's notifications, and the notifications of its steps."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Manager

from core.notifications import actions
from core.notifications.actions import notify, notify_address
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.web.mails import render_mail
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


def notify_of(
    idea: Idea,
    kind: NotificationKind,
    people: Iterable[Agent],
    template: str,
    *,
    is_confidential: bool = False,
    **context: Any,
) -> None:
    """Notify people of something about the idea; the mail's `template` reads it with the `context`."""
    mail = render_mail(template, idea=idea, **context)
    notify(kind, people, **mail, about=idea, is_confidential=is_confidential)


def notify_authors(
    idea: Idea,
    kind: NotificationKind,
    template: str,
    *,
    but: Collection[Agent] = (),
    ending: str = "",
    **context: Any,
) -> None:
    """Notify the authors, except those in `but`, by the means each gave, in the caller's transaction.

    On the site, with the mail that they chose; by a letter or by a colleague's mouth for one without a workstation,
    to whom the `ending` (how to answer that mail) means nothing.
    """
    mail = render_mail(template, idea=idea, **context)
    told: dict[int, Idea] = {}
    family = family_of(idea)
    for each in family:
        if each.author and each.author not in but and each.author.is_active:
            # Two ideas of one author: the means given once are enough.
            known = told.setdefault(each.author.pk, each)
            if each.contact and not known.contact:
                told[each.author.pk] = each
    authors = [each.author for each in told.values() if each.author]
    _notify(family, kind, authors, title=mail["title"], text=mail["text"] + ending, about=idea)
    for each in told.values():
        _pass_on(each, kind, **mail, head=idea)


def notify_authors_on_site(
    idea: Idea,
    kind: NotificationKind,
    template: str,
    *,
    about: Comment,
    but: Collection[Agent],
    **context: Any,
) -> None:
    """For comments, on the site only; `about` is the comment that began the conversation."""
    family = family_of(idea)
    authors = {each.author.pk: each.author for each in family if each.author and each.author not in but}
    mail = render_mail(template, idea=idea, **context)
    _notify(family, kind, authors.values(), **mail, about=about)


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
        context = {"author": author, "means": means, "title": title, "text": text}
        to_tell = [idea.entered_by]
        notify_of(idea, TO_TELL, to_tell, "suggestions/mails/to_pass_on.txt", is_confidential=True, **context)


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


def notify_authors_and_followers(
    idea: Idea, own: NotificationKind, followed: NotificationKind, template: str, *, by: Agent, **context: Any
) -> None:
    """The authors, then those who follow the idea, but not who did it; `is_own` tells the mail which."""
    notify_authors(idea, own, template, is_own=True, **context)
    others = [agent for agent in followers_of(idea) if agent != by]
    notify_of(idea, followed, others, template, is_own=False, **context)


# What asks the group to do something about an idea; see `outdate`.
GROUP_WORK: list[NotificationKind] = []


def group_kind(code: str, label: str, **given: Any) -> NotificationKind:
    """A kind for members of the group alone."""
    return NotificationKind(code, label, group=GROUP, to_whom=is_in_group, **given)


def group_work(code: str, label: str, **given: Any) -> NotificationKind:
    GROUP_WORK.append(group_kind(code, label, **given))
    return GROUP_WORK[-1]


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
TO_STUDY = group_work("suggestions.to_study", "Une nouvelle idée attend le groupe", is_batched=True)
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
HANDED_OVER = group_kind("suggestions.handed_over", "Une idée m’est confiée")
WITHDRAWN = group_kind("suggestions.withdrawn", "Une idée que je suis est retirée")


def notify_received(idea: Idea) -> None:
    """The acknowledgement to the author, with what is promised and what is alike; and the news to the group.

    An author who has just sent the form reads it all on the page that follows, and is told nothing more; by mail, the
    gateway acknowledges what came by mail.
    """
    if idea.entered_by_id:
        alike = similar_for_acknowledgement(idea)
        notify_authors(idea, RECEIVED, "suggestions/mails/received.txt", alike=alike)
    elif idea.mail_id:
        notify_authors(idea, RECEIVED_BY_MAIL, "suggestions/mails/received.txt", alike=[])
    proposers = [pk for pk in (idea.author_id, idea.entered_by_id) if pk]
    notify_of(
        idea,
        TO_STUDY,
        group_members().exclude(pk__in=proposers),
        "suggestions/mails/to_study.txt",
        # A new idea has no family yet.
        is_confidential=idea.identity == Identity.HIDDEN,
    )
