"""What is being written is kept on the server until it is sent, and nobody's window overwrites another's."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Upload
from suggestions.models import Draft, Idea

pytestmark = pytest.mark.django_db
NAMED = reverse("suggestions:idea_propose_named")
HIDDEN = reverse("suggestions:idea_propose_hidden")
KEEP = reverse("suggestions:draft_keep")
DISCARD = reverse("suggestions:draft_discard")
GOOD = {"title": "Un seul formulaire", "problem": "Trois, c’est trop.", "proposal": "Un seul."}


def kept(client: Client, stamp: str = "", level: str = "named", **words: Any) -> Any:
    key = words.pop("submission_key", str(uuid.uuid4()))
    return client.post(KEEP, {"niveau": level, "draft_stamp": stamp, "submission_key": key, **words})


@time_machine.travel("2026-11-03 14:31+01:00", tick=False)
def test_kept_and_found_again(author, outsider, signed_in):
    client = signed_in(author)
    answer = kept(client, title="Un début", problem="Trois")
    assert answer.json()["said"] == "Brouillon gardé à 14\u00a0h\u00a031"
    with time_machine.travel("2026-11-04 09:00+01:00", tick=False):
        page = client.get(NAMED)
        assert page.context["form"]["title"].value() == "Un début"
        assert page.context["form"]["draft_stamp"].value() == answer.json()["stamp"]
        assert "Votre brouillon gardé hier à 14\u00a0h\u00a031 est là" in page.text
        assert "Un brouillon vous attend" in client.get(reverse("suggestions:idea_propose")).text
    assert signed_in(outsider).get(NAMED).context["form"]["title"].value() is None
    client.post(DISCARD, {"vers": "named"})
    assert client.get(NAMED).context["form"]["title"].value() is None


def test_the_other_level_keeps_it(author, signed_in):
    client = signed_in(author)
    response = client.post(
        NAMED, {"title": "Un début", "geste": "autre", "submission_key": str(uuid.uuid4())}
    )
    assert response.url == HIDDEN
    assert client.get(HIDDEN).context["form"]["title"].value() == "Un début"
    assert Draft.objects.get().identity == "hidden"
    assert kept(client, level="anonymous").status_code == 404


def test_a_button_keeps_it_without_a_script(author, signed_in):
    client = signed_in(author)
    response = client.post(NAMED, {"title": "Un début", "geste": "brouillon"}, follow=True)
    assert "Votre brouillon est gardé" in response.text
    assert response.context["form"]["title"].value() == "Un début"
    stale = client.post(NAMED, {"title": "Autre fenêtre", "geste": "brouillon", "draft_stamp": "vieux"})
    assert stale.status_code == 409
    assert "Une autre fenêtre a gardé un autre brouillon" in stale.text
    assert stale.context["form"]["title"].value() == "Autre fenêtre"
    assert Draft.objects.get().data["title"] == "Un début"


def test_an_older_window_overwrites_nothing(author, signed_in):
    client = signed_in(author)
    first = kept(client, title="Un").json()["stamp"]
    second = kept(client, first, title="Deux").json()["stamp"]
    answer = kept(client, first, title="Vieille fenêtre")
    assert answer.status_code == 409
    assert "pour ne pas l’effacer" in answer.json()["said"]
    assert Draft.objects.get().data["title"] == "Deux"
    assert kept(client, second, title="Trois").status_code == 200


def test_a_window_goes_on_with_its_own_key(author, signed_in):
    """An answer that was lost on the way leaves the page with an old stamp of its own draft."""
    client = signed_in(author)
    key = str(uuid.uuid4())
    kept(client, title="Un", submission_key=key)
    assert kept(client, title="Un de plus", submission_key=key).status_code == 200


def test_sent_it_is_gone(author, signed_in):
    client = signed_in(author)
    stamp = kept(client, title="Un").json()["stamp"]
    key = str(uuid.uuid4())
    client.post(NAMED, GOOD | {"draft_stamp": stamp, "submission_key": key})
    assert Idea.objects.count() == 1
    assert not Draft.objects.exists()
    # What the script still had to say comes too late.
    late = kept(client, stamp, title="Un", submission_key=key)
    assert (late.status_code, Draft.objects.count()) == (409, 0)
    assert "déjà envoyée" in late.json()["said"]


def test_another_windows_draft_outlives_a_sending(author, signed_in):
    client = signed_in(author)
    kept(client, title="Une autre idée")
    client.post(NAMED, GOOD)
    assert Draft.objects.get().data["title"] == "Une autre idée"


def test_files_stay_with_it(author, signed_in):
    client = signed_in(author)
    note = SimpleUploadedFile("note.txt", b"Une note")
    client.post(NAMED, {"title": "Un", "geste": "brouillon", "files": note})
    [upload] = Upload.objects.all()
    assert f'value="{upload.reference}" checked' in client.get(NAMED).text
    stamp = Draft.objects.get().stamp
    client.post(NAMED, GOOD | {"files-recu": upload.reference, "draft_stamp": stamp})
    [file] = Idea.objects.get().files.all()
    assert (file.document.name, file.document.stored_by) == ("note.txt", author)


def test_files_of_a_draft_go_with_it_and_are_said_to_be_gone(author, signed_in):
    client = signed_in(author)
    for _ in range(2):
        client.post(DISCARD, {"vers": "hidden"})
        assert not Upload.objects.exists()
        note = SimpleUploadedFile("note.txt", b"Une note")
        client.post(NAMED, {"title": "Un", "geste": "brouillon", "files": note})
    Upload.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert "n’est plus là" in client.get(NAMED).text
