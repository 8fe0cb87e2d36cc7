"""What is printed from the browser fits its sheet."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.rooms.factories import three_rooms

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_poster_of_ideas(open_page, carry_session, outsider):
    page = open_page()
    carry_session(page, outsider)
    page.goto("/idees/affiche/")
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator(".poster .qr")).to_be_visible()
    assert len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1


def test_the_week_for_the_door_of_a_room(open_page, carry_session, outsider):
    three_rooms()
    page = open_page()
    carry_session(page, outsider)
    page.goto("/salles/salle/audiberti/semaine/?feuille=porte")
    sheet = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(sheet.pages) == 1
    width, height = sheet.pages[0].mediabox[2:]
    assert width > height
    assert "Se déconnecter" not in sheet.pages[0].extract_text()


@pytest.mark.parametrize("address", ["", "salle/audiberti/semaine/", "salle/audiberti/mois/"])
def test_a_calendar_is_one_sheet_across(open_page, carry_session, outsider, address):
    three_rooms()
    page = open_page()
    carry_session(page, outsider)
    page.goto(f"/salles/{address}")
    sheet = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(sheet.pages) == 1
    assert page.locator(".town .word").inner_text() in sheet.pages[0].extract_text()
    # What is pressed stays on the screen.
    page.emulate_media(media="print")
    expect(page.locator(".toolbar :is(a, button):visible")).to_have_count(0)
