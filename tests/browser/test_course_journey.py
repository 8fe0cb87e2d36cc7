"""The course by keyboard, at a desk's width and at a phone's: from the first lesson to the diploma."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press
from tests.tips.factories import LessonFactory, TipFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_a_lesson_followed_to_the_diploma(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], outsider: Agent, width: int
) -> None:
    lessons = [
        LessonFactory.create(
            title=title, tips=[TipFactory.create(months_ago=number, title=f"Conseil {title}")]
        )
        for number, title in enumerate(("Les onglets", "Les fenêtres"))
    ]
    page = open_page(width)
    carry_session(page, outsider)
    page.goto("/physique-nucleaire/")
    press(page, page.get_by_role("link", name="Le cours de physique nucléaire"))
    expect(page.get_by_role("heading", level=1, name="Le cours de physique nucléaire")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Suivre le cours"))
    expect(page.locator(".messages")).to_contain_text("sur votre accueil")
    for lesson in lessons:
        page.goto("/")
        expect(page.get_by_text("Votre prochaine leçon")).to_be_visible()
        press(page, page.get_by_role("main").get_by_role("link", name=lesson.title, exact=True))
        expect(page.get_by_role("link", name=f"Conseil {lesson.title}")).to_be_visible()
        assert_accessible(page)
        assert_no_overflow(page)
        press(page, page.get_by_role("button", name="J’ai suivi cette leçon"))
        expect(page.locator(".messages")).to_contain_text("leçon suivie")
    assert_accessible(page)
    link = page.get_by_role("link", name="Imprimer mon diplôme")
    answer = page.request.get(link.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Votre prochaine leçon")).to_have_count(0)
