"""The table of votes: a column filled in with Enter, the arrows between numbers, the button by Ctrl and Enter."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.tools import PHONE, assert_usable, tab_to
from tests.deliberations.factories import DeliberationFactory, SessionFactory


@pytest.mark.django_db(transaction=True)
def test_a_column_of_votes_by_the_keyboard(open_page, carry_session, council_secretary):
    session = SessionFactory.create(draft=True)
    acts = DeliberationFactory.create_batch(3, session=session, result="pending")
    page = open_page(PHONE)
    carry_session(page, council_secretary)
    page.goto(f"/deliberations/preparer/{session.reference}/votes/")

    def cell(column: str, row: int) -> Locator:
        return page.get_by_label(f"{column}, n°\u00a0{acts[row].number}", exact=True)

    tab_to(page, cell("Contre", 0))
    for row, against in enumerate("123"):
        expect(cell("Contre", row)).to_be_focused()
        page.keyboard.type(against)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Enregistrer les votes")).to_be_focused()
    assert [cell("Contre", row).input_value() for row in range(3)] == ["1", "2", "3"]
    cell("Contre", 1).focus()
    for key, row in (("ArrowDown", 2), ("ArrowUp", 1), ("Shift+Enter", 0)):
        page.keyboard.press(key)
        expect(cell("Contre", row)).to_be_focused()
    cell("Résultat", 0).focus()
    page.keyboard.press("Enter")
    expect(cell("Résultat", 1)).to_be_focused()
    # The button, from any cell; what is refused comes back in a table that still fits.
    cell("Contre", 1).fill("50")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ces votes font 89, pour 43 votants.")).to_be_visible()
    assert_usable(page)
