"""Each form of an existing object: who changes which row with it, while a colleague does the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import formats, timezone

from core.people import absences as absences
from core.people.absences import AbsenceChangeForm
from core.people.models import Agent
from core.people.roles import Role
from deliberations import accounts as accounts
from deliberations.accounts import AddressForm
from deliberations.sessions.forms import SessionChangeForm
from dematerialisation.assessment.forms import AssessForm, HeadingForm, PeriodForm
from dematerialisation.group_actions.forms import EntrustForm, ScreeningForm
from dematerialisation.models import PrinterlessDirection
from dematerialisation.printerless.forms import PagesForm
from dematerialisation.survey.forms import PrepareForm, SurveyEditForm
from directory.assignments import AssignmentForm
from directory.cards import CardForm, KeepCardForm
from directory.corrections import CorrectionForm
from directory.skills.forms import KeepForm
from legalwatch.forms import EntryChangeForm
from mailroom.forms import LetterForm, SortForm
from mailroom.models import Item, ItemKind
from manuals.collaboration.forms import SharedToolForm
from manuals.contracts.forms import CommitForm, ContractForm
from manuals.follow_ups.forms import FollowUpChangeForm
from manuals.forms import (
    FileManualCorrectForm,
    OutageForm,
    ReferentsForm,
    SoftwareForm,
    SuccessorForm,
    WrittenManualCorrectForm,
)
from manuals.models import Commitment, Outage
from manuals.problems.forms import ArchivingForm, RecoveryForm, WorkflowsForm
from memos.forms import MemoChangeForm
from rooms.pages.bookings.forms import ChangeForm
from rooms.pages.room import photos
from rooms.pages.room.photos import RoomPhotoForm
from rooms.pages.series.forms import SeriesChangeForm
from spaces.corrections import CorrectForm as SpaceCorrectForm
from spaces.events.forms import EventChangeForm
from spaces.files.forms import FolderRenameForm
from spaces.files.forms import MoveForm as FileMoveForm
from spaces.members.forms import MemberChangeForm
from spaces.projects.forms import ProjectChangeForm
from suggestions.decisions.forms import AnswerForm
from suggestions.meetings import actions
from suggestions.meetings.forms import MeetingAmendForm, NoteForm
from suggestions.models import Answer
from suggestions.proposing.forms import IdeaAmendForm
from suggestions.states import State
from tests.deliberations.factories import MandateFactory, SessionFactory
from tests.dematerialisation.factories import (
    ActionFactory,
    AssessedActionFactory,
    AssessmentFactory,
    InterviewFactory,
    PrinterlessDayFactory,
    SurveyFactory,
    a_head,
    screened,
)
from tests.directory.factories import CardFactory, a_file, a_photo, staged
from tests.factories import AgentFactory, DirectionFactory, member
from tests.legalwatch.factories import EntryFactory, form_data
from tests.mailroom.factories import registered
from tests.manuals.factories import (
    ArchivingFactory,
    ContractFactory,
    DataRecoveryFactory,
    FollowUpFactory,
    ManualFactory,
    SoftwareFactory,
    WorkflowUpdatesFactory,
)
from tests.memos.factories import written
from tests.people.factories import AssignmentFactory, SkillFactory
from tests.rooms.factories import a_booking, a_room
from tests.rooms.series.factories import a_series, nth
from tests.spaces import factories as spaces
from tests.suggestions.factories import IdeaFactory, answered, decided, idea_in


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


def shared_tool() -> Case:
    row = SoftwareFactory.create(is_collaborative=True, shared_use="Avant.")
    case = plain_case(group(), reverse("manuals:shared_tool_edit", args=[row.reference]), row, "shared_use")
    case.typed["is_collaborative"] = "on"
    return case


def outage() -> Case:
    row = SoftwareFactory.create(down=True)
    outage, url = Outage.objects.get(), reverse("manuals:software_outage", args=[row.reference])
    case = plain_case(group(), url, outage, "message")
    case.typed["modifier"] = "oui"
    return case


def problem(factory: Any, name: str) -> Case:
    row = factory.create()
    url = reverse(f"manuals:{row.PROBLEM}_edit", args=[row.software.reference])
    return plain_case(group(), url, row, name)


def contract() -> Case:
    row = ContractFactory.create()
    return plain_case(group(), reverse("manuals:contract_edit", args=[row.software.reference]), row, "number")


def commitment() -> Case:
    """One's own answer, from another window."""
    by, kept, typed = group(), date(2027, 3, 1), date(2027, 2, 1)
    contract = ContractFactory.create(ends_on=date(2099, 12, 31), notice_on=None)
    row = Commitment.objects.create(
        contract=contract, deadline="end", deadline_on=contract.ends_on, made_by=by, settled_by=typed
    )
    url = reverse("manuals:contract_commit", args=[contract.software.reference, "fin"])
    words: dict[str, Any] = {"kept_words": formats.localize(kept), "typed_words": "2099-06-01"}
    mine = date(2099, 6, 1)
    return Case(by, url, row, "settled_by", kept, {"settled_by": mine.isoformat()}, mine, **words)


def follow_up() -> Case:
    theirs, mine = AgentFactory.create_batch(2)
    row = FollowUpFactory.create()
    url = reverse("manuals:follow_up_change", args=[row.reference])
    words: dict[str, Any] = {"kept_words": str(theirs), "typed_words": mine.identifiant}
    return Case(group(), url, row, "assigned_to", theirs, {"assigned_to": mine.identifiant}, mine, **words)


def referents() -> Case:
    row, (theirs, mine) = SoftwareFactory.create(), AgentFactory.create_batch(2)
    url = reverse("admin:manuals_software_action", args=[row.pk, "nommer-les-referents"])
    typed = {"functional_referent": mine.identifiant}
    words: dict[str, Any] = {"kept_words": str(theirs), "typed_words": mine.identifiant}
    return Case(group(), url, row, "functional_referent", theirs, typed, mine, **words)


def successor() -> Case:
    row, theirs, mine = SoftwareFactory.create_batch(3, state="being_replaced")
    url = reverse("admin:manuals_software_action", args=[row.pk, "retirer"])
    words: dict[str, Any] = {"kept_words": theirs.name, "typed_words": mine.name}
    return Case(group(), url, row, "replaced_by", theirs, {"replaced_by": mine.pk}, mine, **words)


def manual(**kind: Any) -> Case:
    row = ManualFactory.create(**kind)
    return plain_case(group(), reverse("manuals:manual_correct", args=[row.reference]), row, "title")


def own_card() -> Case:
    row = CardFactory.create()
    return plain_case(row.agent, reverse("directory:card_correct"), row, "duties")


def other_card() -> Case:
    row = CardFactory.create()
    manager = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    return plain_case(manager, reverse("directory:card_keep", args=[row.agent.reference]), row, "duties")


def assignment() -> Case:
    row = AssignmentFactory.create(kind="mandate", project=None, title="Référent")
    manager = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    return plain_case(manager, reverse("directory:assignment_correct", args=[row.reference]), row, "title")


def word_of_the_list() -> Case:
    row = SkillFactory.create()
    manager = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    return plain_case(manager, reverse("directory:skill_keep", args=[row.reference]), row, "name")


def correction() -> Case:
    row = AgentFactory.create()
    url = reverse("directory:correction_propose", args=[row.reference])
    # Only proposed: the card stays as it is.
    return plain_case(AgentFactory.create(), url, row, "function", becomes="La version d’un collègue")


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


def answer() -> Case:
    idea = idea_in(State.UNDER_STUDY)
    decided(idea)
    answered(idea)
    url, row = reverse("suggestions:idea_action", args=[idea.reference, "repondre"]), Answer.objects.get()
    now, typed = "<p>La version d’un collègue</p>", "<p>Ma version à moi</p>"
    return plain_case(group(), url, row, "text", now=now, typed={"text": typed}, becomes=typed)


def idea() -> Case:
    row = IdeaFactory.create()
    return plain_case(row.author, reverse("suggestions:idea_amend", args=[row.reference]), row, "title")


def session() -> Case:
    row, by = SessionFactory.create(draft=True), AgentFactory.create(roles=[Role.COUNCIL_SECRETARY])
    return plain_case(by, reverse("deliberations:session_change", args=[row.reference]), row, "place")


def entrusted() -> Case:
    row = ActionFactory.create(in_progress=True)
    theirs, mine = (timezone.localdate() + timedelta(days=days) for days in (50, 60))
    words: dict[str, Any] = {"kept_words": str(formats.localize(theirs)), "typed_words": mine.isoformat()}
    url = reverse("action_confier", args=[row.reference])
    return Case(group(), url, row, "due_on", theirs, {"due_on": mine.isoformat()}, mine, **words)


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


def survey() -> Case:
    row = SurveyFactory.create()
    return plain_case(group(), reverse("survey_edit", args=[row.reference]), row, "title")


def interview() -> Case:
    row = InterviewFactory.create()
    return plain_case(group(), reverse("interview_prepare", args=[row.reference]), row, "place")


def assessed_action() -> Case:
    row = AssessedActionFactory.create()
    url = reverse("assessed_action", args=[row.assessment.reference, row.action.reference])
    return plain_case(group(), url, row, "reason")


def screening() -> Case:
    action = screened(ActionFactory.create(planned=True))
    row, url = (
        action.screening.get(criterion__code="speed"),
        reverse("action_filtrer", args=[action.reference]),
    )
    words = {"kept_words": "4 — La réponse est immédiate", "typed_words": "2 — Quelques heures gagnées"}
    return Case(group(), url, row, "mark", 4, {"mark_speed": "2"}, 2, **words)


def printerless_pages() -> Case:
    day, direction = PrinterlessDayFactory.create(), DirectionFactory.create()
    row = PrinterlessDirection.objects.create(day=day, direction=direction, pages_before=5)
    url = reverse("printerless_pages", args=[day.reference, direction.reference])
    words: dict[str, Any] = {"kept_words": "120", "typed_words": "77"}
    return Case(group(), url, row, "pages_before", 120, {"pages_before": "77"}, 77, **words)


def booking() -> Case:
    row = a_booking(a_room(), AgentFactory.create())
    return plain_case(row.organiser, reverse("rooms:booking_change", args=[row.reference]), row, "title")


def series() -> Case:
    by = AgentFactory.create()
    row = a_series(a_room(), by)
    url = reverse("rooms:series_change_all", args=[nth(row, 0).reference])
    return plain_case(by, url, row, "title")


def room_photo() -> Case:
    by, row = AgentFactory.create(roles=[Role.ROOM_MANAGER]), a_room()
    photos.give_photo(row, by=by, upload=staged(by), alt="Une table")
    case = plain_case(by, reverse("rooms:room_photo_give", args=[row.slug]), row, "photo_alt")
    case.typed = {"alt": case.becomes}
    case.files = lambda: {"photo": a_file(a_photo())}
    return case


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


def watch_entry() -> Case:
    row = EntryFactory.create()
    case = plain_case(row.author, reverse("legalwatch:entry_change", args=[row.reference]), row, "title")
    case.typed = form_data(row.subjects.get()) | case.typed
    return case


def space_event() -> Case:
    lead = AgentFactory.create()
    row = spaces.an_event(spaces.project_with(lead=lead), lead)
    case = plain_case(lead, reverse("spaces:event_change", args=[row.reference]), row, "title")
    case.typed |= {"day": "2030-01-08", "start": "09:00", "end": "10:00"}
    return case


def space_decision() -> Case:
    lead = AgentFactory.create()
    row = spaces.a_decision(spaces.project_with(lead=lead), lead)
    return plain_case(lead, reverse("spaces:decision_correct", args=[row.reference]), row, "text")


def space_folder() -> Case:
    lead = AgentFactory.create()
    row = spaces.a_folder(spaces.project_with(lead=lead), lead)
    return plain_case(lead, reverse("spaces:folder_rename", args=[row.reference]), row, "name")


def space_file() -> Case:
    """Moved by somebody else meanwhile."""
    lead = AgentFactory.create()
    project = spaces.project_with(lead=lead)
    row = spaces.a_file(project, lead)
    theirs, mine = (spaces.a_folder(project, lead, name) for name in ("Plans", "Photos"))
    url = reverse("spaces:file_move", args=[row.reference])
    words = {"kept_words": theirs.name, "typed_words": mine.name}
    return Case(lead, url, row, "folder_id", theirs.pk, {"folder": mine.reference}, mine.pk, **words)


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


def councillor_address() -> Case:
    by, councillor = AgentFactory.create(roles=[Role.COUNCIL_SECRETARY]), MandateFactory.create().councillor
    accounts.open_account(councillor, by=by, email="avant@exemple.fr")
    councillor.refresh_from_db()
    url = reverse("admin:deliberations_councillor_action", args=[councillor.pk, "adresse-compte"])
    now, becomes = "autre@exemple.fr", "mienne@exemple.fr"
    words = {"kept_words": now, "typed_words": becomes}
    return Case(by, url, councillor.account, "email", now, {"email": becomes}, becomes, **words)


def project() -> Case:
    row = AssignmentFactory.create(is_lead=True)
    url = reverse("spaces:project_change", args=[row.project.reference])
    return plain_case(row.agent, url, row.project, "purpose")


def member_of_a_project() -> Case:
    lead = AssignmentFactory.create(is_lead=True)
    row = AssignmentFactory.create(project=lead.project)
    return plain_case(lead.agent, reverse("spaces:member_change", args=[row.reference]), row, "title")


CASES: dict[type[forms.Form], Callable[[], Case]] = {
    SoftwareForm: software,
    SharedToolForm: shared_tool,
    OutageForm: outage,
    ArchivingForm: lambda: problem(ArchivingFactory, "retention"),
    WorkflowsForm: lambda: problem(WorkflowUpdatesFactory, "circuits"),
    RecoveryForm: lambda: problem(DataRecoveryFactory, "clause"),
    ContractForm: contract,
    CommitForm: commitment,
    FollowUpChangeForm: follow_up,
    ReferentsForm: referents,
    SuccessorForm: successor,
    WrittenManualCorrectForm: manual,
    FileManualCorrectForm: lambda: manual(file=True),
    CardForm: own_card,
    KeepCardForm: other_card,
    AssignmentForm: assignment,
    KeepForm: word_of_the_list,
    CorrectionForm: correction,
    MeetingAmendForm: meeting_amended,
    NoteForm: meeting_notes,
    AnswerForm: answer,
    IdeaAmendForm: idea,
    SessionChangeForm: session,
    EntrustForm: entrusted,
    PrepareForm: interview,
    SurveyEditForm: survey,
    HeadingForm: assessment_heading,
    PeriodForm: assessment_period,
    AssessForm: assessed_action,
    ScreeningForm: screening,
    PagesForm: printerless_pages,
    ChangeForm: booking,
    SeriesChangeForm: series,
    RoomPhotoForm: room_photo,
    AbsenceChangeForm: absence,
    AddressForm: councillor_address,
    MemoChangeForm: memo,
    EntryChangeForm: watch_entry,
    ProjectChangeForm: project,
    MemberChangeForm: member_of_a_project,
    LetterForm: mail_letter,
    SortForm: mail_sheet,
    EventChangeForm: space_event,
    SpaceCorrectForm: space_decision,
    FolderRenameForm: space_folder,
    FileMoveForm: space_file,
}
