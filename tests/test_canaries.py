"""A word of its own in every private text: who finds it in a page, a file, an export or a search may read that text."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import count
from typing import Any
from unittest import mock

import pgtrigger
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.approvals.models import Approval
from core.people.models import Absence, Agent, Assignment, Direction
from core.people.roles import GROUP, Role
from tests.addresses import ROWS, real_path, routes
from tests.answers import refusals_said_once
from tests.town import signed_in_as

PERSONS = ["agent", "groupe", "annuaire", "drh", "courrier"]
CANARY = re.compile(r"zq\d{5}canari")
MOST_ROWS = 3
# Of each model, the newest rows.
MOST_WRITTEN = 60
Written = dict[str, tuple[str, Any]]
Reads = Callable[[Agent, Any], bool]


def has(*roles: Role) -> Reads:
    return lambda agent, row: agent.has_role(*roles)


def is_named(*names: str) -> Reads:
    return lambda agent, row: agent.pk in {getattr(row, f"{name}_id") for name in names}


def any_of(*reads: Reads) -> Reads:
    return lambda agent, row: any(one(agent, row) for one in reads)


def of(name: str, reads: Reads) -> Reads:
    """Who reads what this row is of."""
    return lambda agent, row: reads(agent, getattr(row, name))


def had_a_part(agent: Agent, approval: Approval) -> bool:
    """Asked for a visa now or before, or for somebody absent."""
    places = {agent.pk, *Absence.objects.filter(deputy=agent).values_list("agent", flat=True)}
    mine = Q(holders__agent__in=places) | Q(role__in=agent.roles) | Q(decisions__by=agent)
    return approval.steps.exclude(state="coming").filter(mine).exists()


def reads_memo(agent: Agent, memo: Any) -> bool:
    if agent.pk == memo.author_id or (memo.sent_at and agent.pk == memo.written_for_id):
        return True
    if agent.pk == memo.person_id:
        return bool(memo.is_opened_to_person)
    on_its_way = memo.state == "in_circuit" or memo.received_at is not None
    if agent.has_role(Role.HUMAN_RESOURCES) and on_its_way:
        return agent.pk not in memo.concerned
    approvals = Approval.objects.of(memo).filter(state__in=("running", "approved"))
    return any(had_a_part(agent, approval) for approval in approvals)


def reads_approval(agent: Agent, approval: Approval) -> bool:
    if agent.pk in approval.excluded.values_list("pk", flat=True):
        return False
    subject = approval.subject
    if approval.kind == "memos.memo" and subject and reads_memo(agent, subject):
        return True
    if approval.kind == "mailroom.answer" and subject and reads_item(agent, subject.item):
        return True
    is_of_council = approval.kind.startswith("deliberations") and agent.has_role(Role.COUNCIL_SECRETARY)
    return is_of_council or approval.author_id == agent.pk or had_a_part(agent, approval)


def reads_remark(agent: Agent, decision: Any) -> bool:
    approval = decision.step.approval
    if approval.kind.startswith("deliberations"):
        return agent.pk == decision.by_id or agent.has_role(Role.COUNCIL_SECRETARY)
    return reads_approval(agent, approval)


def reads_item(agent: Agent, item: Any) -> bool:
    if agent.has_role(Role.MAIL_OFFICE):
        return True
    if item.state == "spam":
        return False
    readers = {item.taken_by_id, *item.readers.values_list("pk", flat=True)}
    units = [item.direction] if item.direction else []
    if agent.pk in readers | {unit.head_id for unit in units}:
        return True
    return not item.is_confidential and any(_works_for(agent, unit) for unit in (*units, *item.copies.all()))


def _works_for(agent: Agent, unit: Direction) -> bool:
    heads = {unit.head_id, unit.parent.head_id if unit.kind == "service" and unit.parent else None}
    own = agent.direction
    return agent.pk in heads or own == unit or (unit.kind == "direction" and own and own.parent == unit)


def reads_project(agent: Agent, project: Any) -> bool:
    return project.is_open or Assignment.objects.filter(agent=agent, project=project).exists()


def reads_idea(agent: Agent, idea: Any) -> bool:
    if agent.has_role(*GROUP) or idea.is_public:
        return True
    return agent.pk in {idea.author_id, idea.entered_by_id, *idea.author_ids}


def speaks_for(agent: Agent, idea: Any) -> bool:
    return agent.pk in {idea.author_id, idea.entered_by_id}


def reads_booking(agent: Agent, booking: Any) -> bool:
    if not booking.is_private and booking.held_until is None and booking.room.everyone_may > 1:
        return True
    invited = booking.attendees.filter(agent=agent).exists() or (
        booking.series and booking.series.attendees.filter(agent=agent).exists()
    )
    return (
        invited
        or agent.has_role(Role.ROOM_MANAGER, Role.ADMINISTRATOR)
        or is_named("organiser", "booked_by")(agent, booking)
    )


def reads_session(agent: Agent, session: Any) -> bool:
    return session.is_published or agent.has_role(Role.COUNCIL_SECRETARY)


def reads_draft(agent: Agent, act: Any) -> bool:
    """Elected members read what their visa is asked for."""
    return reads_session(agent, act.session) or any(
        had_a_part(agent, approval) for approval in Approval.objects.of(act)
    )


def reads_interview(agent: Agent, interview: Any) -> bool:
    is_asked = interview.was_sent and interview.direction.head_id == agent.pk
    return is_asked or agent.has_role(*GROUP)


def reads_mail(agent: Agent, mail: Any) -> bool:
    keepers = has(Role.ADMINISTRATOR, Role.MAIL_OFFICE, *GROUP)
    return keepers(agent, mail) or mail.sender_id == agent.pk


def reads_sent_mail(agent: Agent, mail: Any) -> bool:
    return mail.agent_id == agent.pk or (agent.has_role(Role.ADMINISTRATOR) and not mail.is_confidential)


in_group = has(*GROUP)
# Who may read each private text, by the model and its fields.
PRIVATE: dict[str, tuple[str, Reads]] = {
    "memos.Memo": ("subject text answer", reads_memo),
    "memos.MemoQuestion": (
        "text reply",
        of("memo", lambda agent, memo: agent.pk == memo.author_id or has(Role.HUMAN_RESOURCES)(agent, memo)),
    ),
    "memos.ModelText": ("title text", has(Role.HUMAN_RESOURCES)),
    "approvals.Approval": ("title", reads_approval),
    "approvals.ApprovalContent": ("title text", of("approval", reads_approval)),
    "approvals.ApprovalFile": ("title", of("content", of("approval", reads_approval))),
    "approvals.Decision": ("remark", reads_remark),
    "approvals.StepHolder": ("reason", of("step", of("approval", reads_approval))),
    "mailroom.Item": ("subject text sender_name remarks closing_reason", reads_item),
    "mailroom.Movement": ("reason", of("item", reads_item)),
    "mailroom.Answer": ("text", of("item", reads_item)),
    "mailroom.PendingAnswer": ("text signature", of("item", reads_item)),
    "mailroom.Reply": ("text", of("item", reads_item)),
    "mailroom.Note": ("text opinion", of("item", reads_item)),
    "people.Project": ("name purpose lessons", reads_project),
    "spaces.NoteVersion": ("title body", of("note", of("project", reads_project))),
    "spaces.File": ("name", of("project", reads_project)),
    "spaces.Folder": ("name", of("project", reads_project)),
    "spaces.Event": ("title place", of("project", reads_project)),
    "spaces.Decision": ("text", of("project", reads_project)),
    "spaces.Thread": ("subject", of("project", reads_project)),
    "spaces.Message": ("text", of("thread", of("project", reads_project))),
    "spaces.ProjectRequest": ("name purpose", any_of(in_group, is_named("asked_by"))),
    "suggestions.Idea": ("title problem proposal", reads_idea),
    "suggestions.Draft": ("title problem proposal", is_named("author")),
    "suggestions.Note": ("text", in_group),
    "suggestions.Evaluation": ("comment", in_group),
    "suggestions.Flag": ("reason", in_group),
    "suggestions.Recusal": ("reason", in_group),
    "suggestions.AgendaItem": ("note", in_group),
    "suggestions.Meeting": ("notes place", in_group),
    "suggestions.Telling": ("text", any_of(in_group, of("idea", speaks_for))),
    "suggestions.Message": ("text", any_of(in_group, of("idea", speaks_for))),
    "suggestions.Opinion": ("question text", any_of(in_group, is_named("expert"), of("idea", speaks_for))),
    "suggestions.Report": ("reason", any_of(in_group, is_named("reported_by"))),
    "rooms.Booking": ("title", reads_booking),
    "rooms.Attendee": ("remark", of("booking", lambda agent, row: row is None or reads_booking(agent, row))),
    "rooms.ServiceRequest": ("note", of("booking", reads_booking)),
    "rooms.Wait": ("title", any_of(is_named("agent"), has(Role.ROOM_MANAGER, Role.ADMINISTRATOR))),
    "deliberations.CouncilSession": ("place", reads_session),
    "deliberations.Deliberation": ("object", reads_draft),
    "dematerialisation.Interview": ("notes", in_group),
    "dematerialisation.Answer": ("text", of("interview", reads_interview)),
    "notifications.Notification": ("title text", is_named("recipient")),
    "mail.IncomingMail": ("subject text", reads_mail),
    "mail.OutgoingMail": ("subject text html", reads_sent_mail),
    "directory.Correction": (
        "message reason",
        any_of(has(Role.DIRECTORY_MANAGER, Role.ADMINISTRATOR), is_named("proposed_by", "subject")),
    ),
}


def write_canaries() -> Written:
    """Write one at the end of each private text; return, by canary, the model and the row that has it."""
    numbers, written = count(1), Written()
    # What is written once is written over, and no history of it is made.
    with pgtrigger.ignore():
        for label, (names, _) in PRIVATE.items():
            model = apps.get_model(label)
            fields = {field.name: field for field in model._meta.concrete_fields}
            for row in model._base_manager.order_by("-pk")[:MOST_WRITTEN]:
                for name in names.split():
                    value = getattr(row, name, "") if name in fields else ""
                    if not value:
                        continue
                    canary = f"zq{next(numbers):05}canari"
                    size = getattr(fields[name], "max_length", None)
                    kept = value if not size else value[: max(0, size - len(canary) - 1)]
                    model._base_manager.filter(pk=row.pk).update(**{name: f"{kept} {canary}"})
                    written[canary] = (label, row)
    return written


def addresses() -> Iterator[str]:
    """Each page without a row, then those of the rows that hold canaries."""
    private = {apps.get_model(label) for label in PRIVATE}
    for route in routes():
        if not route.name or route.name in {"account_logout", "mail:confirm"} or route.name.endswith("_add"):
            continue
        if not route.arguments and (path := real_path(route)):
            yield path
        namespace = route.name.rpartition(":")[0]
        keys = [ROWS.get((namespace, name)) for name in route.arguments]
        if len(keys) == 1 and keys[0] and apps.get_model(keys[0][0]) in private:
            (label, column), (name,) = keys[0], route.arguments
            for value in _rows_of(label).values_list(column, flat=True):
                yield reverse(route.name, kwargs={name: value})
        elif namespace == "admin" and route.name.endswith(("_change", "_history")) and route.arguments:
            app_label, model_name = route.name.removeprefix("admin:").split("_")[:2]
            model = apps.get_model(app_label, model_name)
            if model in private:
                for pk in _rows_of(model._meta.label).values_list("pk", flat=True)[:3]:
                    yield reverse(route.name, args=[pk])
    for act in apps.get_model("deliberations.Deliberation").objects.filter(session__published_at=None):
        at = {"year": act.session.year, "session": act.session.slug, "slug": act.slug}
        for name in ("deliberation_detail", "text", "session_detail", "session_zip"):
            with suppress(Exception):
                yield reverse(f"deliberations:{name}", kwargs=at)
            with suppress(Exception):
                yield reverse(f"deliberations:{name}", kwargs={k: v for k, v in at.items() if k != "slug"})


def _rows_of(label: str) -> models.QuerySet[Any]:
    """The most private ones."""
    kept = {
        "rooms.Booking": Q(is_private=True),
        "people.Project": Q(is_open=False),
        "mailroom.Item": Q(is_confidential=True) | Q(state="spam"),
        "suggestions.Idea": ~Q(state__in=apps.get_model("suggestions.Idea").State.public()),
    }
    rows = apps.get_model(label)._base_manager.filter(kept.get(label, Q())).order_by("-pk")
    return rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:MOST_ROWS]))


def text_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as archive:
            body = b" ".join(
                [*(archive.read(name) for name in archive.namelist()), *map(str.encode, archive.namelist())]
            )
    headers = " ".join(response.headers.values())
    return body.decode("utf-8", "replace").replace("\r\n ", "") + headers


def test_private_texts_are_found_by_their_readers_alone(town):
    written = write_canaries()
    call_command("reindex")
    wrong = {}
    for account in PERSONS:
        agent, found = Agent.objects.get(identifiant=account), canaries_found_by(account, written)
        assert found, account
        for canary, paths in found.items():
            label, row = written[canary]
            if not PRIVATE[label][1](agent, row):
                wrong[account, label, row.pk] = paths
    assert wrong == {}


def canaries_found_by(account: str, written: Written) -> dict[str, set[str]]:
    """Return the pages where each canary is read by this account."""
    client = signed_in_as(account)
    drawn = mock.patch("core.web.pdf_rendering.pdf_of", lambda page, *given: b"%PDF-" + page.encode())
    found: dict[str, set[str]] = defaultdict(set)
    with refusals_said_once(), drawn:
        for path in dict.fromkeys(addresses()):
            response = client.get(path)
            if response.status_code == 200:
                for canary in CANARY.findall(text_of(response)):
                    found[canary].add(path)
        for canary in _one_of_each(written):
            path = reverse("search:results")
            if client.get(path, {"q": canary}).context["rows"]:
                found[canary].add(path)
    return found


def _one_of_each(written: Written) -> Iterator[str]:
    """Of each model, the canary of its newest row."""
    seen: set[str] = set()
    for canary, (label, _) in written.items():
        if label not in seen:
            seen.add(label)
            yield canary
