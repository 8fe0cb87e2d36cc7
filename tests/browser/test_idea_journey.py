"""An idea from its proposal to the thanks for what it changed: its author on a phone, the group at a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.french import long_date
from suggestions import feedback
from suggestions.models import Decision, Feedback, Idea, Meeting
from suggestions.states import State
from tests.browser.tools import PHONE, press, sign_out, write
from tests.suggestions.factories import criterion_of_the_grid, evaluated

TITLE = "Un seul formulaire de congés"
WORD = "Merci\u00a0! Je demande aux ressources humaines combien il en reste."
ANSWER = "Nous retenons cette idée."


def propose(page: Page) -> Idea:
    page.goto("/")
    press(page, page.get_by_role("main").get_by_role("link", name="Proposer une idée").first)
    press(page, page.get_by_role("link", name="Proposer avec mon nom"))
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    # Refused: the first fault has the focus, and is said.
    expect(page.get_by_label("Titre")).to_be_focused()
    expect(page.get_by_text("Donnez un titre à votre idée.")).to_be_visible()
    page.keyboard.insert_text(TITLE)
    write(page, page.get_by_label("Qu’est-ce qui vous gêne"), "Il y en a quatre, lequel est le bon ?")
    write(page, page.get_by_label("Que feriez-vous"), "Un seul, le même pour tous.")
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    idea = Idea.objects.get()
    # The promise is on the page.
    expect(page.get_by_text(long_date(idea.due_on))).to_have_count(1)
    return idea


def act(page: Page, idea: Idea, label: str) -> None:
    """Open the page of that action, from the idea's own."""
    page.goto(idea.get_absolute_url())
    button = page.locator("section.gestes").get_by_role("link", name=label, exact=True)
    if not button.is_visible():
        page.locator("summary", has_text="Autres actions").click()
    button.click()
    expect(page.get_by_role("heading", level=1, name=label)).to_be_visible()


def does(page: Page, button: str, said: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(said).first).to_be_visible()


def hold_a_meeting(page: Page) -> None:
    page.goto(reverse("suggestions:meeting_list"))
    page.get_by_role("link", name="Préparer une réunion").click()
    page.get_by_label("Jour").fill(f"{timezone.localdate() + timedelta(days=1)}")
    page.get_by_label("Heure").fill("14:30")
    does(page, "Préparer la réunion", "1 idée prête est à l’ordre du jour")
    # It was prepared for tomorrow: opening it today is asked twice.
    page.locator("summary", has_text="Ouvrir avant le jour prévu").click()
    does(page, "Ouvrir la réunion", "La réunion est ouverte")
    for present in page.get_by_role("group", name="Présents").get_by_role("checkbox").all():
        present.check()
    does(page, "Enregistrer les présents et les notes", "C’est noté.")
    page.get_by_role("link", name="Projeter").click()
    page.get_by_role("link", name="Décider").click()
    page.locator("[name=verdict][value=retained]").check()
    page.get_by_label("Raisons").fill("Elle sert tous les agents.")
    for label, votes in (("Voix pour", "1"), ("Voix contre", "1"), ("Abstentions", "0")):
        page.get_by_label(label).fill(votes)
    does(page, "Noter la décision", "La décision est notée")
    page.goto(Meeting.objects.get().get_absolute_url())
    page.locator("summary", has_text="Clore la réunion").click()
    does(page, "Oui, clore la réunion", "La réunion est close")
    expect(page.get_by_text("1 pour, 1 contre")).to_be_visible()
    assert Decision.objects.get().meeting == Meeting.objects.get()


def is_notified(page: Page, title: str) -> None:
    """Read the notification by the keyboard, and go where it leads."""
    page.goto("/")
    press(page, page.get_by_role("link", name="Notifications"))
    press(page, page.get_by_role("main").get_by_role("button", name=title))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_from_the_proposal_to_the_thanks(
    open_page, sign_in, carry_session, author, moderator, other_moderator
):
    criterion_of_the_grid()
    phone, desk, second = open_page(PHONE), open_page(), open_page()
    sign_in(phone, author)
    carry_session(desk, moderator)
    carry_session(second, other_moderator)
    idea = propose(phone)

    act(desk, idea, "Je m’en charge")
    desk.get_by_label("Un mot à l’auteur").fill(WORD)
    does(desk, "Je m’en charge", "Vous suivez cette idée")
    is_notified(phone, "Votre idée est à l’étude")
    expect(phone.get_by_text(WORD).first).to_be_visible()

    second.goto(reverse("suggestions:to_evaluate"))
    second.get_by_role("link", name=TITLE, exact=True).click()
    second.get_by_role("link", name="Donner mon évaluation").click()
    for code in ("simplicity", "sharing", "speed"):
        second.locator(f"[name=mark_{code}][value='3']").check()
    second.get_by_role("main").get_by_role("button", name="Donner mon évaluation").click()
    expect(second.get_by_role("heading", name="Ce que chacun en pense")).to_be_visible()
    idea.refresh_from_db()
    evaluated(idea)
    hold_a_meeting(desk)

    act(desk, idea, "Préparer la réponse")
    # The editor itself, not the bare field under it: it loads under the content policy.
    editor = desk.locator(".ProseMirror[contenteditable=true]").last
    editor.click()
    desk.keyboard.press("Control+B")
    desk.keyboard.type(ANSWER)
    expect(editor.locator("strong")).to_have_text(ANSWER)
    does(desk, "Préparer la réponse", "La réponse est prête.")
    act(second, idea, "Relire et publier")
    expect(second.get_by_role("main").get_by_text(ANSWER)).to_be_visible()
    does(second, "Relire et publier", "La réponse est publiée et l’auteur prévenu.")
    is_notified(phone, "Le groupe répond à votre idée")
    expect(phone.locator(".answer strong").last).to_have_text(ANSWER)

    for button, said in (
        ("La réalisation commence", "L’idée est en cours et l’auteur prévenu."),
        ("C’est réalisé", "L’idée est réalisée et l’auteur prévenu."),
    ):
        desk.goto(idea.get_absolute_url())
        if not desk.get_by_role("button", name=button, exact=True).is_visible():
            desk.locator("summary", has_text="Autres actions").click()
        does(desk, button, said)
    # The task does it, some days later.
    idea.refresh_from_db()
    assert idea.state == State.DONE
    assert feedback.ask(idea)
    is_notified(phone, "Votre idée a-t-elle changé quelque chose")
    press(phone, phone.get_by_role("link", name="Donner mon retour"))
    press(phone, phone.locator("[name=change]").first, "Space")
    write(phone, phone.get_by_label("Voulez-vous en dire un mot"), "Je ne me trompe plus.")
    press(phone, phone.get_by_role("button", name="Envoyer mon retour"))
    expect(phone.get_by_text("Je ne me trompe plus.")).to_be_visible()
    assert Feedback.objects.get().change == Feedback.Change.YES
    sign_out(phone)
    expect(phone.get_by_role("heading", level=1, name="Bonjour !")).to_be_visible()
