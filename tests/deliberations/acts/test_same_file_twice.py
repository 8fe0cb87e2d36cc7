"""One file held twice by one deliberation: as its text and as an annex, or as two annexes."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.documents.models import PageText
from core.people.models import Agent
from core.search import queries
from deliberations.models import Deliberation
from tests.deliberations.factories import AnnexFactory

pytestmark = pytest.mark.django_db


def test_the_index_is_rebuilt_all_the_same(
    published: Deliberation, outsider: Agent, signed_in: Callable[[Agent], Client]
) -> None:
    assert published.text is not None
    AnnexFactory.create(deliberation=published, document=published.text, position=2)
    PageText.objects.filter(document=published.text).update(text="Une girafe.")
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_holding; DELETE FROM search_entry WHERE page_id IS NOT NULL;"
            " DELETE FROM search_entry"
        )
    call_command("reindex", stdout=io.StringIO())
    (found,) = queries.search("girafe", outsider).rows
    here = [published.session.year, published.session.slug, published.slug]
    assert found.file_url == reverse("deliberations:text", args=here)
