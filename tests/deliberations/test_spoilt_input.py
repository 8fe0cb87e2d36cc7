"""What is pasted or sent twice must close nothing: the feed, the page of the receipts."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.documents.actions import stage
from core.documents.fields import streamed
from core.people.models import Agent
from tests.deliberations.factories import DeliberationFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]


def test_a_control_character_in_an_object_leaves_the_feed_open(signed_in: SignedIn, outsider: Agent) -> None:
    """PDF viewers give « fi » as U+0002 when one copies an object from them."""
    DeliberationFactory.create(number="2026_06_\x1f1", object="Modi\x02cation du budget")
    feed = signed_in(outsider).get(reverse("deliberations:feed"))
    assert feed.status_code == 200
    assert "<title>2026_06_1 Modication du budget</title>" in feed.text


def test_a_receipt_already_read_by_the_same_form_is_said(
    signed_in: SignedIn, council_secretary: Agent
) -> None:
    with streamed(SimpleUploadedFile("accuse.xml", b"<?xml version='1.0'?><ARActe/>")) as file:
        upload = stage(file, by=council_secretary)
    upload.file_path.unlink()
    page = signed_in(council_secretary).post(
        reverse("deliberations:receipts"), {"receipts-recu": upload.reference}
    )
    assert page.status_code == 200
    assert "Ce fichier n’attend plus" in page.text
