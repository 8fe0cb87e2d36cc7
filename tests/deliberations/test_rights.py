"""Person × door: what is published is everyone's, what is being prepared is the secretary's alone."""

import pytest
from django.test import Client
from django.urls import reverse

from deliberations import policies
from deliberations.models import Deliberation
from tests.deliberations.factories import act_url

pytestmark = pytest.mark.django_db
# tests/test_addresses.py asks every account for each address.
CAST = ["outsider", "administrator", "council_secretary"]


def status(client: Client, url: str) -> int:
    """Files are read to their end, as a browser does."""
    response = client.get(url)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code


def doors(deliberation: Deliberation) -> list[str]:
    """Of all that is read of it."""
    session, page = deliberation.session, deliberation.get_absolute_url()
    paths = [f"{page}{path}" for path in ("", "texte/", "texte/pages/1/", "annexes/1/", "annexes/1/pages/1/")]
    archive = reverse("deliberations:session_zip", args=[session.year, session.slug])
    return [*paths, session.get_absolute_url(), archive]


@pytest.mark.parametrize("person", CAST)
def test_what_is_being_prepared_does_not_exist(request, signed_in, published, unpublished, person):
    client, is_secretary = signed_in(request.getfixturevalue(person)), person == "council_secretary"
    urls = doors(unpublished)
    assert {url: status(client, url) for url in urls} == dict.fromkeys(urls, 200 if is_secretary else 404)
    # Open data for nobody, nor in the feed.
    here = [unpublished.session.year, unpublished.session.slug]
    assert client.get(reverse("deliberations:session_export", args=here)).status_code == 404
    feed = client.get(reverse("deliberations:feed"))
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert published.object in feed.text
    for url in (reverse("deliberations:council"), reverse("deliberations:year_detail", args=[2026])):
        page = client.get(url)
        assert "25\u00a0juin\u00a02026" in page.text or published.object in page.text
        assert ("24\u00a0septembre" in page.text) is is_secretary
        assert unpublished.object not in page.text + feed.text


def test_what_was_published_is_not_removed(signed_in, council_secretary, published, unpublished):
    client = signed_in(council_secretary)
    for row, status in ((unpublished, 200), (published, 403)):
        session = reverse("deliberations:session_delete", args=[row.session.reference])
        assert client.get(session).status_code == status
        assert client.get(act_url("deliberation_remove", row)).status_code == status


def test_a_closed_account_prepares_nothing(council_secretary):
    council_secretary.is_active = False
    assert not policies.can_prepare(council_secretary)
