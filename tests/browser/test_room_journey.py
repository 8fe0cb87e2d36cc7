"""A room booked from a free stretch, changed and given back; this month's tip read on the way out."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.ui.french import long_date, with_capital
from core.ui.working_days import PUBLIC_HOLIDAYS
from rooms.models import Booking
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    sign_out,
    tab_to,
    write,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("committed_town"),
    pytest.mark.parametrize("width", [DESK, PHONE]),
]
CarrySession = Callable[[Page, Agent], None]


def heading_of(day: datetime.date) -> re.Pattern[str]:
    """The year is said when it is another."""
    words = with_capital(long_date(day))
    if day.year == timezone.localdate().year:
        words = words.removesuffix(f"\u00a0{day.year}")
    return re.compile(re.escape(words).replace(r"\ ", r"\s"))


def next_weekday() -> datetime.date:
    day = timezone.localdate() + datetime.timedelta(days=1)
    while day.weekday() != 1 or day in PUBLIC_HOLIDAYS:
        day += datetime.timedelta(days=1)
    return day


def test_the_arrows_turn_the_days(open_page: OpenPage, carry_session: CarrySession, width: int) -> None:
    page = open_page(width)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    page.goto("/salles/")
    today = timezone.localdate()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(heading_of(today))
    for key, days in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowLeft", 0)):
        page.keyboard.press(key)
        expect(title).to_have_text(heading_of(today + datetime.timedelta(days=days)))
    press(page, page.get_by_role("link", name="Lendemain"))
    expect(title).to_have_text(heading_of(today + datetime.timedelta(days=1)))
    # In a field the arrows are the field's own.
    press(page, page.locator("summary", has_text="Aller à une date"))
    tab_to(page, page.get_by_label("Aller au"))
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text(heading_of(today + datetime.timedelta(days=1)))
    assert_no_overflow(page)


def test_book_change_cancel(open_page: OpenPage, carry_session: CarrySession, width: int) -> None:
    agent = Agent.objects.get(identifiant="agent")
    page = open_page(width)
    carry_session(page, agent)
    before = set(Booking.objects.values_list("pk", flat=True))
    page.goto(f"/salles/?le={next_weekday()}")
    press(page, page.locator("main a[href*='reserver'][href*='de=']").first)
    # In place, over the calendar.
    form = page.locator("#reserver")
    expect(form.get_by_label("Objet")).to_be_focused()
    assert form.get_by_label("Salle", exact=True).input_value()
    assert form.get_by_label("Date", exact=True).input_value() == str(next_weekday())
    starts, ends = (form.get_by_label(label, exact=True).input_value() for label in ("Début", "Fin"))
    assert datetime.time.fromisoformat(starts) < datetime.time.fromisoformat(ends)
    assert_no_overflow(page)
    write(page, form.get_by_label("Objet"), "Point sur les plantations")
    press(page, form.get_by_role("button", name="Réserver"))
    expect(page.locator("[data-said]")).to_contain_text("C’est réservé")
    booking = Booking.objects.exclude(pk__in=before).get()
    # The new booking has the focus, and leads to its page.
    expect(page.locator(f"[data-grid] a[href='{booking.get_absolute_url()}']").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Point sur les plantations")).to_be_visible()
    assert timezone.localtime(booking.period.lower).strftime("%H:%M") == starts
    assert_accessible(page)

    press(page, page.get_by_role("main").get_by_role("link", name="Modifier"))
    write(page, page.get_by_label("Objet"), "Point sur les semis")
    press(page, page.get_by_role("main").locator("form button.act").first)
    expect(page.get_by_role("heading", level=1, name="Point sur les semis")).to_be_visible()

    press(page, page.get_by_role("main").get_by_role("link", name="Annuler"))
    expect(page.get_by_role("heading", level=1, name="Annuler la réservation ?")).to_be_visible()
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Annuler la réservation"))
    expect(page.locator(".messages")).to_contain_text("la salle est libre")
    booking.refresh_from_db()
    assert booking.is_cancelled
    assert_no_overflow(page)


def test_a_booking_that_ends_before_it_starts(
    open_page: OpenPage, carry_session: CarrySession, width: int
) -> None:
    page = open_page(width)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    page.goto(f"/salles/?le={next_weekday()}")
    # As a page, where it opens without JavaScript or in another tab.
    page.goto(page.locator("main a[href*='reserver'][href*='de=']").first.get_attribute("href") or "")
    chosen = page.get_by_label("Début").input_value()
    page.get_by_label("Fin").select_option("00:15")
    write(page, page.get_by_label("Objet"), "À l’envers")
    press(page, page.get_by_role("button", name="Réserver"))
    expect(page).to_have_title("Erreur : Réserver une salle – Port-Mimosa")
    expect(page.get_by_label("Fin")).to_be_focused()
    expect(page.get_by_label("Début")).to_have_value(chosen)
    expect(page.get_by_label("Objet")).to_have_value("À l’envers")
    assert_accessible(page)
    assert_no_overflow(page)


def test_this_month_s_tip(open_page: OpenPage, carry_session: CarrySession, width: int) -> None:
    page = open_page(width)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    page.goto("/")
    press(
        page, page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Physique nucléaire")
    )
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("niveau . sur 3")).first).to_be_visible()
    assert_no_overflow(page)
    sign_out(page)
    expect(page.get_by_role("heading", level=1, name="Bonjour !")).to_be_visible()
