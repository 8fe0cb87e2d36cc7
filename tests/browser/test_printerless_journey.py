"""A day without a printer, by the keyboard: sign-up, pages of a direction, results, and an idea of what was hardest."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from dematerialisation.models import PrinterlessAgent, PrinterlessDirection
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.dematerialisation.factories import PrinterlessDayFactory
from tests.factories import AgentFactory, DirectionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]


def looked_at(page: Page) -> None:
    assert_no_overflow(page)
    assert_accessible(page)


def test_from_sign_up_to_the_result(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], width: int
) -> None:
    day = PrinterlessDayFactory.create(held_on=timezone.localdate())
    head = AgentFactory.create()
    direction = DirectionFactory.create(name="Culture", head=head)
    AgentFactory.create_batch(5, direction=direction)
    page = open_page(width)
    carry_session(page, head)
    page.goto("/sans-imprimante/")
    looked_at(page)
    press(page, page.get_by_role("link", name=str(day)).first)
    press(page, page.get_by_role("button", name="J’en suis"))
    expect(page.locator(".messages")).to_contain_text("vous en êtes")
    assert PrinterlessAgent.objects.get().agent == head
    looked_at(page)
    press(page, page.get_by_role("button", name="Inscrire Culture"))
    expect(page.locator(".messages")).to_contain_text("participe")
    press(page, page.get_by_role("link", name="Écrire les pages"))
    expect(page.get_by_role("heading", level=1, name="Culture : les pages")).to_be_visible()
    looked_at(page)
    fields = page.locator("form[novalidate] input[type=number]")
    write(page, fields.nth(0), "120")
    write(page, fields.nth(1), "30")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("90 pages de moins")).to_be_visible()
    assert PrinterlessDirection.objects.get().pages_on_day == 30
    looked_at(page)
    tab_to(page, page.get_by_label("Faire signer un document"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Le dire, et en faire une idée"))
    expect(page.get_by_label("Titre")).to_have_value(
        "Se passer de l’imprimante\u00a0: faire signer un document"
    )
