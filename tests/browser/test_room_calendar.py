"""The calendar itself: slots by the arrows, the form in place, a booking carried by the pointer and brought back."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from rooms.bookings.actions import cancel
from rooms.models import Booking, Room
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_focus_shows,
    press,
    tab_to,
)
from tests.rooms.factories import a_booking, a_room, hours, three_rooms

pytestmark = pytest.mark.django_db(transaction=True)
# So far away that nothing else is booked.
AHEAD = 10


@pytest.fixture
def agent() -> Agent:
    return Agent.objects.create_user("lea", "lea@ville.example", first_name="Léa", last_name="Roux")


@pytest.fixture
def rooms() -> list[Room]:
    return three_rooms()


def a_day() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=AHEAD)


def slot(page: Page) -> str:
    """Where the focus is: « mistral 08:00 »."""
    return page.evaluate(
        "(document.activeElement.closest('.room')?.id ?? '') + ' '"
        " + (new URL(document.activeElement.href ?? 'http://x').searchParams.get('de') ?? 'autre')"
    )


def test_by_keyboard_to_a_booking_in_place(open_page, carry_session, agent, rooms):
    page = open_page(DESK)
    carry_session(page, agent)
    page.goto(f"/salles/?le={a_day()}")
    # One tab stop for the whole grid, three keys from the top of the page.
    expect(page.locator("[data-grid] a[tabindex='0']")).to_have_count(1)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert slot(page) == "audiberti 08:00"
    for key, expected in (
        # Down a free stretch by the hour, by the quarter with shift; beside, at the same time.
        ("ArrowDown", "audiberti 09:00"),
        ("ArrowDown", "audiberti 10:00"),
        ("Shift+ArrowDown", "audiberti 10:15"),
        ("ArrowRight", "mistral 10:15"),
        ("ArrowUp", "mistral 10:00"),
        ("Home", "mistral 08:00"),
        ("ArrowRight", "remparts 08:00"),
        ("ArrowRight", "remparts 08:00"),
        ("ArrowUp", "remparts autre"),
        ("ArrowLeft", "mistral autre"),
        ("Home", "mistral 08:00"),
    ):
        page.keyboard.press(key)
        assert slot(page) == expected, key
        assert_focus_shows(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Au clavier")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert slot(page) == "mistral 08:00"
    # The day after, at the same place.
    page.keyboard.press("PageDown")
    page.wait_for_url(f"**le={a_day() + datetime.timedelta(days=1)}*")
    expect(page.locator("#mistral .gap > a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-pointed]")).to_have_text("9\u00a0h – 10\u00a0h")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Réserver une salle")
    expect(dialog).to_be_visible()
    expect(page.locator("#reserver [name=title]")).to_be_focused()
    assert_accessible(page)
    # Refused in place, nothing lost.
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Dites en quelques mots")
    page.locator("#reserver [name=title]").fill("Point presse")
    page.locator("#reserver [name=title]").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("C’est réservé")
    booking = Booking.objects.get()
    assert (booking.room.slug, booking.title) == ("mistral", "Point presse")
    expect(page.locator(f"[data-grid] a[href='{booking.get_absolute_url()}']").first).to_be_focused()
    assert f"{timezone.localtime(booking.period.lower):%H:%M}" == "09:00"
    # Ten seconds to think again.
    page.locator("[data-said]").get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-said]")).to_contain_text("la salle est libre")
    booking.refresh_from_db()
    assert booking.is_cancelled


def test_the_arrows_turn_the_days_and_what_unfolds_folds_again(open_page, carry_session, agent, rooms):
    page = open_page(PHONE)
    carry_session(page, agent)
    page.goto(f"/salles/?le={a_day()}")

    def is_day(days: int) -> None:
        page.wait_for_url(f"**le={a_day() + datetime.timedelta(days=days)}*")

    for key, days in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        is_day(days)
    # In a field the arrows are the field's own; Escape leads out of what was unfolded.
    unfolds = page.locator("summary", has_text="Aller à une date")
    press(page, unfolds)
    tab_to(page, page.get_by_label("Aller au"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(unfolds).to_be_focused()
    expect(page.get_by_label("Aller au")).to_be_hidden()
    is_day(1)


def test_by_pointer_and_back(open_page, carry_session, agent, rooms):
    booking = a_booking(rooms[0], agent, hours("09:00", "10:00", on=a_day()))
    taken = a_booking(
        rooms[1],
        Agent.objects.create_user("paul", "paul@ville.example"),
        hours("08:00", "19:00", on=a_day()),
    )
    page = open_page(DESK)
    page.set_viewport_size({"width": DESK, "height": 1600})
    carry_session(page, agent)
    page.goto(f"/salles/?le={a_day()}")
    page.watch.expect_status(422)
    said = page.locator("[data-said]")

    quarter = page.locator(".track").first.evaluate(
        "track => parseFloat(getComputedStyle(track).gridAutoRows)"
    )

    def carry(column: str, quarters: int) -> None:
        """The booking, by its upper part, to another column, so many quarters lower."""
        box = page.locator("[data-move] > a").bounding_box()
        there = page.locator(f"#{column}").bounding_box()
        assert box
        assert there
        page.mouse.move(box["x"] + 30, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(there["x"] + 60, box["y"] + 8 + quarter * quarters, steps=6)
        page.mouse.up()

    carry("mistral", 0)
    expect(said).to_contain_text("déjà réservée")
    booking.refresh_from_db()
    assert booking.room == rooms[0]
    carry("remparts", 4)
    expect(said).to_contain_text("C’est déplacé")
    expect(page.locator("#remparts .mine")).to_have_count(1)
    booking.refresh_from_db()
    assert (booking.room, booking.period) == (rooms[2], hours("10:00", "11:00", on=a_day()))
    said.get_by_role("button", name="Annuler").click()
    expect(said).to_contain_text("C’est remis comme avant")
    expect(page.locator("#audiberti .mine")).to_have_count(1)
    booking.refresh_from_db()
    assert (booking.room, booking.period) == (rooms[0], hours("09:00", "10:00", on=a_day()))
    # Stretched by its lower edge.
    box = page.locator("[data-move]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] + 1.5 * quarter, steps=4)
    page.mouse.up()
    expect(said).to_contain_text("C’est prolongé")
    expect(said).to_contain_text("de 9\u00a0h à 10\u00a0h\u00a030")
    assert not taken.is_cancelled
    # Held at the lower edge of a small window, the end of the day comes; Escape leaves all as it was.
    page.set_viewport_size({"width": DESK, "height": 450})
    page.goto(f"/salles/?le={a_day()}")
    page.locator("[data-move]").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    box = page.locator("[data-move]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, 440, steps=4)
    page.wait_for_function("before => scrollY > before + 100", arg=before)
    expect(page.locator(".ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)


def test_a_click_takes_the_quarter_pointed_at(open_page, carry_session, agent, rooms):
    page = open_page(DESK, has_touch=True)
    carry_session(page, agent)
    page.goto(f"/salles/?le={a_day()}")
    box = page.locator("#mistral .track").bounding_box()
    assert box
    # Three hours and a half after the first one shown: 11 h 30; by a finger, 13 h 15.
    for by, quarters, start, end in (
        (page.mouse.click, 14.5, "11:30", "12:30"),
        (page.touchscreen.tap, 21.5, "13:15", "14:15"),
    ):
        by(box["x"] + 40, box["y"] + box["height"] * quarters / 44)
        form = page.locator("#reserver")
        expect(form.get_by_label("Début", exact=True)).to_have_value(start)
        expect(form.get_by_label("Fin", exact=True)).to_have_value(end)
        # The end follows the start, to midnight at most.
        for moved, follows in (("16:00", "17:00"), ("23:15", "24:00")):
            form.get_by_label("Début", exact=True).select_option(moved)
            expect(form.get_by_label("Fin", exact=True)).to_have_value(follows)
        page.keyboard.press("Escape")
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] * 4.5 / 44)
    expect(page.locator(".hint")).to_have_text("9\u00a0h – 10\u00a0h")


def test_a_working_day_of_eight_rooms_in_one_screen(open_page, carry_session, agent, rooms):
    for number in range(4, 11):
        a_room(name=f"Salle {number}", slug=f"salle-{number}", site=rooms[0].site)
    page = open_page(DESK)
    page.set_viewport_size({"width": DESK, "height": 720})
    carry_session(page, agent)
    page.goto(f"/salles/?le={a_day()}")

    def edges(selector: str) -> dict[str, float]:
        return page.locator(selector).last.evaluate("element => element.getBoundingClientRect().toJSON()")

    assert edges("[data-grid]")["top"] <= 200
    assert edges("#audiberti")["bottom"] <= 720
    assert edges(".room:nth-of-type(8)")["right"] <= DESK
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK
    # Heads of one line; nothing scrolls downwards inside the page.
    assert edges("#audiberti header")["height"] <= 40
    assert page.locator("[data-grid]").evaluate("grid => grid.scrollHeight - grid.clientHeight") <= 1
    # What a head unfolds hides the slots below it, until Escape.
    page.locator("#audiberti header").hover()
    assert edges("#audiberti header > div")["height"] > 20
    page.keyboard.press("Escape")
    assert edges("#audiberti header > div")["height"] <= 1
    more = page.get_by_role("link", name="2 salles de plus")
    more.click()
    expect(more).to_be_hidden()
    assert edges("[data-grid] > .room")["right"] <= DESK
    # A phone: the first room stands high enough.
    page.set_viewport_size({"width": PHONE, "height": 740})
    page.goto(f"/salles/?le={a_day()}")
    assert edges("#audiberti")["top"] <= 440


def test_back_shows_what_was_cancelled(open_page, carry_session, agent, rooms):
    booking = a_booking(rooms[0], agent, hours("09:00", "10:00", on=a_day()))
    page = open_page(PHONE)
    carry_session(page, agent)
    page.goto(f"/salles/?le={a_day()}")
    page.get_by_role("link", name="Point budget").click()
    page.wait_for_url(f"**/reservation/{booking.reference}/")
    cancel(booking, by=agent)
    page.go_back()
    expect(page.get_by_role("link", name="Point budget")).to_have_count(0)
