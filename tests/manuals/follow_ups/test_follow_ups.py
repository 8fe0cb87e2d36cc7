"""Opening, handing over, closing; the list, its filters, its export; who is told; two at once."""

import csv
import uuid
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import to_do_for
from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent
from manuals import follow_ups
from manuals.models import FollowUp, Problem, Software
from tests.factories import AgentFactory
from tests.manuals.factories import FollowUpFactory

pytestmark = pytest.mark.django_db
LIST = "/progiciels/suites/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days)


def open_one(software: Software, by: Agent, assigned_to: Agent, **changes: Any) -> FollowUp:
    fields = {"problem": Problem.RECOVERY, "what": "Essayer un export", "due_on": in_days(30)}
    return follow_ups.open_follow_up(software, by=by, assigned_to=assigned_to, **fields | changes)


def test_whoever_is_to_do_it_is_told(software, referent, outsider, told):
    row = open_one(software, referent, outsider)
    assert told() == {"manuals.follow_up": {outsider.identifiant}}
    assert history_of(row)[0].by == referent
    sent = Notification.objects.get()
    assert sent.url == row.get_absolute_url()
    assert "«\u00a0Essayer un export\u00a0»" in sent.text
    # Handed over: what the first one was told is over.
    other = AgentFactory.create()
    follow_ups.change_follow_up(row, by=referent, assigned_to=other, due_on=in_days(31))
    assert told() == {"manuals.follow_up": {outsider.identifiant, other.identifiant}}
    assert Notification.objects.get(recipient=outsider).read_at
    assert not Notification.objects.get(recipient=other).read_at
    # Nothing changed is nothing said; nor is what one gives oneself.
    entries = len(history_of(row))
    follow_ups.change_follow_up(row, by=referent, assigned_to=other, due_on=in_days(31))
    open_one(software, referent, referent)
    assert (len(history_of(row)), Notification.objects.count()) == (entries, 2)
    follow_ups.close_follow_up(row, by=other, result="Fait.")
    assert Notification.objects.get(recipient=other).read_at


def test_it_waits_for_whoever_is_to_do_it(software, outsider, signed_in):
    FollowUpFactory.create(software=software, assigned_to=outsider)
    FollowUpFactory.create(software=software, assigned_to=outsider, closed=True)
    FollowUpFactory.create(software=software)
    [line] = to_do_for(outsider)
    assert line.label == "1 suite à donner à un progiciel"
    client = signed_in(outsider)
    assert f'href="{line.url}"' in client.get("/").text
    assert client.get(line.url).text.count('class="follow-up"') == line.count
    FollowUpFactory.create(assigned_to=outsider, due_on=in_days(-1))
    late, waiting = to_do_for(outsider)
    assert (late.label, late.is_late) == ("1 suite à donner en retard", True)
    assert late.url == f"{LIST}?person={outsider.pk}&state=late"
    assert waiting.label == "2 suites à donner à des progiciels"


def test_all_those_of_one_software(software, outsider, signed_in):
    for day in range(22):
        FollowUpFactory.create(software=software, what=f"Affaire {day}.", due_on=in_days(day))
    FollowUpFactory.create(what="D’un autre.")
    client = signed_in(outsider)
    page = client.get(software.get_absolute_url()).text
    assert "Affaire 21." not in page
    url = f"{LIST}?software={software.reference}&state=all"
    assert f'href="{url.replace("&", "&amp;")}"' in page
    found = client.get(url)
    assert found.context["page"].count == 22
    assert "D’un autre." not in found.text


def test_opened_by_its_page(software, referent, outsider, signed_in):
    client, url = signed_in(referent), reverse("manuals:follow_up_open", args=[software.reference])
    of_its_part = f"{url}?problem=recovery"
    assert of_its_part not in signed_in(outsider).get(software.get_absolute_url()).text
    assert of_its_part in client.get(software.get_absolute_url()).text
    assert '<option value="recovery" selected>' in client.get(of_its_part).text
    data = {
        "problem": "recovery",
        "what": "Essayer\nun export",
        "assigned_to": "inès haddad",
        "due_on": in_days(3).isoformat(),
        "submission_key": str(uuid.uuid4()),
    }
    first, second = client.post(url, data), client.post(url, data)
    row = FollowUp.objects.get()
    assert first.url == second.url == row.get_absolute_url()
    assert (row.what, row.assigned_to, row.opened_by) == ("Essayer un export", outsider, referent)


def test_a_day_that_has_passed_may_stay(software, referent, outsider):
    row = FollowUpFactory.create(software=software, due_on=in_days(-3))
    row = follow_ups.change_follow_up(row, by=referent, assigned_to=outsider, due_on=row.due_on)
    assert row.assigned_to == outsider
    with pytest.raises(ValidationError):
        follow_ups.change_follow_up(row, by=referent, assigned_to=outsider, due_on=in_days(-2))
    closed = AgentFactory.create(is_active=False)
    with pytest.raises(ValidationError):
        follow_ups.change_follow_up(row, by=referent, assigned_to=closed, due_on=in_days(2))


def test_closed_with_its_result(software, outsider, signed_in):
    row = FollowUpFactory.create(software=software, assigned_to=outsider)
    client, url = signed_in(outsider), reverse("manuals:follow_up_close", args=[row.reference])
    assert "Dites ce que cela a donné" in client.post(url, {"result": " "}).text
    assert client.post(url, {"result": "Tout est revenu."}).url == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.result, row.closed_by) == ("Tout est revenu.", outsider)
    assert "Tout est revenu." in client.get(software.get_absolute_url()).text


def test_the_list_and_its_filters(outsider, signed_in):
    mine = FollowUpFactory.create(what="La mienne", problem="workflows", assigned_to=outsider)
    FollowUpFactory.create(what="Une tardive", due_on=in_days(-1))
    FollowUpFactory.create(what="Une close", closed=True)
    client = signed_in(outsider)

    def shown(query: str) -> set[str]:
        page = client.get(f"{LIST}?{query}").text
        rows = list(csv.reader(StringIO(download(f"{LIST}liste.csv?{query}")), delimiter=";"))
        listed = {name for name in ("La mienne", "Une tardive", "Une close") if name in page}
        assert {row[3] for row in rows[1:]} == listed
        return listed

    def download(url: str) -> str:
        return b"".join(client.get(url)).decode()

    assert shown("") == {"La mienne", "Une tardive"}
    assert shown("state=late") == {"Une tardive"}
    assert shown("state=closed") == {"Une close"}
    assert shown("state=all") == {"La mienne", "Une tardive", "Une close"}
    assert shown("problem=workflows") == {"La mienne"}
    assert shown(f"person={outsider.pk}") == {"La mienne"}
    assert shown(f"direction={mine.software.owner_id}") == {"La mienne"}
    assert shown("problem=autre&person=x&direction=0&state=z") == {"La mienne", "Une tardive"}
    assert "Aucune suite ne correspond" in client.get(f"{LIST}?problem=archiving&state=late").text


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("follow_up_change", {"assigned_to": "Inès Haddad", "due_on": "2099-01-01"}),
        ("follow_up_close", {"result": "Fait."}),
    ],
)
def test_what_is_over(outsider, moderator, signed_in, name, sent):
    closed = FollowUpFactory.create(assigned_to=outsider, closed=True)
    client, url = signed_in(moderator), reverse(f"manuals:{name}", args=[closed.reference])
    assert client.get(url).status_code == 403
    again = client.post(url, sent)
    assert again.status_code == 200
    assert "a été close par" in again.text


@pytest.mark.django_db(transaction=True)
def test_two_close_it_at_once(software, referent, outsider, together):
    row = FollowUpFactory.create(software=software, assigned_to=outsider)
    results = together(
        lambda: follow_ups.close_follow_up(row, by=referent, result="Par elle."),
        lambda: follow_ups.close_follow_up(row, by=outsider, result="Par lui."),
    )
    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    closed = FollowUp.objects.get()
    assert f"close par {closed.closed_by}" in refusal.messages[0]
    assert len(history_of(closed)) == 2
