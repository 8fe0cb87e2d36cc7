"""Keys that forms carry: one of a row that a person may not see or choose is answered as one of nothing.

What carries a key is derived from the code: whoever adds a field, a hidden input or a raw reading says here what it
names, or a test fails.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from core.documents.actions import stage
from core.documents.fields import streamed
from core.people.models import Agent
from core.people.roles import Role
from rooms.models import Booking, Closure, Room, RoomRight
from rooms.models.rights import Level
from suggestions.evaluation import actions as evaluation
from suggestions.meetings import actions as meetings
from suggestions.merging import actions as merging
from suggestions.models import Comment, Criterion, Grid, Idea, Merge, Message, Opinion
from suggestions.states import State
from tests.deliberations.factories import DeliberationFactory, unread
from tests.factories import AgentFactory, member
from tests.rooms.factories import a_booking, a_room
from tests.suggestions.factories import idea_in, sheet
from tests.suggestions.mailing import received

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
SECRET = "Un secret de quetzal"

# What the keys are that no case below tries.
WORD = "a step, a stamp, a filter or another word that names no row"
PUBLIC = "a row that every agent reads: a room, a direction, a software, a member of the group…"
ONCE = "a one-time key: see the last tests"


# What carries a key


def modules() -> Iterator[Any]:
    for app in apps.get_app_configs():
        if (ROOT / app.name.replace(".", "/")).is_dir():
            package = importlib.import_module(app.name)
            for found in pkgutil.walk_packages(package.__path__, f"{app.name}."):
                if not re.search(r"^demo\b|\.(migrations|management)\b", found.name):
                    yield importlib.import_module(found.name)


def is_key(field: forms.Field) -> bool:
    """Hidden, a choice of rows, or a choice that is known only when the form is made."""
    if field.widget.is_hidden or isinstance(field, forms.ModelChoiceField):
        return True
    if isinstance(field, forms.ChoiceField):
        return not list(field.choices)
    return isinstance(field.widget, forms.Select)


def form_classes() -> list[type[Any]]:
    names = {module.__name__ for module in modules()}

    def below(cls: type[Any]) -> Iterator[type[Any]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    # A mixin has no fields of its own.
    found = {*below(forms.BaseForm)}
    return [cls for cls in found if cls.__module__ in names and hasattr(cls, "base_fields")]


def keys_of_fields() -> set[str]:
    """Each by the class that declares it."""
    found = set()
    for cls in form_classes():
        for name, field in cls.base_fields.items():
            if is_key(field):
                owner = [base for base in cls.__mro__ if name in getattr(base, "base_fields", {})][-1]
                found.add(f"{owner.__module__}.{owner.__name__}.{name}")
    return found


def keys_read_raw() -> set[str]:
    """Read from POST or GET past a form, or made with the form: by module and name, as the code says it."""
    found = set()
    for module in modules():
        for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
            if isinstance(node, ast.Assign):
                found |= {
                    f"{module.__name__}: {name}" for target in node.targets for name in _field_of(target)
                }
            elif name := _read_by(node):
                found.add(f"{module.__name__}: {name}")
    return found


def _field_of(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Subscript) and ast.unparse(target.value) == "self.fields":
        yield _said(target.slice)


def _read_by(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        holder = ast.unparse(node.func.value)
        is_read = node.func.attr in ("get", "getlist")
        is_sent = _is_sent(holder) or (holder == "data" and node.func.attr == "getlist")
        return _said(node.args[0]) if is_read and is_sent else ""
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and _is_sent(ast.unparse(node.value))
    ):
        return "" if isinstance(node.slice, ast.Slice) else _said(node.slice)
    return ""


def _said(node: ast.expr) -> str:
    """A name as it is sent, or the code that makes it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".add_prefix"):
        return _said(node.args[0])
    text = ast.unparse(node)
    return text[2:-1] if isinstance(node, ast.JoinedStr) else text


def _is_sent(holder: str) -> bool:
    return bool(re.fullmatch(r"(self\.)?(request\.)?(POST|GET)|self\.data|\(?data or \{\}\)?|query", holder))


def keys_of_templates() -> set[str]:
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r'type="hidden" name="([^"]+)"', path.read_text()):
            found.add(f"{path.relative_to(TEMPLATES)}: {name}")
    return found


def keys_of_the_admin() -> set[str]:
    """The choices of rows in its forms, in their lines below, and the rows chosen in its lists."""
    request = RequestFactory().get("/")
    request.user = AgentFactory.create(roles=[*Role])
    found = set()
    for model, desk in admin.site._registry.items():
        label = model._meta.label
        fields: dict[str, Any] = (
            dict(desk.get_form(request).base_fields) if desk.has_add_permission(request) else {}
        )
        if desk.has_change_permission(request):
            fields |= desk.get_form(request, None, change=True).base_fields
        for inline in desk.get_inline_instances(request, model()):
            lines = inline.get_formset(request).form.base_fields
            fields |= {f"{inline.model._meta.model_name}.{name}": field for name, field in lines.items()}
        found |= {
            f"{label}.{name}" for name, field in fields.items() if isinstance(field, forms.ModelChoiceField)
        }
    return found


# What each names

# Names that mean the same everywhere.
WORDS = {
    *(
        "action",
        "select_across",
        "csrfmiddlewaretoken",
        "submission_key",
        "carried",
        "page",
        "next",
        "format",
    ),
    *("q", "words", "motif", "reason", "reponse", "address", "limites", "rubrique", "annee", "year", "state"),
    *(
        "value",
        "stamp",
        "shown_stamp",
        "seen",
        "grid",
        "draft_stamp",
        "vue",
        "etape",
        "geste",
        "sens",
        "fait",
        "done_on",
        "held_on",
    ),
    *(
        "vers",
        "niveau",
        "identity",
        "soutien",
        "suivi",
        "choix",
        "code",
        "epingler",
        "retour",
        "accord",
        "typed",
        "is_undo",
    ),
    *(
        "le",
        "au",
        "du",
        "de",
        "a",
        "duree",
        "minutes",
        "quand",
        "personnes",
        "quoi",
        "feuille",
        "lignes",
        "voir",
        "choisi",
    ),
    *("comment", "effort", "saving", "file", "matiere", "kind.code", "made_for"),
}
# Of the very rows that the page holds: others are not looked for.
OWN_ROWS = r"(remove|title)_\{annex\.pk\}|(flag|mark|reason|name|question|weight|word)_\{|(a|de|jour|quoi)-\{|dates-\{"
# The acts of the session whose votes the page enters.
OWN_ROWS += r"|(result|\{name\})_\{act\.pk\}"
# Names that the code gives elsewhere, and what they hold.
NAMED_ELSEWHERE = {
    "FIELD",
    "CHOSEN",
    # Django's own look-up of it is limited by the admin's queryset.
    "ACTION_CHECKBOX_NAME",
    "RESUMING",
    "resume_after_login.CARRIED",
    "name",
    "key_name",
    "widget.name",
    "resuming_name",
}
NAMED_ELSEWHERE |= {"made_for_name", "redirect_field_name", "_family(number)"}

# Every other key: what it names, or which of the cases below tries it.
ROWS: dict[str, str] = {
    "account.EmailAddress.user": PUBLIC,
    "auth.Group.permissions": PUBLIC,
    "core.search.params: direction": PUBLIC,
    "core.search.views: autre": "see_also",
    "core.search.views: objet": "see_also_of",
    "deliberations.Matter.nomenclature": PUBLIC,
    "deliberations.acts.forms.DeliberationForm.matter": PUBLIC,
    "deliberations.acts.forms.DeliberationForm.rapporteur": PUBLIC,
    "deliberations.pages.forms.CouncilFilterForm.rapporteur": PUBLIC,
    "dematerialisation.Action.direction": PUBLIC,
    "dematerialisation.Action.ideas": "ideas_of_an_action",
    "dematerialisation.GroupMember.agent": "member_of_the_page",
    "dematerialisation.GroupMember.dga": PUBLIC,
    "dematerialisation.group_actions.forms.ActionFilterForm.direction": PUBLIC,
    "directory.corrections.forms.CorrectionForm.direction": PUBLIC,
    "directory.people.forms.SearchForm.direction": PUBLIC,
    "mail.IncomingMail: _selected_action": "chosen_in_the_list",
    "manuals.Software.needs": PUBLIC,
    "manuals.Software.owner": PUBLIC,
    "manuals.forms.SoftwareFilterForm.direction": PUBLIC,
    "manuals.forms.SoftwareFilterForm.need": PUBLIC,
    "manuals.forms.SuccessorForm.replaced_by": PUBLIC,
    "people.Agent.addressalias.agent": PUBLIC,
    "people.Agent.direction": PUBLIC,
    "people.Agent.groups": PUBLIC,
    "people.Direction.parent": PUBLIC,
    "procrastinate.ProcrastinateJob.procrastinateevent.job": PUBLIC,
    "rooms.Room.cells": PUBLIC,
    "rooms.Room.equipment": PUBLIC,
    "rooms.Room.layout.room": PUBLIC,
    "rooms.Room.openinghours.room": PUBLIC,
    "rooms.Room.roomright.direction": PUBLIC,
    "rooms.Room.site": PUBLIC,
    "rooms.ServiceDesk.site": PUBLIC,
    "rooms.importers.views.ImportForm.room": PUBLIC,
    "rooms.services.forms.ServiceForm.desk": PUBLIC,
    "rooms.closures.forms.ClosureForm.where": PUBLIC,
    "rooms.closures.views: salle": PUBLIC,
    "rooms.closures.views: {FIELD}{way.booking.reference}": PUBLIC,
    "rooms.statistics.forms.UseForm.site": PUBLIC,
    "rooms.pages.find_room.forms.FindForm.materiel": PUBLIC,
    "rooms.pages.find_room.forms.FindForm.site": PUBLIC,
    "rooms.pages.find_room.views: site": PUBLIC,
    "rooms.pages.bookings.forms.BookingFields.layout": PUBLIC,
    "rooms.pages.bookings.forms.BookingFields.other_rooms": PUBLIC,
    "rooms.pages.bookings.forms.BookingFields.room": PUBLIC,
    "rooms.pages.feeds.forms.FeedForm.feed": PUBLIC,
    "rooms.pages.feeds.views: agenda": PUBLIC,
    "rooms.pages.feeds.views: retirer": PUBLIC,
    "rooms.displays.forms.ScreenForm.place": PUBLIC,
    "rooms.waiting_list.forms: salle": PUBLIC,
    "rooms.check_in.views: reunion": "meeting_at_the_door",
    "rooms.waiting_list.views: objet": WORD,
    "rooms.problems.forms.ProblemForm.equipment": PUBLIC,
    "rooms.requests.forms: demande": "room_request",
    "rooms.pages.series.forms.SwapForm.other": "booking_to_swap",
    "rooms.pages.bookings.prefill: comme": "booking_again",
    "rooms.pages.bookings.forms: INSTEAD": PUBLIC,
    "rooms.pages.bookings.prefill: other_rooms": PUBLIC,
    "rooms.pages.bookings.prefill: salle": PUBLIC,
    "rooms.pages.calendar.views: equipement": PUBLIC,
    "rooms.pages.calendar.views: site": PUBLIC,
    "rooms.pages.bookings.forms.MoveForm.layout": PUBLIC,
    "rooms.pages.bookings.forms.MoveForm.room": PUBLIC,
    "rooms/calendar/jump.html: equipement": PUBLIC,
    "rooms/calendar/jump.html: site": PUBLIC,
    "rooms/calendar/sites.html: site": PUBLIC,
    "rooms/check_in/door.html: reunion": "meeting_at_the_door",
    "search/see_also.html: autre": "see_also",
    "search/see_also.html: objet": "see_also_of",
    "search/see_also_add.html: autre": "see_also",
    "search/see_also_add.html: objet": "see_also_of",
    "people.Absence.member": "absent_member",
    "suggestions.ideas.forms.HandOverForm.to": "member_in_charge",
    "suggestions.proposing.forms.IdeaWordsForm.direction": PUBLIC,
    "suggestions.decisions.forms.DecisionForm.criteria": "criterion",
    "suggestions.evaluation.forms: seat": "seat",
    "suggestions.statistics.forms.StatisticsForm.direction": PUBLIC,
    "suggestions.evaluation.admin_forms.AbsenceForm.member": "absent_member",
    "suggestions.pages.forms.IdeaFilterForm.direction": PUBLIC,
    "suggestions.meetings.forms.AddForm.idea": "idea_of_a_meeting",
    "suggestions.meetings.forms.MeetingForm.chaired_by": "chair",
    "suggestions.meetings.forms.NoteForm.chaired_by": "chair",
    "suggestions.meetings.forms.NoteForm.present": "chair",
    "suggestions.merging.forms.MergeForm.other": "idea_to_merge",
    "suggestions.merging.forms.UndoMergeForm.merge": "merge_to_undo",
    "suggestions.merging.forms: other": "idea_to_merge",
    "suggestions.anonymous.forms: direction": PUBLIC,
    "suggestions.pages.views: reunie": "merged_idea",
}


def unsaid(keys: set[str]) -> set[str]:
    """Those that are neither words nor rows that are said above."""
    return {key for key in keys - ROWS.keys() if not _is_word(key)}


def _is_word(key: str) -> bool:
    name = key.rpartition(": ")[2] if ": " in key else key.rpartition(".")[2]
    name = name.removeprefix("{{ ").removesuffix(" }}")
    return name in WORDS | NAMED_ELSEWHERE or bool(re.match(OWN_ROWS, name))


def test_what_every_key_names_is_said() -> None:
    new = unsaid(keys_of_fields() | keys_read_raw() | keys_of_templates())
    assert new == set(), (
        "Say in WORDS that it names no row, or in ROWS which, with a case if some may not see it."
    )


@pytest.mark.django_db
def test_what_every_key_of_the_admin_names_is_said() -> None:
    """A choice of rows is never taken for a word."""
    assert keys_of_the_admin() <= ROWS.keys()


@pytest.mark.django_db
def test_nothing_is_said_that_is_not_there() -> None:
    there = keys_of_fields() | keys_read_raw() | keys_of_templates() | keys_of_the_admin()
    assert {key for key in ROWS if key not in there and not key.endswith("_selected_action")} == set()


# A key that is not theirs


@dataclass
class Try:
    """What `agent` sends with a key: `of` rows that they may not see or choose, then of `nothing`."""

    agent: Agent
    send: Callable[[Client, Any], Any]
    of: list[Any]
    nothing: Any
    # What the answer says, to both; empty where a page without the row is the answer.
    said: str
    status: int = 200


def posted(path: str, field: str, **others: Any) -> Callable[[Client, Any], Any]:
    return lambda client, key: client.post(path, {**others, field: key}, follow=True)


def asked_with(path: str, field: str) -> Callable[[Client, Any], Any]:
    return lambda client, key: client.get(path, {field: key}, follow=True)


NO_KEY = "zzzzzzzzzzzz"
NO_ROW = 999_999_999
GONE = "n’en fait pas partie"


def idea_action(idea: Idea, name: str) -> str:
    return reverse("suggestions:idea_action", args=[idea.reference, name])


def secret_idea(**fields: Any) -> Idea:
    """Received: its author and the group read it, and nobody else."""
    return idea_in(State.RECEIVED, title=SECRET, **fields)


def idea_to_merge() -> Try:
    agent = member()
    path = idea_action(idea_in(State.UNDER_STUDY), "reunir")
    own = secret_idea(author=agent)
    done = idea_in(State.DONE, title=SECRET)
    keys = [own.reference, own.pk, done.reference, done.pk]
    return Try(agent, posted(path, "other", keep="other"), keys, NO_KEY, "n’est plus dans la liste")


def merge_to_undo() -> Try:
    agent = member()
    kept, absorbed, head = (idea_in(State.UNDER_STUDY) for _ in range(3))
    merging.merge(head, idea_in(State.UNDER_STUDY), by=agent)
    merging.merge(kept, absorbed, by=agent)
    Idea.objects.filter(pk=absorbed.pk).update(title=SECRET)
    path = idea_action(head, "defaire-la-reunion")
    keys = [Merge.objects.get(absorbed=absorbed).pk]
    return Try(agent, posted(path, "merge"), keys, NO_ROW, "a été défaite entre-temps")


def idea_of_a_meeting() -> Try:
    agent = member()
    meeting = meetings.prepare(by=agent, starts_at=timezone.now() + timedelta(days=3))
    keys = [secret_idea().reference, idea_in(State.DONE, title=SECRET).reference]
    path = reverse("suggestions:meeting_add", args=[meeting.reference])
    return Try(agent, posted(path, "idea"), keys, NO_KEY, "parmi celles qui sont prêtes")


def ideas_of_an_action() -> Try:
    idea = secret_idea()
    path = reverse("admin:dematerialisation_action_add")
    return Try(member(), posted(path, "ideas", title="x"), [idea.reference, idea.pk], NO_KEY, GONE)


def seat() -> Try:
    agent, other = member(), member(last_name=SECRET)
    path = idea_action(idea_in(State.UNDER_STUDY), "evaluer")
    return Try(agent, posted(path, "seat"), [other.reference, other.pk], NO_KEY, "n’est pas, ou plus, à vous")


def criterion() -> Try:
    idea = idea_in(State.UNDER_STUDY)
    path = idea_action(idea, "decider")
    agent = member()
    evaluation.evaluate(Idea.objects.get(pk=idea.pk), by=agent, seat=agent, **sheet())
    draft = Grid.objects.create(version=99)
    mine = Criterion.objects.create(
        grid=draft, code="quetzal", kind="pitfall", name=SECRET, question="?", position=1
    )
    return Try(agent, posted(path, "criteria"), [mine.pk], NO_ROW, "parmi les critères de la grille")


def outside_the_group() -> list[Any]:
    """Keys of a closed account and of one that is no member."""
    return [member(last_name=SECRET, is_active=False).pk, AgentFactory.create(last_name=SECRET).pk]


def member_in_charge() -> Try:
    agent = member()
    path = idea_action(idea_in(State.UNDER_STUDY, followed_by=agent), "confier")
    return Try(agent, posted(path, "to"), outside_the_group(), NO_ROW, "")


def chair() -> Try:
    path = reverse("suggestions:meeting_prepare")
    return Try(
        member(), posted(path, "chaired_by"), outside_the_group(), NO_ROW, "parmi les membres du groupe"
    )


def absent_member() -> Try:
    """A member notes their own absences."""
    path = reverse("admin:people_absence_add")
    keys = [*outside_the_group(), member(last_name=SECRET).pk]
    return Try(member(), posted(path, "member"), keys, NO_ROW, "Choisissez dans la liste")


def member_of_the_page() -> Try:
    path = reverse("admin:dematerialisation_groupmember_add")
    send = posted(path, "agent", position="0")
    return Try(member(), send, outside_the_group(), NO_ROW, "Sélectionnez un choix valide")


def merged_idea() -> Try:
    head = idea_in(State.UNDER_STUDY)
    idea = secret_idea()
    send = asked_with(head.get_absolute_url(), "reunie")
    return Try(AgentFactory.create(), send, [idea.reference], NO_KEY, "")


def see_also() -> Try:
    page = idea_in(State.UNDER_STUDY).get_absolute_url()
    agent = AgentFactory.create(roles=[Role.GROUP_HEAD, Role.PROJECT_GROUP])
    path = reverse("search:see_also_add")
    draft = DeliberationFactory.create(session=unread(), object=SECRET)
    send = posted(path, "autre", objet=page)
    return Try(agent, send, [draft.get_absolute_url()], "/rien/", "n’existe plus")


def see_also_of() -> Try:
    idea = secret_idea()
    path = reverse("search:see_also_add")
    return Try(AgentFactory.create(), asked_with(path, "objet"), [idea.get_absolute_url()], "/rien/", "", 404)


def private_booking(room: Room, **fields: Any) -> Booking:
    return a_booking(room, AgentFactory.create(), title=SECRET, is_private=True, **fields)


def booking_again() -> Try:
    key = private_booking(a_room()).reference
    return Try(AgentFactory.create(), asked_with(reverse("rooms:booking_create"), "comme"), [key], NO_KEY, "")


def soon(days: int) -> Any:
    """An hour of a day to come."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    return DateTimeTZRange(start, start + timedelta(hours=1))


def booking_to_swap() -> Try:
    room, agent = a_room(), AgentFactory.create()
    mine, _ = a_booking(room, agent, soon(3)), a_booking(room, agent, soon(6))
    others = [
        private_booking(room, period=soon(4)),
        a_booking(room, AgentFactory.create(), soon(5), title=SECRET),
    ]
    path = reverse("rooms:booking_swap", args=[mine.reference])
    return Try(agent, posted(path, "other"), [other.reference for other in others], NO_KEY, GONE)


def meeting_at_the_door() -> Try:
    """Before the door asks for it, and once it is over."""
    room = a_room()
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    hours = [
        DateTimeTZRange(today + timedelta(hours=hour), today + timedelta(hours=hour + 1)) for hour in (0, 22)
    ]
    now = timezone.now()
    keys = [
        private_booking(room, period=hour).reference
        for hour in hours
        if now >= hour.upper or now < hour.lower - timedelta(hours=2)
    ]
    path = reverse("rooms:door", args=[room.slug])
    return Try(AgentFactory.create(), posted(path, "reunion"), keys, NO_KEY, "n’est plus dans cette salle")


def room_request() -> Try:
    kept, other = a_room(), a_room()
    keeper = AgentFactory.create()
    RoomRight.objects.create(room=kept, direction=keeper.direction, level=Level.MANAGE)
    asked = private_booking(other, period=soon(3), state="requested")
    send = posted(reverse("rooms:requests"), "demande", reponse="accepter")
    return Try(keeper, send, [asked.reference], NO_KEY, "n’attendait plus de réponse")


def chosen_in_the_list() -> Try:
    """A mail that its rubric keeps from administrators."""
    mail = received(AgentFactory.create(), subject=SECRET, state="filed")
    mail.became = idea_in(State.UNDER_STUDY)
    mail.save()
    path = reverse("admin:mail_incomingmail_changelist") + "?etat=tous"
    send = posted(path, "_selected_action", action="set_all_aside", motif="Envoyé par erreur")
    return Try(AgentFactory.create(roles=[Role.ADMINISTRATOR]), send, [mail.pk], NO_ROW, "")


def upload() -> Try:
    other = AgentFactory.create()
    with streamed(SimpleUploadedFile("quetzal.txt", SECRET.encode())) as file:
        staged = stage(file, by=other)
    path = reverse("suggestions:idea_propose_named")
    return Try(AgentFactory.create(), posted(path, "files-recu"), [staged.reference], NO_KEY, "n’est plus là")


CASES = {
    case.__name__: case
    for case in (
        *(idea_to_merge, merge_to_undo, idea_of_a_meeting, ideas_of_an_action, seat, criterion, chair),
        *(member_in_charge, absent_member, member_of_the_page, merged_idea, see_also, see_also_of, upload),
        *(booking_again, booking_to_swap, meeting_at_the_door, room_request, chosen_in_the_list),
    )
}


def test_every_row_that_some_may_not_see_is_tried() -> None:
    assert set(ROWS.values()) - {WORD, PUBLIC} <= CASES.keys()


def answered(response: Any, key: Any) -> tuple[int, Any, list[str]]:
    """What differs from one page to the next by itself, and what was sent, left out."""
    page = response.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}", "", page)
    page = re.sub(r"\d+\u00a0h(\u00a0\d\d)?", "", page)
    page = re.sub(r'(<input [^>]*name="made_for"[^>]*|name="[^"]*carried"[^>]*)>', "", page)
    for before, after in (('value="', '"'), ("valide. ", " n’en fait")):
        page = page.replace(f"{before}{key}{after}", f"{before}KEY{after}")
    return response.status_code, response.redirect_chain, page.splitlines()


def errors_in(page: list[str]) -> list[str]:
    return [line for line in page if "error" in line or "message" in line]


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_a_key_that_is_not_theirs_is_answered_as_one_of_nothing(name: str, documents_dir: Path) -> None:
    tried = CASES[name]()
    client = Client()
    client.force_login(tried.agent)
    expected = answered(tried.send(client, tried.nothing), tried.nothing)
    assert expected[0] == tried.status
    assert tried.said in "".join(expected[2]), errors_in(expected[2])
    for key in tried.of:
        status, chain, page = answered(tried.send(client, key), key)
        assert SECRET not in "".join(page)
        assert (status, chain) == expected[:2]
        differences = "\n".join(unified_diff(expected[2], page, lineterm="", n=0))
        assert not differences, differences


# The one-time key of a form that somebody else sent


def one_time_keys() -> dict[str, Callable[[uuid.UUID], tuple[Agent, str, dict[str, Any], Any]]]:
    """By form: who sends it, where, with which words, and the rows that it makes."""
    day = str(timezone.localdate() + timedelta(days=9))

    def idea_of(author: Agent | None = None) -> Idea:
        return idea_in(State.UNDER_STUDY, author=author or AgentFactory.create())

    def message(key: uuid.UUID, idea: Idea) -> None:
        Message.objects.create(idea=idea, written_by=member(), text=SECRET, submission_key=key)

    def write(key: uuid.UUID) -> Any:
        idea = idea_of()
        message(key, idea)
        return member(), idea_action(idea, "ecrire"), {"text": "Le mien"}, Message

    def reply(key: uuid.UUID) -> Any:
        author = AgentFactory.create()
        idea = idea_of(author)
        message(key, idea)
        path = reverse("suggestions:idea_reply", args=[idea.reference])
        return author, path, {"text": "Le mien"}, Message

    def ask(key: uuid.UUID) -> Any:
        idea, expert = idea_of(), AgentFactory.create()
        row = {"expert": AgentFactory.create(), "asked_by": member(), "question": SECRET, "due_on": day}
        Opinion.objects.create(idea=idea, submission_key=key, **row)
        words = {"expert": expert.identifiant, "question": "La mienne", "due_on": day}
        return member(), idea_action(idea, "demander-un-avis"), words, Opinion

    def split(key: uuid.UUID) -> Any:
        secret_idea(submission_key=key)
        words = {"title": "La mienne", "proposal": "Ceci."}
        return member(), idea_action(idea_of(), "detacher"), words, Idea

    def propose(key: uuid.UUID) -> Any:
        secret_idea(submission_key=key)
        words = {"title": "La mienne", "problem": "x", "proposal": "y"}
        return AgentFactory.create(), reverse("suggestions:idea_propose_named"), words, Idea

    def comment(key: uuid.UUID) -> Any:
        idea = idea_of()
        Comment.objects.create(idea=idea, author=member(), text=SECRET, submission_key=key)
        path = reverse("suggestions:idea_comment", args=[idea.reference])
        return AgentFactory.create(), path, {"text": "Le mien"}, Comment

    def close(key: uuid.UUID) -> Any:
        room, period = a_room(), soon(9)
        Closure.objects.create(
            period=period, reason=SECRET, created_by=AgentFactory.create(), submission_key=key
        )
        hours = {"start": "08:00", "end": "12:00"}
        words = {"where": f"salle-{room.slug}", "date": day, "reason": "La mienne", **hours}
        manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
        return manager, reverse("rooms:close_rooms"), words, Closure

    return {case.__name__: case for case in (write, reply, ask, split, propose, comment, close)}


@pytest.mark.django_db
@pytest.mark.parametrize("form", one_time_keys())
def test_somebody_else_s_one_time_key_is_no_key(form: str) -> None:
    """What is sent is kept as new, and nothing of theirs is said or lost."""
    key = uuid.uuid4()
    agent, path, words, rows = one_time_keys()[form](key)
    before = set(rows.objects.values_list("pk", flat=True))
    client = Client()
    client.force_login(agent)
    response = client.post(path, words | {"submission_key": str(key)})
    assert response.status_code == 302, errors_in(response.content.decode().splitlines())
    [made] = rows.objects.exclude(pk__in=before)
    assert made.submission_key != key
    assert rows.objects.get(submission_key=key).pk in before
