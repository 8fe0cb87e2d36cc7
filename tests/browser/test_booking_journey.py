"""A room booked by the keyboard at several dates, its conflicts settled; then the rest of the series changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.people.models import Agent
from rooms import periods
from rooms.bookings import actions
from rooms.models import Booking, Room, Series
from tests.browser.tools import (
    PHONE,
    axe_findings,
    press,
    tab_to,
    write,
)
from tests.rooms.factories import hours

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_town")]


def a_free_tuesday(room: Room, weeks: int) -> date:
    """The first of so many Tuesdays on which the room is free around noon."""
    day = timezone.localdate() + timedelta(days=7)
    day += timedelta(days=(1 - day.weekday()) % 7)
    while any(
        Booking.objects.blocking(room, periods.whole_day(day + timedelta(days=7 * week))).exists()
        for week in range(weeks)
    ):
        day += timedelta(days=7)
    return day


def test_a_booking_and_its_series(open_page, carry_session):
    agent, other = Agent.objects.get(identifiant="agent"), Agent.objects.get(identifiant="salles")
    room = Room.objects.bookable().filter(everyone_may__gte=4, opening_hours__weekday=1).order_by("pk")[0]
    first = a_free_tuesday(room, 4)
    page = open_page(PHONE)
    carry_session(page, agent)
    for week in (1, 2):
        day = first + timedelta(days=7 * week)
        actions.book(room, by=other, period=hours("14:00", "15:00", on=day), title="Bureau de vote")
    page.goto(f"/salles/reserver/?salle={room.slug}&le={first}&de=14:00&a=15:00")
    write(page, page.get_by_label("Objet"), "Atelier du jardin")
    press(page, page.get_by_role("button", name="Répéter…"))
    expect(page.get_by_role("heading", level=1, name="Réserver à plusieurs dates")).to_be_visible()
    # No day is ticked: the series falls on that of its first date.
    expect(page.get_by_label("mardi", exact=True).first).not_to_be_checked()
    press(page, page.get_by_role("button", name="Voir les dates"))
    expect(page.get_by_label("Jusqu’au")).to_be_focused()
    write(page, page.get_by_label("ou bien, nombre de fois"), "4")
    press(page, page.get_by_role("button", name="Voir les dates"))
    expect(page.get_by_role("heading", name="À régler")).to_be_visible()
    assert not axe_findings(page)
    # A radio group is one stop of Tab; the arrows choose in it.
    groups = page.locator("fieldset.date-choice")
    tab_to(page, groups.nth(0).get_by_label("Passer cette date"))
    page.keyboard.press("Space")
    tab_to(page, groups.nth(1).get_by_label("Passer cette date"))
    page.keyboard.press("ArrowUp")
    expect(groups.nth(1).get_by_label("À une autre heure")).to_be_checked()
    groups.nth(1).get_by_label("de", exact=True).fill("16:00")
    groups.nth(1).get_by_label("à", exact=True).fill("17:00")
    press(page, page.get_by_role("button", name="Réserver avec ces choix").last)
    expect(page.locator(".messages")).to_contain_text("3 dates")
    series = Series.objects.get(title="Atelier du jardin")
    assert series.skipped == [first + timedelta(days=7)]

    press(page, page.locator("main h3 a").nth(1))
    expect(page.get_by_role("heading", name="Une date d’une série")).to_be_visible()
    press(page, page.get_by_role("main").get_by_role("link", name="Modifier", exact=True))
    write(page, page.get_by_label("Objet"), "Atelier du potager")
    press(page, page.get_by_role("button", name="Celle-ci et les suivantes"))
    expect(page.get_by_role("heading", name="Dates déjà mises à part")).to_be_visible()
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("heading", level=1, name="Atelier du potager")).to_be_visible()
    assert series.occurrences.count() == 1
    assert Series.objects.get(continues=series).occurrences.count() == 2
