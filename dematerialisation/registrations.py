"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.notifications import registry as kinds
from core.people.models import Agent, Direction
from core.people.roles import GROUP
from core.search import registry as search
from core.search.pages import SOURCES
from core.search.readers import EVERYONE, with_role
from core.search.registry import Kind, Offer
from core.web.rich_text import text_of
from dematerialisation import notifications, policies
from dematerialisation.models import (
    Action,
    Article,
    AssessmentReminder,
    GroupMember,
    Interview,
    MissingTip,
    Page,
    Priority,
)
from dematerialisation.pages import parts

# To do


@to_do.register
def group_queues(agent: Agent) -> Iterator[Queue]:
    if not policies.can_write(agent):
        return
    url, today = reverse("admin:dematerialisation_action_changelist"), timezone.localdate()
    late, missing = Action.objects.late(on=today), MissingTip.objects.still_missing(on=today)
    yield Queue(late, "action en retard", "actions en retard", f"{url}?file=en-retard", is_late=True)
    to_confirm = Action.objects.to_confirm(agent)
    yield Queue(to_confirm, "filtre à valider", "filtres à valider", f"{url}?file=a-valider")
    to_redo = Action.objects.to_screen_again()
    yield Queue(to_redo, "filtre à refaire", "filtres à refaire", f"{url}?file=a-refaire")
    words = "mois sans conseil pour la revue"
    yield Queue(missing, words, words, reverse("review"), is_late=True)
    # For the head of the group; asked in the statement of the counts.
    is_head = Exists(GroupMember.objects.filter(agent=agent, is_head=True))
    to_begin = AssessmentReminder.objects.unanswered().filter(is_head)
    yield Queue(to_begin, "bilan à commencer", "bilans à commencer", reverse("assessment_begin"))


@to_do.register_with(lambda agent: Direction.objects.filter(head=agent).order_by())
def questionnaires_to_fill(agent: Agent) -> Iterator[Queue]:
    """For the head of a direction, until they say that they have finished."""
    yield Queue(
        Interview.objects.asked_of(agent).filter(filled_on=None),
        "questionnaire à remplir",
        "questionnaires à remplir",
        reverse("survey_list"),
    )


# Search: the group's pages, what it has done, the review's articles, and the pages of the site map by their names

SOURCES.append(lambda agent: [link for part in parts(agent) for link in part.links])


def offer_page(page: Page) -> Offer | None:
    """Once the group has reviewed it: until then its words are not the town's."""
    if page.is_to_review:
        return None
    return Offer(
        title=page.title,
        url=page.get_absolute_url(),
        readers=(EVERYONE,),
        text=f"{page.summary}\n{text_of(page.body)}",
    )


def offer_action(action: Action) -> Offer:
    return Offer(
        title=action.title,
        url=action.get_absolute_url(),
        readers=(EVERYONE,),
        text=f"{action.what_was_decided}\n{text_of(action.what_it_changed)}",
        on=action.ended_on or action.decided_on,
        direction_id=action.direction_id,
    )


def offer_priority(priority: Priority) -> Offer:
    return Offer(title=priority.name, url=priority.get_absolute_url(), readers=(EVERYONE,))


def offer_article(article: Article) -> Offer | None:
    if article.withdrawn_at:
        return None
    return Offer(
        title=article.title,
        url=article.get_absolute_url(),
        readers=(EVERYONE,) if article.is_published else [with_role(role) for role in GROUP],
        text=text_of(article.body),
        on=timezone.localdate(article.published_at or article.drafted_at),
    )


def offer_member(member: GroupMember) -> Offer | None:
    """Offer members who are no agents of the town; the others are found in the directory."""
    if member.agent_id:
        return None
    return Offer(
        title=member.name,
        url=reverse("group"),
        readers=(EVERYONE,),
        text=" · ".join(filter(None, [member.function, member.organisation, member.presentation])),
        keywords=member.function,
    )


search.register(
    Kind(
        code="dematerialisation.page",
        label="Pages de la démarche",
        model=Page,
        objects=lambda pages: pages,
        offer=offer_page,
        can_link=lambda agent, page: policies.can_write(agent),
        words="démarche du groupe",
    )
)
search.register(
    Kind(
        code="dematerialisation.action",
        label="Actions du groupe",
        model=Action,
        objects=lambda actions: actions,
        offer=offer_action,
        can_link=lambda agent, action: policies.can_write(agent),
        words="action du groupe",
        weight=0.7,
    )
)
search.register(
    Kind(
        code="dematerialisation.priority",
        label="Priorités du groupe",
        model=Priority,
        objects=lambda priorities: priorities,
        offer=offer_priority,
        can_link=lambda agent, priority: policies.can_write(agent),
        words="priorité du groupe",
        weight=0.7,
    )
)
search.register(
    Kind(
        code="dematerialisation.article",
        label="Articles de la revue",
        model=Article,
        objects=lambda articles: articles,
        offer=offer_article,
        can_link=lambda agent, article: policies.can_write(agent),
        words="article revue",
    )
)
search.register(
    Kind(
        code="dematerialisation.member",
        label="Membres du groupe",
        model=GroupMember,
        objects=lambda members: members,
        offer=offer_member,
        words="membre du groupe",
        is_people=True,
    )
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.MINE, news="de vos idées")
kinds.register_group(notifications.REVIEW, news="de la revue")
kinds.register_group(notifications.ACTIONS, news="des actions du groupe")
kinds.register_from(notifications)
