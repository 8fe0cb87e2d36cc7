"""Two people at once, with real threads and real commits."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.mail.models import OutgoingMail
from manuals import actions
from manuals.models import Manual, Outage, OutdatedNotice, Pin, Software
from tests.factories import AgentFactory
from tests.manuals.factories import BODY, ManualFactory, PinFactory, page_data, replace

pytestmark = pytest.mark.django_db(transaction=True)
WORDS: dict[str, Any] = {"dated_on": date(2026, 3, 2), "body": BODY}


def refusals(results: list[Any]) -> list[ValidationError]:
    assert all(isinstance(result, ValidationError | Manual | Outage | Software) for result in results), (
        results
    )
    return [result for result in results if isinstance(result, ValidationError)]


def test_two_replace_the_same_manual(software, referent, it_referent, together):
    old = ManualFactory.create(software=software)
    reader = PinFactory.create(manual=old).agent
    results = together(
        lambda: replace(old, by=referent, title="D’elle", **WORDS),
        lambda: replace(old, by=it_referent, title="De lui", **WORDS),
    )
    (refusal,) = refusals(results)
    new = Manual.objects.get(replaces=old)
    assert new.title in refusal.messages[0]
    assert Manual.objects.count() == 2
    assert Pin.objects.get().manual == new
    assert OutgoingMail.objects.filter(kind="manuals.replaced", agent=reader).count() == 1


def test_two_say_that_it_is_down_then_that_it_works(software, referent, it_referent, together):
    results = together(
        lambda: actions.start_outage(software, by=referent, message="Arrêt."),
        lambda: actions.start_outage(software, by=it_referent, message="Arrêt."),
    )
    (refusal,) = refusals(results)
    assert str(Outage.objects.get().said_by) in refusal.messages[0]
    ends = together(*(lambda by=by: actions.end_outage(software, by=by) for by in (referent, it_referent)))
    assert len(refusals(ends)) == 1


def test_pinned_twice_at_once(outsider, together):
    manual = ManualFactory.create()
    results = together(*(lambda: actions.pin(manual, by=outsider) for _ in range(4)))
    assert results == [manual] * 4
    assert Pin.objects.count() == 1


def test_pinned_while_it_is_replaced(software, referent, together):
    """Whichever comes first, the pins end on the new manual."""
    old = ManualFactory.create(software=software)
    readers = AgentFactory.create_batch(3)
    results = together(
        lambda: replace(old, by=referent, title="Neuf", **WORDS),
        *(lambda reader=reader: actions.pin(old, by=reader) for reader in readers),
    )
    assert not refusals(results)
    new = Manual.objects.get(replaces=old)
    assert {(pin.agent, pin.manual) for pin in Pin.objects.all()} == {(reader, new) for reader in readers}


def test_withdrawn_while_it_is_replaced(software, referent, it_referent, together):
    old = ManualFactory.create(software=software)
    results = together(
        lambda: replace(old, by=referent, title="Neuf", **WORDS),
        lambda: actions.withdraw_manual(old, by=it_referent),
    )
    assert len(refusals(results)) == 1
    old = Manual.objects.for_page().get(pk=old.pk)
    assert (old.successor is None) == (old.withdrawn_at is not None)


def test_a_new_version_while_an_older_manual_is_added(software, referent, it_referent, together):
    """Whichever comes first, its referents are told once."""
    results = together(
        lambda: actions.describe(software, by=referent, version_in_use="13"),
        lambda: actions.add_manual(software, by=it_referent, title="Vieux", software_version="12.3", **WORDS),
    )
    assert not refusals(results)
    assert OutdatedNotice.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="manuals.outdated").count() == 2


def test_one_replacement_sent_twice_at_once(software, referent, signed_in, together):
    """The second finds the first's manual, not that the old one « was replaced meanwhile »."""
    old = ManualFactory.create(software=software)
    clients = [signed_in(referent), signed_in(referent)]
    path = reverse("manuals:manual_replace_page", args=[old.reference])
    data = page_data(submission_key=str(uuid.uuid4()))
    answers = together(*(lambda client=client: client.post(path, data) for client in clients))
    new = Manual.objects.get(replaces=old)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {new.get_absolute_url()}
