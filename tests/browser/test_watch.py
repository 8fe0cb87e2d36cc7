"""The legal watch: written by keyboard → mailed as a link → read → replaced, at a desk and on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.mail.models import OutgoingMail
from core.notifications.actions import choose
from core.notifications.batches import send_due_batches
from core.notifications.registry import Channel
from core.people.models import Agent
from legalwatch.models import Entry
from legalwatch.notifications import NEW_ENTRY
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.factories import AgentFactory
from tests.legalwatch.factories import EntryFactory, SubjectFactory, watcher

SignIn = Callable[[Page, Agent], None]
pytestmark = pytest.mark.django_db(transaction=True)


def checked(page: Page) -> None:
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.parametrize(("writer_s", "reader_s"), [(DESK, PHONE), (PHONE, DESK)], ids=["desk", "phone"])
def test_from_the_watcher_to_the_reader(
    open_page: OpenPage, carry_session: SignIn, writer_s: dict[str, int], reader_s: dict[str, int]
) -> None:
    subject, keeper = SubjectFactory.create(name="Marchés publics"), watcher()
    reader = AgentFactory.create(first_name="Nadia", last_name="Benali")
    choose(reader, {NEW_ENTRY.code: Channel.AT_ONCE}, by=reader)
    page = open_page(reader_s)
    carry_session(page, reader)
    page.goto("/veille/")
    press(page, page.get_by_role("link", name="Choisir mes sujets"))
    expect(page.get_by_role("heading", level=1, name="Mes sujets")).to_be_visible()
    checked(page)
    tab_to(page, page.get_by_label("Marchés publics"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("link", name="Mes sujets (1)")).to_be_visible()

    desk = open_page(writer_s)
    carry_session(desk, keeper)
    desk.goto("/veille/")
    press(desk, desk.get_by_role("link", name="Écrire un texte"))
    expect(desk.get_by_role("heading", level=1, name="Écrire un texte")).to_be_visible()
    checked(desk)
    # A fault first: it is said, and nothing typed is lost.
    write(desk, desk.get_by_label("Titre"), "Un nouveau seuil")
    write(desk, desk.get_by_label("Ce qui change"), "Au-dessous, trois devis suffisent.")
    tab_to(desk, desk.get_by_label("Marchés publics"))
    desk.keyboard.press("Space")
    press(desk, desk.get_by_role("button", name="Publier"))
    expect(desk.get_by_text("Donnez un lien, un fichier, ou les deux.")).to_be_visible()
    expect(desk.get_by_label("Titre")).to_have_value("Un nouveau seuil")
    checked(desk)
    write(desk, desk.get_by_label("Lien vers le texte officiel"), "https://textes.example/seuil")
    press(desk, desk.get_by_role("button", name="Publier"))
    expect(desk.get_by_text("Le texte est publié")).to_be_visible()
    checked(desk)

    send_due_batches(timezone.now() + timedelta(minutes=11))
    mail = OutgoingMail.objects.get(agent=reader)
    entry = Entry.objects.get()
    link = f"{settings.SITE_URL}{entry.get_absolute_url()}"
    assert link in mail.body
    assert "trois devis" not in mail.body

    page.goto(link.removeprefix(settings.SITE_URL))
    expect(page.get_by_text("Au-dessous, trois devis suffisent.")).to_be_visible()
    checked(page)
    press(page, page.get_by_role("button", name="J’ai lu"))
    expect(page.get_by_text("vous avez lu ce texte")).to_be_visible()

    newer = EntryFactory.create(title="Le seuil remonte", subjects=[subject], author=keeper)
    press(desk, desk.get_by_role("link", name="Corriger"))
    expect(desk.get_by_role("heading", level=1, name="Corriger")).to_be_visible()
    checked(desk)
    tab_to(desk, desk.get_by_label("Remplacé par"))
    desk.keyboard.type("Le seuil")
    press(desk, desk.get_by_role("button", name="Enregistrer"))
    expect(desk.get_by_text("Ce texte est remplacé par")).to_be_visible()
    checked(desk)

    page.goto("/veille/")
    expect(page.get_by_role("link", name="Un nouveau seuil")).to_have_count(0)
    checked(page)
    page.goto(entry.get_absolute_url())
    press(page, page.get_by_role("link", name="Le seuil remonte"))
    expect(page.get_by_role("heading", level=1, name=newer.title)).to_be_visible()
    # A link that no longer answers, in one click.
    press(page, page.get_by_role("button", name="Lien mort ?"))
    expect(page.get_by_text("les veilleurs sont prévenus").first).to_be_visible()
    checked(page)
