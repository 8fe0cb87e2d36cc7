"""Port-Mimosa, loaded in one transaction: whole or not at all."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.mail.models import IncomingMail
from core.people.models import Agent, Direction
from core.people.passwords import TRIAL_PASSWORD
from core.people.roles import Role
from core.search import index
from core.search.registry import KINDS as KINDS_FOUND
from deliberations.models import Deliberation
from dematerialisation.demonstration import (
    agents,
    directions,
    finding,
    group,
    loading_actions,
    loading_council,
    loading_directory,
    loading_exchange,
    loading_ideas,
    loading_links,
    loading_mails,
    loading_manuals,
    loading_rooms,
    loading_rooms_since,
    loading_study,
    pages,
    shapes,
    tips,
)
from dematerialisation.demonstration.calendar import days_before, month_before
from dematerialisation.demonstration.keys import reference_of
from dematerialisation.models import GroupMember, Page
from manuals.models import Manual, Software
from suggestions.models import Idea
from tips.models import Tip

TOLD = {Software, Manual, Deliberation}
KINDS = {"general_direction": "general"}
ROLES = {
    "project_group": Role.PROJECT_GROUP,
    "head_of_group": Role.GROUP_HEAD,
    "room_manager": Role.ROOM_MANAGER,
    "council_secretary": Role.COUNCIL_SECRETARY,
    "directory_manager": Role.DIRECTORY_MANAGER,
    "administrator": Role.ADMINISTRATOR,
}


def is_loaded() -> bool:
    """Whether this database holds the demonstration town, and not a visitor's own."""
    return Idea.objects.filter(reference=reference_of("idea", loading_ideas.IDEAS[0].key)).exists()


def is_of_before() -> bool:
    """Whether this town was loaded before the software, the council and the directory were its own."""
    new = [account.identifiant for account in agents.ACCOUNTS]
    return Agent.objects.filter(identifiant__in=new).count() < len(new)


@transaction.atomic
def load_town() -> None:
    with action_context("a préparé la ville de démonstration"):
        units = load_directions()
        people = load_agents(units)
        give_roles(people)
        load_group(people, units)
        load_pages_and_tips(people)
        ideas = loading_ideas.load_ideas(people, units)
        loading_actions.load_actions(ideas, people, units, timezone.localdate())
        loading_study.load_study(ideas, people, timezone.localdate())
        loading_exchange.load_exchange(ideas, people, timezone.localdate())
        loading_mails.load_mails(ideas, people, timezone.localdate())
        loading_rooms.load_rooms(people, units)
        loading_ideas.tell_the_named_account(people["agent"])
    load_documents(people, units)


@transaction.atomic
def load_documents(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    """The rubrics of documents: software, council, directory; then what search knows of everything."""
    today = timezone.localdate()
    loading_manuals.load_small_part(people, units, today)
    loading_council.load_small_part(people, today)
    loading_directory.load_small_part(people, units)
    # Rows made many at once; the others told search of themselves.
    for kind in KINDS_FOUND.values():
        if kind.model not in TOLD:
            index.refresh(kind.model._base_manager.all())
    loading_links.load_links(people)


@transaction.atomic
def add_what_came_since() -> None:
    """To a town of before: the people who are missing and the rubrics of documents. What is there stays as it is."""
    units = finding.units()
    here = set(Agent.objects.values_list("identifiant", flat=True))
    with action_context("a préparé la ville de démonstration"):
        load_agents(units, [agent for agent in agents.AGENTS if agent.identifiant not in here])
        people = finding.people()
        groups = {row.name: row for row in Group.objects.filter(name__in=list(Role))}
        for account in agents.ACCOUNTS:
            if account.identifiant not in here:
                people[account.identifiant].groups.add(*(groups[ROLES[role]] for role in account.roles))
    load_documents(people, units)


@transaction.atomic
def add_actions_under_way(anchor: date | None) -> None:
    """To a town loaded before actions were followed; dated from `anchor`, the day that its other dates are of."""
    with action_context("a préparé la ville de démonstration"):
        people, units = finding.people(), finding.units()
        loading_actions.add_what_is_missing(people, units, anchor or timezone.localdate())


@transaction.atomic
def add_mails(anchor: date | None) -> None:
    """To a town loaded before mail arrived; dated from `anchor`, the day that its other dates are of."""
    if IncomingMail.objects.filter(reference__in=loading_mails.references()).exists():
        return
    with action_context("a préparé la ville de démonstration"):
        ideas = loading_mails.ideas_by_key()
        loading_mails.load_mails(ideas, finding.people(), anchor or timezone.localdate())


@transaction.atomic
def add_rooms_life(anchor: date | None) -> None:
    """To a town loaded before its rooms had series and the rest; dated from `anchor`, as its other dates are."""
    with action_context("a préparé la ville de démonstration"):
        day = anchor or timezone.localdate()
        loading_rooms_since.add_what_is_missing(finding.people(), finding.units(), day)


def load_directions() -> dict[str, Direction]:
    units: dict[str, Direction] = {}
    for unit in directions.DIRECTIONS:
        parent = units[unit.parent] if unit.parent else None
        kind = KINDS.get(unit.kind, unit.kind)
        units[unit.code] = Direction.objects.create(name=unit.name, kind=kind, parent=parent)
    return units


def load_agents(
    units: dict[str, Direction], wanted: Sequence[shapes.Agent] = agents.AGENTS
) -> dict[str, Agent]:
    """Only the named accounts can sign in; the rest have no usable password."""
    named = {account.identifiant for account in agents.ACCOUNTS}
    password, unusable = make_password(TRIAL_PASSWORD), make_password(None)
    rows = Agent.objects.bulk_create(
        Agent(
            identifiant=agent.identifiant,
            first_name=agent.first_name,
            last_name=agent.last_name,
            direction=units[agent.direction],
            category=agent.category,
            function=agent.function,
            personnel_number=agent.personnel_number,
            email=agent.email,
            phone=f"04 00 00 {position // 100 + 20:02} {position % 100:02}" if agent.has_workstation else "",
            has_workstation=agent.has_workstation,
            password=password if agent.identifiant in named else unusable,
        )
        for position, agent in enumerate(agents.AGENTS)
        if agent in wanted
    )
    return {agent.identifiant: agent for agent in rows}


def give_roles(people: dict[str, Agent]) -> None:
    groups = {row.name: row for row in Group.objects.filter(name__in=list(Role))}
    for account in agents.ACCOUNTS:
        people[account.identifiant].groups.add(*(groups[ROLES[role]] for role in account.roles))
    for member in group.MEMBERS:
        people[member.identifiant].groups.add(groups[Role.PROJECT_GROUP])
        if member.is_head:
            people[member.identifiant].groups.add(groups[Role.GROUP_HEAD])


def load_group(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    GroupMember.objects.bulk_create(
        GroupMember(
            agent=people[member.identifiant],
            dga=units[member.dga],
            category=member.category,
            presentation=member.presentation,
            is_head=member.is_head,
            position=position,
        )
        for position, member in enumerate(group.MEMBERS)
    )
    ninth = group.REPRESENTATIVE
    GroupMember.objects.create(
        name=ninth.name,
        organisation=ninth.organisation,
        function=ninth.function,
        presentation=ninth.presentation,
        position=len(group.MEMBERS),
    )


def load_pages_and_tips(people: dict[str, Agent]) -> None:
    Page.objects.bulk_create(
        Page(slug=page.slug, title=page.title, summary=page.summary, body=page.body, position=position)
        for position, page in enumerate(pages.PAGES)
    )
    today = timezone.localdate()
    Tip.objects.bulk_create(
        Tip(
            reference=reference_of("tip", tip.months_ago),
            month=(month := month_before(today, tip.months_ago)),
            title=tip.title,
            summary=tip.summary,
            body=tip.body,
            level=tip.level,
            author=people[tip.author],
            published_at=(published := days_before(today, (today - month).days, salt=tip.months_ago)),
            created_at=published or timezone.now(),
        )
        for tip in tips.TIPS
    )
