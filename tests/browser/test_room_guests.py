"""On a phone, by keyboard: a colleague and an outsider invited, one taken back; a calendar followed and given up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from rooms import periods
from rooms.bookings import actions
from rooms.models import Attendee, Room
from tests.browser.conftest import OpenPage
from tests.browser.tools import PHONE, assert_accessible, assert_no_overflow, press, write
from tests.rooms.factories import SiteFactory, a_room

pytestmark = pytest.mark.django_db(transaction=True)


def test_invite_then_subscribe(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], author: Agent, colleague: Agent
) -> None:
    site = SiteFactory.create(is_open_on_holidays=True)
    room: Room = a_room(name="Remparts", slug="remparts", site=site, hours=[])
    day = periods.midnight(timezone.localdate() + timedelta(days=3))
    room.opening_hours.create(weekday=day.weekday(), opens_at="08:00", closes_at="19:00")
    period = DateTimeTZRange(day + timedelta(hours=9), day + timedelta(hours=10))
    booking = actions.book(room, by=author, period=period, title="Point travaux")
    page = open_page(PHONE)
    carry_session(page, author)
    page.goto(booking.get_absolute_url())
    press(page, page.get_by_role("link", name="Inviter"))
    write(page, page.get_by_label("Qui inviter"), f"{colleague.identifiant}\nPersonne Dutout")
    press(page, page.get_by_role("button", name="Envoyer les invitations"))
    expect(page.get_by_label("Qui inviter")).to_be_focused()
    expect(page.get_by_label("Qui inviter")).to_have_value(f"{colleague.identifiant}\nPersonne Dutout")
    assert_accessible(page)
    write(page, page.get_by_label("Qui inviter"), f"{colleague.identifiant}\nmaire@voisine.example")
    press(page, page.get_by_role("button", name="Envoyer les invitations"))
    expect(page.locator(".messages")).to_contain_text("l’invitation part")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Retirer maire@voisine.example"))
    expect(page.locator(".messages")).to_contain_text("n’est plus sur la liste")
    assert Attendee.objects.standing().get().agent == colleague

    page.goto(room.get_absolute_url())
    press(page, page.get_by_role("link", name="La suivre dans mon agenda"))
    expect(page.get_by_label("Quel agenda")).to_have_value("room:remparts")
    press(page, page.get_by_role("button", name="Demander mon adresse"))
    address = page.locator("code.secret").inner_text()
    assert address.endswith("/salle/remparts.ics")
    assert_accessible(page)
    assert_no_overflow(page)
    feed = page.request.get(f"/salles/{address.partition('/salles/')[2]}")
    assert "SUMMARY:Point travaux" in feed.text()
    press(page, page.get_by_role("button", name="Retirer l’adresse «\u00a0Salle Remparts\u00a0»"))
    expect(page.locator(".messages")).to_contain_text("L’adresse est retirée")
    page.watch.expect_status(404)  # type: ignore[attr-defined]  # (set by open_page)
    assert page.request.get(f"/salles/{address.partition('/salles/')[2]}").status == 404
