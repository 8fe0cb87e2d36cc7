"""What search finds of the common section: the group's pages, what it has done, the review's articles.

And the pages of the site map, by their names.
"""

from django.urls import reverse
from django.utils.timezone import localdate

from core.people.roles import GROUP
from core.search.pages import SOURCES
from core.search.readers import EVERYONE, with_role
from core.search.registry import Kind, Offer, register
from core.ui.prose import text_of
from dematerialisation import policies
from dematerialisation.models import Action, Article, GroupMember, Page, Priority
from dematerialisation.pages.site_map import parts

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
        on=localdate(article.published_at or article.drafted_at),
    )


def offer_member(member: GroupMember) -> Offer | None:
    """Who is no agent of the town; the others are found in the directory."""
    if member.agent_id:
        return None
    return Offer(
        title=member.name,
        url=reverse("group"),
        readers=(EVERYONE,),
        text=" · ".join(filter(None, [member.function, member.organisation, member.presentation])),
        keywords=member.function,
    )


register(
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
register(
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
register(
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
register(
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
register(
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
