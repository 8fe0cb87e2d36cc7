"""Each form of an existing object that no page of the town shows: who changes which row with it, as a colleague does.

Those that they show are tried by tests/test_stale_pages.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import formats, timezone

from core.people import absences as absences
from core.people.absences import AbsenceChangeForm
from core.people.models import Agent
from core.people.roles import Role
from deliberations import accounts as accounts
from dematerialisation.assessment.forms import AssessForm, HeadingForm, PeriodForm
from directory.assignments import AssignmentForm
from mailroom.forms import LetterForm, SortForm
from mailroom.models import Item, ItemKind
from manuals.follow_ups import FollowUpChangeForm
from manuals.forms import (
    FileManualCorrectForm,
    SoftwareForm,
    WrittenManualCorrectForm,
)
from memos.forms import MemoChangeForm
from rooms.pages.bookings.forms import ChangeForm
from spaces.corrections import CorrectForm as SpaceCorrectForm
from spaces.members.views import MemberChangeForm
from spaces.projects.views import ProjectChangeForm
from suggestions.comments import actions as comments
from suggestions.comments.conversation import CorrectForm
from suggestions.meetings import actions
from suggestions.meetings.forms import MeetingAmendForm, NoteForm
from suggestions.proposing.forms import IdeaAmendForm
from suggestions.states import State
from tests.dematerialisation.factories import (
    AssessedActionFactory,
    AssessmentFactory,
    a_head,
)
from tests.factories import AgentFactory, member
from tests.mailroom.factories import registered
from tests.manuals.factories import (
    FollowUpFactory,
    ManualFactory,
    SoftwareFactory,
)
from tests.memos.factories import written
from tests.people.factories import AssignmentFactory
from tests.rooms.factories import a_booking, a_room
from tests.spaces import factories as spaces
from tests.suggestions.factories import IdeaFactory, idea_in


@dataclass
class Case:
    """`row.name` is `now` when the page is sent, and then `becomes`; `typed` is what the person wrote meanwhile."""

    by: Agent
    url: str
    row: Any
    name: str
    now: Any
    typed: dict[str, Any]
    becomes: Any
    page: str = ""
    # What the page says of each.
    kept_words: str = ""
    typed_words: str = ""
    files: Callable[[], dict[str, Any]] = field(default=dict)


def plain_case(by: Agent, url: str, row: Any, name: str, **more: Any) -> Case:
    """A line of text, under the name that it has in the form too."""
    mine, theirs = "Ma version à moi", "La version d’un collègue"
    given = {"now": theirs, "typed": {name: mine}, "becomes": mine, "kept_words": theirs, "typed_words": mine}
    return Case(by, url, row, name, **given | more)


def group() -> Agent:
    return member()


def software() -> Case:
    row = SoftwareFactory.create()
    return plain_case(group(), reverse("manuals:software_edit", args=[row.reference]), row, "purpose")


def follow_up() -> Case:
    theirs, mine = AgentFactory.create_batch(2)
    row = FollowUpFactory.create()
    url = reverse("manuals:follow_up_change", args=[row.reference])
    words: dict[str, Any] = {"kept_words": str(theirs), "typed_words": mine.identifiant}
    return Case(group(), url, row, "assigned_to", theirs, {"assigned_to": mine.identifiant}, mine, **words)


def manual(**kind: Any) -> Case:
    row = ManualFactory.create(**kind)
    return plain_case(group(), reverse("manuals:manual_correct", args=[row.reference]), row, "title")


def assignment() -> Case:
    row = AssignmentFactory.create(kind="mandate", project=None, title="Référent")
    manager = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    return plain_case(manager, reverse("directory:assignment_correct", args=[row.reference]), row, "title")


def meeting_amended() -> Case:
    by = group()
    row = actions.prepare(by=by, starts_at=timezone.now() + timedelta(days=7), place="Salle du conseil")
    return plain_case(by, reverse("suggestions:meeting_amend", args=[row.reference]), row, "place")


def meeting_notes() -> Case:
    by = group()
    row = actions.prepare(by=by, starts_at=timezone.now() + timedelta(days=7))
    actions.open_meeting(row, by=by)
    url = reverse("suggestions:meeting_note", args=[row.reference])
    return plain_case(by, url, row, "notes", page=row.get_absolute_url())


def idea() -> Case:
    row = IdeaFactory.create()
    return plain_case(row.author, reverse("suggestions:idea_amend", args=[row.reference]), row, "title")


def assessment_heading() -> Case:
    row = AssessmentFactory.create()
    url = reverse("assessment_heading", args=[row.reference, "idee"])
    case = plain_case(group(), url, row, "idea")
    case.typed = {"text": case.becomes}
    return case


def assessment_period() -> Case:
    row = AssessmentFactory.create()
    theirs, mine = (timezone.localdate() + timedelta(days=days) for days in (50, 60))
    words: dict[str, Any] = {"kept_words": str(formats.localize(theirs)), "typed_words": mine.isoformat()}
    url = reverse("assessment_move", args=[row.reference])
    return Case(a_head(), url, row, "ends_on", theirs, {"ends_on": mine.isoformat()}, mine, **words)


def assessed_action() -> Case:
    row = AssessedActionFactory.create()
    url = reverse("assessed_action", args=[row.assessment.reference, row.action.reference])
    return plain_case(group(), url, row, "reason")


def booking() -> Case:
    row = a_booking(a_room(), AgentFactory.create())
    return plain_case(row.organiser, reverse("rooms:booking_change", args=[row.reference]), row, "title")


def absence() -> Case:
    by, other, mine = AgentFactory.create(), AgentFactory.create(), AgentFactory.create()
    today = timezone.localdate()
    row = absences.note(by=by, agent=by, first=today, last=today)
    url = reverse("absence_change", args=[row.reference])
    words = {"kept_words": str(other), "typed_words": mine.identifiant}
    return Case(by, url, row, "deputy", other, {"deputy": mine.identifiant}, mine, **words)


def memo() -> Case:
    row = written(AgentFactory.create())
    case = plain_case(row.author, reverse("memos:memo_change", args=[row.reference]), row, "text")
    case.typed["subject"] = row.subject
    return case


def space_decision() -> Case:
    lead = AgentFactory.create()
    row = spaces.a_decision(spaces.project_with(lead=lead), lead)
    return plain_case(lead, reverse("spaces:decision_correct", args=[row.reference]), row, "text")


def mail_letter() -> Case:
    office = AgentFactory.create(roles=[Role.MAIL_OFFICE])
    row = registered(office)
    case = plain_case(office, reverse("mailroom:item_change", args=[row.reference]), row, "text")
    # What a browser sends of a list where nothing is chosen: nothing.
    case.typed |= {"kind": ItemKind.objects.get(name="Demande").pk, "copies": []}
    return case


def mail_sheet() -> Case:
    """Of an e-mail, what the office decides only."""
    case = mail_letter()
    Item.objects.filter(pk=case.row.pk).update(channel="mail")
    now = ItemKind.objects.get(name="Facture")
    mine = ItemKind.objects.get(name="Demande")
    words = {"kept_words": str(now), "typed_words": str(mine)}
    return Case(case.by, case.url, case.row, "kind", now, {"kind": mine.pk, "copies": []}, mine, **words)


def project() -> Case:
    row = AssignmentFactory.create(is_lead=True)
    url = reverse("spaces:project_change", args=[row.project.reference])
    return plain_case(row.agent, url, row.project, "purpose")


def comment() -> Case:
    row = comments.comment(idea_in(State.UNDER_STUDY), by=AgentFactory.create(), text="Chez nous aussi.")
    return plain_case(row.author, reverse("suggestions:comment_correct", args=[row.reference]), row, "text")


def member_of_a_project() -> Case:
    lead = AssignmentFactory.create(is_lead=True)
    row = AssignmentFactory.create(project=lead.project)
    return plain_case(lead.agent, reverse("spaces:member_change", args=[row.reference]), row, "title")


CASES: dict[type[forms.Form], Callable[[], Case]] = {
    SoftwareForm: software,
    FollowUpChangeForm: follow_up,
    WrittenManualCorrectForm: manual,
    FileManualCorrectForm: lambda: manual(file=True),
    AssignmentForm: assignment,
    MeetingAmendForm: meeting_amended,
    NoteForm: meeting_notes,
    IdeaAmendForm: idea,
    HeadingForm: assessment_heading,
    PeriodForm: assessment_period,
    AssessForm: assessed_action,
    ChangeForm: booking,
    AbsenceChangeForm: absence,
    MemoChangeForm: memo,
    ProjectChangeForm: project,
    MemberChangeForm: member_of_a_project,
    LetterForm: mail_letter,
    SortForm: mail_sheet,
    SpaceCorrectForm: space_decision,
    CorrectForm: comment,
}
