"""Every form of an existing object, outside the admin's own: sent from an older page, it overwrites nothing."""

import ast
from collections.abc import Iterator
from html import escape
from inspect import getsource
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from core.mail.admin import TakeAsForm
from core.people.models import Agent
from core.web.stale_forms import FIELD, STALE, StaleCheckForm, stamp_of
from deliberations.acts.views import DeliberationForm
from dematerialisation.group_actions.forms import FinishForm, GainForm
from directory.models import Correction
from mailroom.forms import AskForm as MailAskForm
from mailroom.forms import NoteForm as MailNoteForm
from suggestions.decisions.forms import CorrectForm, PublishForm, RereadForm
from suggestions.evaluation.forms import TakeForm
from suggestions.exchange.panel import AskOpinionForm
from suggestions.ideas.forms import SeenSetAsideForm
from suggestions.mail_in import TreatForm
from suggestions.proposing.forms import ThanksForm
from tests.factories import AgentFactory
from tests.manuals.factories import FollowUpFactory
from tests.pages import Form, forms_of
from tests.product_forms import form_classes, modules
from tests.rooms.factories import NOW, a_room
from tests.rooms.series.factories import a_series, nth
from tests.test_bad_input import posted_forms
from tests.town import ACCOUNTS, signed_in_as

pytestmark = pytest.mark.django_db

# Filled from an object, and without this stamp: why.
OTHERWISE: dict[type[forms.Form], str] = {
    DeliberationForm: "has its own stamp (tests/deliberations/acts/test_views.py)",
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
    MailNoteForm: "adds a note: nothing of the letter is written over",
    MailAskForm: "adds a question: nothing of the letter is written over",
}
# Sent from an older page, they lead to another one, which says why.
LED_ELSEWHERE = {"directory:skill_remove", "directory:correction_accept"}


def form_at(html: str, url: str) -> Form:
    found = [form for form in forms_of(html) if FIELD in form.values]
    return next((form for form in found if form.action == url), found[0])


def fresh(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


# Each form has the stamp of its object


def test_each_form_of_an_existing_object_carries_the_stamp():
    """Read from the code: whatever has `initial_for` is compared with the object, or creates something."""
    found = {form for form in form_classes() if hasattr(form, "initial_for")}
    bare = {
        form
        for form in found - {*OTHERWISE}
        if not issubclass(form, StaleCheckForm) and "submission_key" not in form.base_fields
    }
    extended = {base for form in found - bare for base in form.__mro__[1:]}
    assert bare - extended == set()
    assert {*OTHERWISE} <= found
    assert not [form for form in OTHERWISE if issubclass(form, StaleCheckForm)]


def test_each_form_with_the_stamp_is_given_its_object():
    """Without `initial`, every stamp would be the same."""
    bare = [
        f"{module.__name__}:{call.lineno}"
        for module in modules()
        for call in ast.walk(ast.parse(Path(module.__file__).read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and is_stamped(getattr(module, call.func.id, None))
        and not {"initial", None} & {each.arg for each in call.keywords}
    ]
    assert bare == []


def is_stamped(form: Any) -> bool:
    """Whether it has the stamp, and does not read its object by itself."""
    if not isinstance(form, type) or not issubclass(form, StaleCheckForm):
        return False
    return not any(
        "initial=" in getsource(base) for base in form.__mro__ if base not in StaleCheckForm.__mro__
    )


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_page_of_the_town_is_compared_with_its_object(answers, account):
    """Those of the admin are in tests/admin/test_every_stamp.py."""
    client = signed_in_as(account)
    stamped = [(target, form) for target, form in posted_forms(answers, account) if form.values.get(FIELD)]
    assert [fault for target, form in stamped for fault in faults_of(client, target, form)] == []
    assert stamped or account not in ("agent", "groupe")


def faults_of(client: Client, target: str, form: Form) -> Iterator[str]:
    """Send it with another stamp, then with its own; whatever it does is undone."""
    for stamp, is_older in (("0" * 32, True), (form.values[FIELD], False)):
        with transaction.atomic():
            answer = client.post(target, form.values | {FIELD: stamp})
            transaction.set_rollback(True)
        said = answer.status_code == 200 and STALE in answer.text
        if said != is_older and resolve(urlsplit(target).path).view_name not in LED_ELSEWHERE:
            yield f"{target}: {answer.status_code}, an older page: {is_older}"


# What the page says


def test_an_older_page_overwrites_nothing_and_shows_both_versions(moderator, signed_in):
    theirs, mine = AgentFactory.create_batch(2)
    row = FollowUpFactory.create()
    client, url = signed_in(moderator), reverse("manuals:follow_up_change", args=[row.reference])
    shown = form_at(client.get(url).text, url).values
    type(row).objects.filter(pk=row.pk).update(assigned_to=theirs)
    typed = {"assigned_to": mine.identifiant}
    refused = client.post(url, shown | typed)
    assert refused.status_code == 200
    assert STALE in refused.text
    kept, _, below = refused.text.partition("Ce qui est enregistré maintenant")[2].partition("</dl>")
    assert escape(str(theirs)) in kept
    assert mine.identifiant in below
    assert fresh(row).assigned_to == theirs
    done = client.post(url, form_at(refused.text, url).values | typed)
    assert done.status_code == 302, forms_of(done.text)
    assert fresh(row).assigned_to == mine


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


def test_the_stamp_is_of_the_values():
    assert stamp_of({"a": "x", "b": None}) == stamp_of({"b": "", "a": "x", "c": []})
    assert stamp_of({"a": "x"}) != stamp_of({"a": "y"})
