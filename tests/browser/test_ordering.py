"""The acts of a session, put in order by the keyboard and by dragging; saved once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import PHONE, assert_usable, press, tab_to
from tests.deliberations.factories import DeliberationFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def objects(page: Page) -> list[str]:
    return page.locator(".in-order .object").all_inner_texts()


def test_acts_by_the_keyboard_and_by_dragging(open_page, carry_session, council_secretary):
    session = SessionFactory.create(draft=True)
    for rank in range(1, 5):
        DeliberationFactory.create(session=session, position=rank, object=f"Point {rank}", number="")
    page = open_page(PHONE)
    carry_session(page, council_secretary)
    page.goto(f"/deliberations/preparer/{session.reference}/")
    save = page.get_by_role("button", name="Enregistrer l’ordre")
    expect(save).to_be_hidden()
    handle = page.get_by_role("button", name="Déplacer « Point 1 »")
    tab_to(page, handle)
    page.keyboard.press("ArrowDown")
    expect(handle).to_be_focused()
    expect(page.get_by_text("Place 2 sur 4. L’ordre n’est pas encore enregistré.")).to_be_visible()
    page.keyboard.press("End")
    assert objects(page) == ["Point 2", "Point 3", "Point 4", "Point 1"]

    rows = page.locator(".in-order > li")
    first, last = rows.nth(0).locator("[data-handle]").bounding_box(), rows.nth(3).bounding_box()
    assert first
    assert last
    page.mouse.move(first["x"] + 10, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(first["x"] + 10, last["y"] + last["height"] - 4, steps=8)
    page.mouse.up()
    expect(page.locator(".in-order .object").nth(3)).to_have_text("Point 2")
    rows.nth(3).locator("summary").click()
    assert_usable(page)
    # By one pointer, without dragging.
    page.get_by_role("button", name="Monter « Point 2 »").click()
    expect(page.get_by_text("Place 3 sur 4. L’ordre n’est pas encore enregistré.")).to_be_visible()
    assert objects(page) == ["Point 3", "Point 4", "Point 2", "Point 1"]
    page.get_by_role("button", name="Descendre « Point 2 »").click()
    press(page, save)
    expect(page.locator(".messages")).to_contain_text("L’ordre de la séance est enregistré.")
    expect(save).to_be_hidden()
    assert objects(page) == ["Point 3", "Point 4", "Point 1", "Point 2"]
    kept = session.deliberations.order_by("position").values_list("object", flat=True)
    assert list(kept) == objects(page)
