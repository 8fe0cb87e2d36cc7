"""The secretary's page: send, look, confirm, read the report."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.people.models import Agent
from deliberations.models import Deliberation, Import
from tests.deliberations.scdl.files import EXAMPLE, line

pytestmark = pytest.mark.django_db
CREATE = "/deliberations/importer/"


def content(*lines: dict[str, str], delimiter: str = ",") -> bytes:
    rows = [delimiter.join(EXAMPLE), *(delimiter.join(each.values()) for each in lines)]
    return "\n".join(rows).encode()


def sent(client: Client, body: bytes, name: str = "deliberations.csv") -> Any:
    return client.post(CREATE, {"file": SimpleUploadedFile(name, body)})


@pytest.fixture
def secretary(council_secretary: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(council_secretary)


def test_a_file_is_shown_then_confirmed_then_told(secretary: Client) -> None:
    body = content(
        line(), line(DELIB_ID="A 2", DELIB_DATE="02/07/2021"), line(DELIB_ID="A 3", DELIB_DATE="hier")
    )
    answer = sent(secretary, body)
    started = Import.objects.get()
    assert answer.url == started.get_absolute_url()
    assert started.state == Import.State.READY
    page = secretary.get(answer.url).content.decode()
    assert "Adoption du compte financier unique 2025" in page
    assert "date illisible" in page
    assert not Deliberation.objects.exists()

    answer = secretary.post(reverse("deliberations:import_confirm", args=[started.reference]), follow=True)
    page = answer.content.decode()
    assert "2 délibérations écrites" in page
    assert {d.number for d in Deliberation.objects.all()} == {"2026_06_001", "A 2"}
