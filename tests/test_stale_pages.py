"""Every form of an existing object that a page of the town has; a file with rows of its own has not the town's."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django import forms
from django.db import transaction
from django.test import Client
from django.urls import resolve

from core.people.models import Agent
from core.web.stale_forms import FIELD, STALE, StaleCheckForm
from directory.corrections import AcceptForm
from tests.addresses import action_paths
from tests.answers import refusals_said_once
from tests.pages import Form, forms_of
from tests.stale_form_cases import CASES
from tests.test_addresses import pages_of_the_town
from tests.test_stale_forms import OTHERWISE, form_classes
from tests.town import ACCOUNTS, signed_in_as

# Sent from an older page, they lead to the list, which says why.
LED_ELSEWHERE = {"directory:skill_remove"}


def test_each_form_of_an_existing_object_is_compared_with_it(town, monkeypatch):
    """Read from the code: whatever has `initial_for`, or carries the stamp; each is found on a page, or here."""
    tried: set[type[forms.Form]] = set()
    full_clean = StaleCheckForm.full_clean

    def watched(form: StaleCheckForm) -> None:
        full_clean(form)
        if form.is_bound:
            tried.add(type(form))

    monkeypatch.setattr(StaleCheckForm, "full_clean", watched)
    faults = [fault for client, target, form in stamped_forms() for fault in faults_of(client, target, form)]
    assert faults == []
    found = {
        form for form in form_classes() if hasattr(form, "initial_for") or issubclass(form, StaleCheckForm)
    }
    found -= {StaleCheckForm, AcceptForm}
    creating = {
        form for form in found if hasattr(form, "declared_fields") and "submission_key" in form.base_fields
    }
    extended = {base for form in {*CASES, *tried} for base in form.__mro__[1:]}
    assert found - creating - extended - {*CASES, *OTHERWISE, *tried} == set()
    assert {form for form in CASES if not issubclass(form, StaleCheckForm)} == set()


def stamped_forms() -> Iterator[tuple[Client, str, Form]]:
    """Yield those of the town's pages, once each; the admin's own are in tests/admin/test_every_stamp.py."""
    clients = {account: signed_in_as(account) for account in ACCOUNTS}
    pages = [(account, path) for _, account, path in pages_of_the_town()]
    for account in ACCOUNTS:
        pages += [(account, path) for path in action_paths(Agent.objects.get(identifiant=account))]
    seen = set()
    with refusals_said_once():
        for account, path in pages:
            page = clients[account].get(path)
            if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
                continue
            for form in forms_of(page.text):
                target = urljoin(path, form.action)
                if form.method == "post" and form.values.get(FIELD) and target not in seen:
                    seen.add(target)
                    yield clients[account], target, form


def faults_of(client: Client, target: str, form: Form) -> Iterator[str]:
    """Send it with another stamp, then with its own; whatever it does is undone."""
    for stamp, is_older in (("0" * 32, True), (form.values[FIELD], False)):
        with transaction.atomic():
            answer = client.post(target, form.values | {FIELD: stamp})
            transaction.set_rollback(True)
        said = answer.status_code == 200 and STALE in answer.text
        if said != is_older and resolve(urlsplit(target).path).view_name not in LED_ELSEWHERE:
            yield f"{target}: {answer.status_code}, an older page: {is_older}"
