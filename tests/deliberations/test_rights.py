"""Person × door: what is published is everyone's, what is being prepared is the secretary's alone."""

import pytest
from django.test import Client
from django.urls import reverse

from deliberations import policies
from deliberations.models import Deliberation
from tests.deliberations.factories import act_url

pytestmark = pytest.mark.django_db
CAST = [
    "outsider",
    "moderator",
    "head",
    "room_manager",
    "administrator",
    "directory_manager",
    "council_secretary",
]
READING = ["page", "session", "year", "text", "text_page", "annex", "annex_page", "zip"]
SECRETARY_DOORS = [
    "session_prepare",
    "session_change",
    "session_publish",
    "session_votes",
    "session_unpublish",
    "session_delete",
    "session_approvals",
    "session_approvals_pdf",
    "deliberation_add",
    "deliberation_change",
    "deliberation_remove",
]


def status(client: Client, url: str) -> int:
    """Files are read to their end, as a browser does."""
    response = client.get(url)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code


def door(name: str, deliberation: Deliberation) -> str:
    session = deliberation.session
    folder = [session.year, session.slug]
    if name in ("text", "annex", "text_page", "annex_page"):
        base = f"{deliberation.get_absolute_url()}{'texte' if 'text' in name else 'annexes/1'}/"
        return f"{base}pages/1/" if name.endswith("_page") else base
    if (
        name.startswith("session_") and name not in ("session_zip", "session_export")
    ) or name == "deliberation_add":
        return reverse(f"deliberations:{name}", args=[session.reference])
    if name in ("deliberation_change", "deliberation_remove"):
        return act_url(name, deliberation)
    return {
        "page": deliberation.get_absolute_url(),
        "session": session.get_absolute_url(),
        "year": reverse("deliberations:year_detail", args=[session.year]),
        "zip": reverse("deliberations:session_zip", args=folder),
        "export": reverse("deliberations:session_export", args=folder),
    }[name]


@pytest.mark.parametrize("person", CAST)
def test_what_is_being_prepared_does_not_exist(request, signed_in, unpublished, person):
    client = signed_in(request.getfixturevalue(person))
    expected = 200 if person == "council_secretary" else 404
    for name in READING:
        assert status(client, door(name, unpublished)) == expected, name


def test_what_is_being_prepared_is_open_data_for_nobody(signed_in, council_secretary, unpublished):
    assert signed_in(council_secretary).get(door("export", unpublished)).status_code == 404


@pytest.mark.parametrize("person", ["outsider", "head", "administrator"])
def test_a_draft_s_doors_are_the_secretary_s(request, signed_in, published, unpublished, person):
    client = signed_in(request.getfixturevalue(person))
    for name in SECRETARY_DOORS:
        # A paper only reads: it refuses a POST to all, whatever the row.
        is_read_only = name == "session_approvals_pdf"
        for row, expected in ((unpublished, 404), (published, 403)):
            assert client.get(door(name, row)).status_code == expected, name
            assert client.post(door(name, row)).status_code == (405 if is_read_only else expected), name


def test_what_was_published_is_not_removed(signed_in, council_secretary, published, unpublished):
    client = signed_in(council_secretary)
    for name in ("session_delete", "deliberation_remove"):
        assert client.get(door(name, unpublished)).status_code == 200
        assert client.get(door(name, published)).status_code == 403


@pytest.mark.parametrize("person", CAST)
def test_lists_and_feed_say_nothing_of_a_draft(request, signed_in, published, unpublished, person):
    client = signed_in(request.getfixturevalue(person))
    feed = client.get(reverse("deliberations:feed"))
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert published.object in feed.text
    assert unpublished.object not in feed.text
    for name in ("council", "year_detail"):
        page = client.get(reverse(f"deliberations:{name}", args=[2026] if name == "year_detail" else []))
        assert "25\u00a0juin\u00a02026" in page.text or published.object in page.text
        assert ("24\u00a0septembre" in page.text) == (person == "council_secretary")
        assert unpublished.object not in page.text


def test_a_closed_account_prepares_nothing(council_secretary, unpublished):
    council_secretary.is_active = False
    assert not policies.can_prepare(council_secretary)
    assert not policies.can_see(council_secretary, unpublished.session)


@pytest.mark.parametrize("name", ["deliberation_change", "deliberation_remove"])
def test_an_address_with_a_nul_leads_nowhere(signed_in, council_secretary, unpublished, name):
    url = door(name, unpublished).replace(unpublished.slug, "%00")
    assert "%00" in url
    assert signed_in(council_secretary).get(url).status_code == 404
