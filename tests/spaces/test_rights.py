"""Who meets what at each address of a space: person × project × address × method."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from spaces.models import Note
from spaces.policies import CLOSED
from tests.documents import samples
from tests.spaces.factories import Filled, filled

pytestmark = pytest.mark.django_db
Sent = dict[str, Any]

# Read by whoever reads the project.
READ = {
    "note_list": "project",
    "note_detail": "note",
    "note_versions": "note",
    "note_version": "note 1",
    "note_compare": "note ?before=1&after=2",
    "file_list": "project",
    "file_zip": "project",
    "folder_detail": "folder",
    "folder_zip": "folder",
    "file_detail": "file",
    "file_version": "file 1",
    "file_version_page": "file 1 1",
    "event_list": "project",
    "event_detail": "event",
    "decision_list": "project",
    "thread_list": "project",
    "thread_detail": "thread",
}
DAY = {"title": "Réunion", "day": "2030-01-08", "start": "09:00", "end": "10:00"}
# Members' forms: what they refuse, what they take.
FORMS: dict[str, tuple[str, Sent, Sent]] = {
    "note_write": ("project", {"title": ""}, {"title": "Note", "body": "<p>Texte</p>"}),
    "note_change": ("note", {"title": ""}, {"title": "Note", "body": "<p>Autre</p>"}),
    "file_store": ("project", {}, {"uploads": "carte.pdf"}),
    "file_move": ("file", {"folder": "ailleurs"}, {"folder": ""}),
    "folder_make": ("project", {"name": " "}, {"name": "Photos"}),
    "folder_rename": ("folder", {"name": " "}, {"name": "Tableaux"}),
    "event_add": ("project", {**DAY, "end": "08:00"}, DAY),
    "event_change": ("event", {**DAY, "day": "demain"}, DAY),
    "decision_write": ("project", {"text": ""}, {"text": "Oui.", "decided_on": "today"}),
    "decision_replace": ("decision", {"text": ""}, {"text": "Oui.", "decided_on": "today"}),
    "thread_open": ("project", {"subject": ""}, {"subject": "Couleur", "text": "Bleu ?"}),
    "thread_detail": ("thread", {"text": " "}, {"text": "Le bleu."}),
}
# Buttons: what their POST answers to the lead and to another member.
BUTTONS: dict[str, tuple[str, Sent, int, int]] = {
    "note_version": ("note 1", {}, 302, 302),
    "note_remove": ("note", {"geste": "retirer"}, 302, 403),
    "file_remove": ("file", {"geste": "retirer"}, 302, 403),
    "folder_remove": ("folder", {}, 302, 302),
    "event_cancel": ("event", {}, 302, 302),
    "decision_correct": ("decision", {"geste": "retirer"}, 302, 403),
}
STATES = ("open", "reserved", "closed", "sealed")
PEOPLE = ("lead", "member", "former", "outsider", "elected", "stranger")


def address(space: Filled, name: str, target: str) -> str:
    of, _, rest = target.partition(" ")
    query = rest if rest.startswith("?") else ""
    extra = [] if query else rest.split()
    return reverse(f"spaces:{name}", args=[getattr(space, of).reference, *extra]) + query


def sent(data: Sent) -> Sent:
    """Read again for each sending: a file is read once, a day goes by."""
    given = {key: str(timezone.localdate()) if value == "today" else value for key, value in data.items()}
    if "uploads" in given:
        given["uploads"] = SimpleUploadedFile(given["uploads"], samples.pdf())
    return given


def expected(person: str, state: str, *, writing: int | None) -> int:
    """`writing` is the answer to a member who writes; None for reading."""
    if person == "stranger":
        return 302
    if person == "elected":
        return 404
    is_member = person in ("lead", "member")
    if not is_member and state in ("reserved", "sealed"):
        return 404
    if writing is None:
        return 200
    return writing if is_member and state in ("open", "reserved") else 403


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", PEOPLE)
def test_rights(person, state, signed_in):
    space = filled(state)
    # As once it is read: its pages have addresses.
    Document.objects.update(page_count=1)
    client = Client() if person == "stranger" else signed_in(space.people[person])
    faults = []

    def check(name: str, method: str, url: str, writing: int | None, data: Sent | None = None) -> None:
        response = client.get(url) if data is None else client.post(url, sent(data))
        wanted = expected(person, state, writing=writing)
        if person == "stranger" and response.status_code == 302:
            assert "/connexion" in response.headers["Location"] or "/compte" in response.headers["Location"]
        if response.status_code != wanted:
            faults.append((name, method, response.status_code, wanted))
        if wanted == 403 and state in ("closed", "sealed") and CLOSED not in response.text:
            faults.append((name, method, "without its reason", 403))

    for name, target in READ.items():
        check(name, "GET", address(space, name, target), None)
    for name, (target, refused, _) in FORMS.items():
        url = address(space, name, target)
        if name not in READ:
            check(name, "GET", url, 200)
        check(name, "invalid POST", url, 200, refused)
    for name, (target, _, taken) in FORMS.items():
        check(name, "valid POST", address(space, name, target), 302, taken)
    for name, (target, data, lead, member) in BUTTONS.items():
        check(name, "POST", address(space, name, target), lead if person == "lead" else member, data)
    check("event_cancel", "GET", address(space, "event_cancel", "event"), 200)
    if person != "stranger":
        reads = expected(person, state, writing=None) == 200
        assert Note.objects.visible_to(space.people[person]).exists() == reads
    assert not faults
