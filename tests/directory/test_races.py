"""Two at once, with real threads and real commits."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.documents.models import Document
from core.mail.models import OutgoingMail
from core.people.models import Agent
from directory import cards
from directory import corrections as correction_actions
from directory.imports.apply import agents_import
from directory.models import AgentImport, Card, Correction
from tests.directory.factories import CorrectionFactory, a_sheet, staged, with_photo

pytestmark = pytest.mark.django_db(transaction=True)


def failures(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def test_two_managers_accept_the_same_correction(directory_manager, administrator, author, together):
    correction = CorrectionFactory.create(subject=author)
    results = together(
        lambda: correction_actions.accept_correction(correction, by=directory_manager),
        lambda: correction_actions.accept_correction(correction, by=administrator),
    )
    (refusal,) = failures(results)
    assert isinstance(refusal, ValidationError)
    assert "entre-temps" in refusal.messages[0]
    assert OutgoingMail.objects.filter(kind="directory.decided").count() == 1


def test_two_corrections_give_one_address(directory_manager, author, colleague, together):
    both = [
        CorrectionFactory.create(subject=agent, function="", email="la.meme@ville.example")
        for agent in (author, colleague)
    ]
    results = together(
        *(lambda each=each: correction_actions.accept_correction(each, by=directory_manager) for each in both)
    )
    (refusal,) = failures(results)
    assert isinstance(refusal, ValidationError)
    assert Agent.objects.filter(email="la.meme@ville.example").count() == 1
    assert Correction.objects.waiting().count() == 1


def test_two_imports_at_once_create_each_agent_once(units, together):
    data = a_sheet(*(f"N{n};Roux;Paul;Culture;;;p{n}@ville.example;;" for n in range(30)))
    results = together(*(lambda: agents_import.apply_file(data, by=None) for _ in range(3)))
    assert not failures(results)
    assert sorted(plan.counts["created"] for plan in results) == [0, 0, 30]
    assert Agent.objects.filter(last_name="Roux").count() == 30


def test_one_import_is_confirmed_once(units, directory_manager, together):
    upload = staged(directory_manager, a_sheet("9;Roux;Paul;;;;;;"), "agents.csv")
    waiting = agents_import.begin(by=directory_manager, upload=upload, submission_key=uuid.uuid4())
    seen = agents_import.preview(waiting, by=directory_manager).digest
    results = together(
        *(
            lambda: agents_import.confirm(
                waiting, by=directory_manager, seen=seen, deactivate_leavers=False, reopen=False
            )
            for _ in range(2)
        )
    )
    (refusal,) = failures(results)
    assert isinstance(refusal, ValidationError)
    assert Agent.objects.filter(personnel_number="9").count() == 1
    assert AgentImport.objects.get().state == "done"
    assert not Document.objects.exists()


def test_a_telephone_corrected_during_an_import_is_the_agent_s(units, librarian, together):
    """Whichever comes first, what the agent wrote stays."""
    data = a_sheet("00123;Benali;Nadia;;;;;0400007777;")
    results = together(
        lambda: agents_import.apply_file(data, by=None),
        lambda: cards.correct_card(librarian, by=librarian, phone="04 00 00 99 99", office="", duties=""),
    )
    assert not failures(results)
    librarian.refresh_from_db()
    assert librarian.phone == "04 00 00 99 99"


def test_two_photos_at_once_leave_one(author, together):
    uploads = [staged(author) for _ in range(3)]
    results = together(
        *(
            lambda upload=upload: cards.give_photo(author, by=author, upload=upload, has_consent=True)
            for upload in uploads
        )
    )
    assert not failures(results)
    card = Card.objects.get()
    assert list(Document.objects.all()) == [card.photo]
    assert card.photo
    assert card.photo.file_path.exists()


def test_a_photo_is_removed_once(author, directory_manager, together):
    with_photo(author)
    results = together(
        lambda: cards.remove_photo(author, by=author),
        lambda: cards.remove_photo(author, by=directory_manager),
    )
    (refusal,) = failures(results)
    assert isinstance(refusal, ValidationError)
    assert not Document.objects.exists()
