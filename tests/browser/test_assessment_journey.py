"""The head of the group begins an assessment; verdict, gains and headings are written; it is published, and printed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from dematerialisation.models import Assessment
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, write
from tests.dematerialisation.factories import ActionFactory, AssessmentFactory, GainFactory, a_head
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]
TITLE = "Un formulaire de moins"
LATER = ("objective", "method", "content", "means", "outcome", "next_steps")


def begin(page: Page) -> None:
    page.goto("/groupe/")
    press(page, page.get_by_role("link", name="Ses bilans"))
    expect(page.get_by_role("heading", level=1, name="Les bilans du groupe")).to_be_visible()
    press(page, page.get_by_role("link", name="Commencer un bilan"))
    today = timezone.localdate()
    page.get_by_label("Du", exact=True).fill((today - timedelta(days=366)).isoformat())
    page.get_by_label("Au", exact=True).fill((today - timedelta(days=1)).isoformat())
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Commencer le bilan"))
    expect(page.get_by_text("Le bilan est commencé")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def assess(page: Page) -> None:
    press(page, page.get_by_role("link", name=f"Dire le verdict et les gains\u00a0: {TITLE}"))
    # Half a gain is refused beside its field, and nothing is lost.
    page.get_by_label("Tenu").check()
    write(page, page.get_by_label("Pourquoi"), "Le formulaire a disparu.")
    links = page.get_by_role("group", name="Liens")
    links.get_by_label("Comment on le sait").select_option("measured")
    links.get_by_label("Combien de liens").fill("2")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Dites comment on le sait")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    links.get_by_label("Ce qui travaille maintenant ensemble").fill("L’état civil et les écoles")
    links.get_by_label("Par quel moyen").fill("Comptés un à un")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("C’est noté pour")).to_be_visible()
    article = page.get_by_role("article").filter(has_text=TITLE)
    expect(article).to_contain_text("900 feuilles de papier par an, mesuré")
    expect(article).to_contain_text("L’état civil et les écoles")


def write_headings(page: Page) -> None:
    press(page, page.get_by_role("link", name="Écrire\u00a0: L’idée, en cinquante mots"))
    field = page.get_by_label("L’idée, en cinquante mots")
    field.fill("mot " * 51)
    expect(page.get_by_text("1\u00a0mot de trop\u00a0: 50 au plus.")).to_be_visible()
    field.fill("Le papier recule\u00a0: les services se parlent.")
    expect(page.get_by_text("7\u00a0mots sur 50.")).to_be_visible()
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Enregistrer"))
    press(page, page.get_by_role("link", name="Écrire\u00a0: Le contexte"))
    editor = page.locator(".ProseMirror[contenteditable=true]")
    editor.click()
    page.keyboard.insert_text("Une gélinotte l’a dit.")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Une gélinotte l’a dit.")).to_be_visible()


def test_from_the_beginning_to_the_pdf(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], width: int
) -> None:
    head, reader = a_head(), AgentFactory.create()
    done_on = timezone.localdate() - timedelta(days=90)
    GainFactory.create(action=ActionFactory.create(title=TITLE, done_on=done_on), was_measured=True)
    page = open_page(width)
    carry_session(page, head)
    begin(page)
    assess(page)
    write_headings(page)
    # The other headings are written the same way.
    written = AssessmentFactory.build(written=True, begun_by=head)
    Assessment.objects.update(**{name: getattr(written, name) for name in LATER})
    page.reload()
    press(page, page.get_by_role("button", name="Publier le bilan"))
    expect(page.get_by_text("Le bilan est publié")).to_be_visible()
    other = open_page(width)
    carry_session(other, reader)
    other.goto("/bilans/")
    press(other, other.get_by_role("link", name="Bilan du"))
    expect(other.get_by_text("Une gélinotte l’a dit.")).to_be_visible()
    expect(other.get_by_role("link", name="Corriger")).to_have_count(0)
    assert_accessible(other)
    assert_no_overflow(other)
    with other.expect_download(timeout=60_000) as download:
        other.get_by_role("link", name="Le bilan à imprimer").click(no_wait_after=True, timeout=60_000)
    assert download.value.suggested_filename.startswith("bilan-")
