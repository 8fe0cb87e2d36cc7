"""Each key of a row that some may not see or choose, as somebody else sends it; and the one-time keys of forms."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents.actions import stage, store_bytes
from core.documents.fields import streamed
from core.people.models import Agent, Project
from core.people.roles import Role
from core.people.sessions import name_of
from mailroom.actions import attach
from mailroom.models import PendingAnswer
from memos.models import Memo, MemoFile, MemoQuestion
from rooms.models import Booking, Room, RoomRight
from rooms.models.places import Level
from spaces.models import Folder
from suggestions.evaluation import actions as evaluation
from suggestions.meetings import actions as meetings
from suggestions.merging import actions as merging
from suggestions.models import Criterion, Grid, Idea, Merge, Message, Opinion
from suggestions.states import State
from tests.deliberations.factories import DeliberationFactory, unread
from tests.factories import AgentFactory, DirectionFactory, member
from tests.mailroom.factories import item_in, office_agent
from tests.memos.factories import MemoKindFactory, circuit_of, hr_agent, memo_in, written
from tests.people.factories import AssignmentFactory, ProjectFactory, SkillFactory
from tests.rooms.factories import a_booking, a_room
from tests.spaces import factories as spaces
from tests.suggestions.factories import idea_in, sheet
from tests.suggestions.mailing import received

SECRET = "Un secret de quetzal"


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


def session_of_another() -> Try:
    other = member(last_name=SECRET)
    row = UserSession.objects.create(user=other, ip="127.0.0.1", session_key="x" * 32, user_agent=SECRET)
    return Try(member(), posted(reverse("session_list"), "session"), [name_of(row)], NO_KEY, "", 404)


def member_of_the_page() -> Try:
    path = reverse("admin:dematerialisation_groupmember_add")
    send = posted(path, "agent", position="0")
    return Try(member(), send, outside_the_group(), NO_ROW, "Sélectionnez un choix valide")


def merged_idea() -> Try:
    head = idea_in(State.UNDER_STUDY)
    idea = secret_idea()
    send = asked_with(head.get_absolute_url(), "reunie")
    return Try(AgentFactory.create(), send, [idea.reference], NO_KEY, "")


def file_of_a_note() -> Try:
    """A file of somebody else's note, whose name says what it is about."""
    mine, theirs = written(AgentFactory.create()), written(AgentFactory.create())
    for memo, name in ((mine, "Le mien"), (theirs, SECRET)):
        document = store_bytes(name.encode(), name=f"{name}.txt", by=memo.author, read_text=False)
        MemoFile.objects.create(memo=memo, document=document)
    path = reverse("memos:memo_change", args=[mine.reference])
    send = posted(path, "removed", subject="Le mien", text="Le mien")
    return Try(mine.author, send, [theirs.files.get().document.reference], NO_KEY, "n’est plus joint")


def file_of_an_answer() -> Try:
    """A file of the answer to somebody else's letter, which was sent back."""
    letters = []
    for name in ("Le mien", SECRET):
        office, direction = office_agent(), DirectionFactory.create()
        taker = AgentFactory.create(direction=direction)
        letter = item_in("taken", office=office, direction=direction, taker=taker)
        pending = PendingAnswer.objects.create(item=letter, text="Oui.", by=taker)
        document = store_bytes(name.encode(), name=f"{name}.txt", by=taker, read_text=False)
        attach(letter, by=taker, documents=[document], pending=pending)
        letters.append(letter)
    mine, theirs = letters
    assert mine.taken_by
    path = reverse("mailroom:item_answer", args=[mine.reference])
    reference = theirs.files.get().document.reference
    return Try(mine.taken_by, posted(path, "removed", text="Oui."), [reference], NO_KEY, "n’est plus joint")


def member_of_a_project() -> Try:
    """A member of another one, reserved."""
    lead = AssignmentFactory.create(is_lead=True)
    other = AssignmentFactory.create(
        project=ProjectFactory.create(is_open=False), agent__last_name=SECRET, title=SECRET
    )
    path = reverse("spaces:lead_pass", args=[lead.project.reference])
    return Try(lead.agent, posted(path, "to"), [other.pk], NO_ROW, "n’est plus membre du projet")


def space_folder() -> Try:
    """A folder of a project that is reserved to its members."""
    lead = AgentFactory.create()
    hidden, mine = spaces.project_with(), spaces.project_with(lead=lead)
    Project.objects.filter(pk=hidden.pk).update(is_open=False)
    key = Folder.objects.create(project=hidden, name=SECRET).reference
    path = reverse("spaces:file_store", args=[mine.reference])
    return Try(lead, posted(path, "folder"), [key], NO_KEY, "n’existe plus")


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


def a_memo_taken_by(hr: Agent) -> Memo:
    """Its author heads the town, so that its circuit is of named people."""
    town = DirectionFactory.create(head=AgentFactory.create())
    kind = MemoKindFactory.create(circuit=circuit_of("manager"))
    return memo_in("taken", author=AgentFactory.create(direction=town), hr=hr, kind=kind)


def project_of_others() -> Try:
    hidden = AssignmentFactory.create(project=ProjectFactory.create(name=SECRET, is_open=False)).project
    path = reverse("directory:agent_list")
    return Try(
        AgentFactory.create(), asked_with(path, "projet"), [hidden.reference], "zzzzzzzzzzzz", "a été ignoré"
    )


def word_of_others() -> Try:
    """Proposed by a colleague, and not in the list yet."""
    hidden = SkillFactory.create(name=SECRET, is_accepted=False)
    said = "n’est plus dans la liste"
    return Try(
        AgentFactory.create(),
        posted(reverse("directory:skill_declare"), "trade"),
        [hidden.pk],
        99999999,
        said,
    )


CASES = {
    case.__name__: case
    for case in (
        *(idea_to_merge, merge_to_undo, idea_of_a_meeting, ideas_of_an_action, seat, criterion, chair),
        *(
            member_in_charge,
            absent_member,
            session_of_another,
            member_of_the_page,
            merged_idea,
            file_of_a_note,
            file_of_an_answer,
            project_of_others,
            member_of_a_project,
            space_folder,
            word_of_others,
            see_also,
            see_also_of,
            upload,
        ),
        *(booking_again, booking_to_swap, meeting_at_the_door, room_request, chosen_in_the_list),
    )
}


def one_time_keys() -> dict[str, Callable[[uuid.UUID], tuple[Agent, str, dict[str, Any], Any]]]:
    """By form: who sends it, where, with which words, and the rows that it makes.

    Those of `create_once` are asked by tests/web/test_idempotency.py; these take `unused_key`.
    """
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

    def memo_question(key: uuid.UUID) -> Any:
        hr, other = hr_agent(), hr_agent()
        [mine, theirs] = [a_memo_taken_by(agent) for agent in (hr, other)]
        MemoQuestion.objects.create(memo=theirs, text=SECRET, asked_by=other, submission_key=key)
        path = reverse("admin:memos_memo_action", args=[mine.pk, "demander"])
        return hr, path, {"text": "La mienne"}, MemoQuestion

    cases = (write, reply, ask, split, memo_question)
    return {case.__name__: case for case in cases}
