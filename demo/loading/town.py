"""Port-Mimosa, loaded in one transaction: whole or not at all."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent, Direction
from core.people.passwords import TRIAL_PASSWORD
from core.people.roles import Role
from core.search import index
from core.search.registry import KINDS as KINDS_FOUND
from deliberations.models import Deliberation
from dematerialisation.models import GroupMember, Page
from demo import texts
from demo.data_files import copied
from demo.dates import days_before, month_before
from demo.keys import ACTION_NAME, reference_of
from demo.loading import council, directory, manuals, matrix
from demo.loading.actions import load_actions
from demo.loading.assessment import load_assessments
from demo.loading.draft_approvals import load_draft_approvals
from demo.loading.evaluation import load_evaluation
from demo.loading.exchange import load_exchange
from demo.loading.ideas import load_ideas, notify_the_named_account
from demo.loading.lessons import load_lessons
from demo.loading.links import load_links
from demo.loading.mailroom import load_mailroom
from demo.loading.mails import load_mails
from demo.loading.memos import load_memos
from demo.loading.printerless import load_printerless_days
from demo.loading.priorities import load_priorities
from demo.loading.review import load_review
from demo.loading.rooms import load_rooms
from demo.loading.spaces import load_spaces
from demo.loading.survey import load_survey
from demo.loading.watch import load_watch
from manuals.models import Manual, Software
from suggestions.models import Idea
from tips.models import Tip

INDEXED = {Software, Manual, Deliberation}


def is_loaded() -> bool:
    """Whether this database holds the demonstration town, and not a visitor's own."""
    return Idea.objects.filter(reference=reference_of("idea", texts.ideas.ideas[0].key)).exists()


@transaction.atomic
def load_town() -> None:
    with action_context(ACTION_NAME):
        units = load_directions()
        people = load_agents(units)
        give_roles(people)
        load_group(people, units)
        load_pages_and_tips(people)
        load_lessons(people)
        today = timezone.localdate()
        load_review(people, today)
        ideas = load_ideas(people, units)
        load_actions(ideas, people, units, today)
        load_priorities(units)
        load_survey(people, units, today)
        load_assessments(
            next(people[each.identifiant] for each in texts.people.members if each.is_head), today
        )
        load_printerless_days(units, today)
        load_evaluation(ideas, people, today)
        load_exchange(ideas, people, today)
        load_mails(ideas, people, today)
        load_rooms(people, units)
        notify_the_named_account(people["agent"])
        load_documents(people, units)


def load_documents(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    """The rubrics of documents: software, council, directory; then what search knows of everything."""
    today = timezone.localdate()
    manuals.load_small_part(people, units, today)
    council.load_small_part(people, today)
    directory.load_small_part(people, units)
    # After the heads, whom its circuit asks.
    load_draft_approvals(people, today)
    matrix.load_small_part(people, units)
    load_memos(people, today)
    load_watch(people, units, today)
    load_mailroom(people, units, today)
    load_spaces(people, units, today)
    # Rows created in bulk; the others have indexed themselves.
    for kind in KINDS_FOUND.values():
        if kind.model not in INDEXED:
            index.refresh(kind.model._base_manager.all())
    load_links(people)


def load_directions() -> dict[str, Direction]:
    units: dict[str, Direction] = {}
    for unit in texts.people.directions:
        parent = units[unit.parent] if unit.parent else None
        units[unit.code] = Direction.objects.create(name=unit.name, kind=unit.kind, parent=parent)
    return units


def load_agents(units: dict[str, Direction]) -> dict[str, Agent]:
    """Only the named accounts can sign in; the rest have no usable password."""
    named = {account.identifiant for account in texts.people.accounts}
    password, unusable = make_password(TRIAL_PASSWORD), make_password(None)
    rows = Agent.objects.bulk_create(
        directory.agent_row(
            agent,
            f"04 00 00 {position // 100 + 20:02} {position % 100:02}",
            units,
            password if agent.identifiant in named else unusable,
        )
        for position, agent in enumerate(texts.people.agents)
    )
    return {agent.identifiant: agent for agent in rows}


def give_roles(people: dict[str, Agent]) -> None:
    groups = {row.name: row for row in Group.objects.filter(name__in=list(Role))}
    for account in texts.people.accounts:
        if not account.roles:
            continue
        people[account.identifiant].groups.add(*(groups[Role[role.upper()]] for role in account.roles))
    for member in texts.people.members:
        people[member.identifiant].groups.add(groups[Role.PROJECT_GROUP])
        if member.is_head:
            people[member.identifiant].groups.add(groups[Role.GROUP_HEAD])


def load_group(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    GroupMember.objects.bulk_create(
        GroupMember(
            agent=people[member.identifiant],
            dga=units[member.dga],
            **copied(member, "category presentation is_head"),
            position=position,
        )
        for position, member in enumerate(texts.people.members)
    )
    (ninth,) = texts.people.representatives
    GroupMember.objects.create(
        **copied(ninth, "name organisation function presentation"),
        position=len(texts.people.members),
    )


def load_pages_and_tips(people: dict[str, Agent]) -> None:
    # The pages of an install are a start: the town has its own.
    Page.objects.filter(is_to_review=True).delete()
    Page.objects.bulk_create(
        Page(slug=page.slug, title=page.title, summary=page.summary, body=page.body, position=position)
        for position, page in enumerate(texts.section.pages)
    )
    today = timezone.localdate()
    Tip.objects.bulk_create(
        Tip(
            reference=reference_of("tip", tip.months_ago),
            month=(month := month_before(today, tip.months_ago)),
            **copied(tip, "title summary body level"),
            author=people[tip.author],
            published_at=(published := days_before(today, (today - month).days, salt=tip.months_ago)),
            created_at=published or timezone.now(),
        )
        for tip in texts.section.tips
    )
