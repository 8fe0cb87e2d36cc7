"""Every form of an existing object, outside the admin's own: sent from an older page, it overwrites nothing.

tests/test_stale_pages.py tries those that a page of the town has; tests/stale_form_cases.py makes rows of the others.
"""

import inspect
from collections.abc import Iterator
from contextlib import nullcontext
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django import forms
from django.apps import apps
from django.urls import reverse

from core.mail.admin import TakeAsForm
from core.people.absences import AbsenceRemoveForm
from core.people.models import Agent
from core.web.stale_forms import FIELD, STALE, stamp_of
from deliberations.acts.views import DeliberationForm
from deliberations.voting import VotesForm
from dematerialisation.group_actions.forms import (
    ConfirmScreeningForm,
    FinishForm,
    GainForm,
)
from directory.assignments import EndForm
from directory.models import Correction
from directory.skills import DeclareForm, RemoveForm
from legalwatch.forms import FollowForm
from mailroom.forms import AdviseForm, AssignForm, GiveForm, JoinForm, ReasonForm, ReassignForm
from mailroom.forms import AnswerForm as MailAnswerForm
from mailroom.forms import AskForm as MailAskForm
from mailroom.forms import NoteForm as MailNoteForm
from memos.forms import ReplyForm as MemoReplyForm
from spaces.corrections import CorrectThreadForm
from spaces.notes import NoteChangeForm
from suggestions.decisions.forms import CorrectForm, PublishForm, RereadForm
from suggestions.evaluation.forms import TakeForm
from suggestions.exchange.panel import AskOpinionForm
from suggestions.ideas.forms import SeenSetAsideForm
from suggestions.mail_in import TreatForm
from suggestions.proposing.forms import ThanksForm
from tests.factories import AgentFactory
from tests.pages import Form, forms_of
from tests.rooms.factories import NOW, a_room
from tests.rooms.series.factories import a_series, nth
from tests.stale_form_cases import CASES

pytestmark = pytest.mark.django_db

# Filled from an object, and without this stamp: why.
OTHERWISE: dict[type[forms.Form], str] = {
    EndForm: "ends what it shows (tests/directory/assignments/test_assignments.py)",
    RemoveForm: "removes what it shows (tests/directory/skills/test_skills.py)",
    DeclareForm: "boxes, each a row (tests/directory/skills/test_skills.py)",
    DeliberationForm: "has its own stamp (tests/deliberations/acts/test_views.py)",
    VotesForm: "a field an act (tests/deliberations/voting/test_views.py)",
    CorrectForm: "has its own stamp (tests/suggestions/decisions/test_answers.py)",
    RereadForm: "has its own stamp",
    SeenSetAsideForm: "has its own stamp (tests/suggestions/ideas/test_set_aside.py)",
    PublishForm: "has its own stamp",
    TakeAsForm: "a received mail does not change, and is taken once",
    TreatForm: "a received mail does not change, and is treated once",
    TakeForm: "an idea is taken once: the state refuses the second",
    FinishForm: "an action is done once: the state refuses the second",
    GainForm: "starts from the day, not from the action",
    AskOpinionForm: "starts from the day, not from the idea",
    ThanksForm: "one choice, of one person",
    AssignForm: "the state is its stamp (tests/mailroom/test_views.py)",
    ReasonForm: "the state is its stamp, as of AssignForm",
    ReassignForm: "the state is its stamp, as of AssignForm",
    GiveForm: "the state is its stamp, as of AssignForm",
    JoinForm: "the state is its stamp, as of AssignForm",
    MailNoteForm: "adds a note: nothing of the letter is written over",
    MailAskForm: "adds a question: nothing of the letter is written over",
    AdviseForm: "its stamp is of the question that it answers (tests/mailroom/test_notes.py)",
    MailAnswerForm: "the state is its stamp, as of AssignForm",
    MemoReplyForm: "one question at a time: the stamp is of which (tests/memos/test_views.py)",
    FollowForm: "one's own choices: the last page sent is what one wants",
    NoteChangeForm: "its versions never change (tests/spaces/test_notes.py)",
    ConfirmScreeningForm: "only the stamp, of what ScreeningForm shows (tests/dematerialisation/group_actions)",
    CorrectThreadForm: "a message is rewritten by its correction alone (tests/spaces/test_corrections.py)",
    AbsenceRemoveForm: "only the stamp, of what AbsenceChangeForm shows (tests/people/test_absences.py)",
}


def form_at(html: str, url: str) -> Form:
    found = [form for form in forms_of(html) if FIELD in form.values]
    return next((form for form in found if form.action == url), found[0])


@pytest.mark.parametrize("form", CASES, ids=lambda form: form.__name__)
def test_an_older_page_overwrites_nothing(form, signed_in):
    # The rooms' cases are on days of a week that is known.
    is_of_a_room = form.__module__.startswith("rooms.")
    with time_machine.travel(f"{NOW.isoformat()}Z", tick=False) if is_of_a_room else nullcontext():
        case = CASES[form]()
        client = signed_in(case.by)
        shown = form_at(client.get(case.page or case.url).text, case.url).values
        type(case.row)._base_manager.filter(pk=case.row.pk).update(**{case.name: case.now})
        refused = client.post(case.url, shown | case.typed | case.files())
        assert refused.status_code == 200
        assert STALE in refused.text
        kept, _, below = refused.text.partition("Ce qui est enregistré maintenant")[2].partition("</dl>")
        assert escape(case.kept_words) in kept
        assert escape(case.typed_words) in below
        assert getattr(fresh(case.row), case.name) == case.now
        again = form_at(refused.text, case.url).values
        done = client.post(case.url, again | case.typed | case.files())
        assert done.status_code == 302, forms_of(done.text)
        row = fresh(case.row)
        assert getattr(row, case.name) == case.becomes


def fresh(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def test_a_correction_is_accepted_on_the_card_that_was_read(directory_manager, signed_in):
    subject = AgentFactory.create()
    found = Correction.objects.create(subject=subject, proposed_by=subject, function="chef de projet")
    client, url = (
        signed_in(directory_manager),
        reverse("directory:correction_accept", args=[found.reference]),
    )
    page = form_at(client.get(found.get_absolute_url()).text, url).values
    Agent.objects.filter(pk=subject.pk).update(function="directrice")
    refused = client.post(url, page, follow=True)
    assert "La fiche a changé depuis l’ouverture de cette page" in refused.text
    assert fresh(subject).function == "directrice"
    client.post(url, form_at(refused.text, url).values)
    assert fresh(subject).function == "chef de projet"


def test_the_page_of_one_date_speaks_for_its_series(author, signed_in):
    """« Cette date et les suivantes » sends the form of one date: its stamp is compared with that date."""
    with time_machine.travel(f"{NOW.isoformat()}Z", tick=False):
        row = nth(a_series(a_room(), author), 0)
        client = signed_in(author)
        page = form_at(client.get(reverse("rooms:booking_change", args=[row.reference])).text, "").values
        url = reverse("rooms:series_change_all", args=[row.reference])
        type(row).objects.filter(pk=row.pk).update(title="Autre objet")
        assert STALE in client.post(url, page | {"title": "Ma version"}).text
        type(row).objects.filter(pk=row.pk).update(title=row.title)
        assert client.post(url, page | {"title": "Ma version"}).status_code == 302


def form_classes() -> Iterator[type[forms.Form]]:
    """Those that the modules of the apps define."""
    for config in apps.get_app_configs():
        folder = config.path
        if "site-packages" in folder:
            continue
        for path in sorted(Path(folder).rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            if "migrations" in parts or "management" in parts or path.name == "__init__.py":
                continue
            module = import_module(".".join([config.name, *parts]))
            for _, found in inspect.getmembers(module, inspect.isclass):
                if issubclass(found, forms.Form) and found.__module__ == module.__name__:
                    yield found


def test_the_stamp_is_of_the_values():
    assert stamp_of({"a": "x", "b": None}) == stamp_of({"b": "", "a": "x", "c": []})
    assert stamp_of({"a": "x"}) != stamp_of({"a": "y"})
