"""Eight members take an idea from its proposal to its result, each in a browser of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.people.roles import Role
from core.ui.french import long_date
from suggestions.feedback import actions
from suggestions.models import Decision, Evaluation, Feedback, Idea, Meeting
from suggestions.states import State
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    ADMIN_FINDINGS,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    write,
)
from tests.factories import AgentFactory, DirectionFactory, member
from tests.suggestions.factories import away, criterion_of_the_grid

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

TITLE = "Un seul formulaire de congés"
WORD = "Merci\u00a0! Je demande aux ressources humaines combien il en reste."
VETO = "Personne ne saurait relire ce format dans dix ans."
LIFTED = "Les formulaires sont versés aux archives en PDF/A."
ANSWER = "Nous retenons cette idée."
ACTION = "Le formulaire unique de congés"
CHANGED = "On ne cherche plus le bon formulaire."


@dataclass
class Cast:
    author: Agent
    deputy: Agent
    head: Agent
    # The head of the group is one of the six who evaluate.
    evaluators: list[Agent]
    recused: Agent
    absent: Agent

    @property
    def in_charge(self) -> Agent:
        return self.evaluators[1]


@pytest.fixture
def cast(db: None) -> Cast:
    criterion_of_the_grid()
    head = AgentFactory.create(
        first_name="Hélène", last_name="Faure", roles=[Role.PROJECT_GROUP, Role.GROUP_HEAD]
    )
    others = [member(first_name="Rose", last_name=f"Leroy{letter}") for letter in "ABCDEFG"]
    deputy = AgentFactory.create(first_name="Théo", last_name="Petit")
    away(others[6], deputy)
    return Cast(
        author=AgentFactory.create(
            first_name="Nadia", last_name="Benali", direction=DirectionFactory(name="Espaces verts")
        ),
        deputy=deputy,
        head=head,
        evaluators=[head, *others[:5]],
        recused=others[5],
        absent=others[6],
    )


class Journey:
    """The pages of the people of the cast, looked at as they come."""

    def __init__(self, open_page: OpenPage, carry_session: SignIn) -> None:
        self._open, self._carry = open_page, carry_session
        self._pages: dict[int, Page] = {}

    def page_of(self, agent: Agent) -> Page:
        if agent.pk not in self._pages:
            self._pages[agent.pk] = self._open()
            self._carry(self._pages[agent.pk], agent)
        return self._pages[agent.pk]

    def action(self, agent: Agent, idea: Idea, label: str) -> Page:
        """The page of that button of the idea, for a member."""
        page = self.page_of(agent)
        page.goto(idea.get_absolute_url())
        looked_at(page)
        button = page.locator("section.gestes").get_by_role("link", name=label, exact=True)
        if not button.is_visible():
            page.locator("summary", has_text="Autres actions").click()
        button.click()
        expect(page.get_by_role("heading", level=1, name=label)).to_be_visible()
        looked_at(page)
        return page

    def told(self, page: Page, title: str) -> None:
        """Read the news by the keyboard, and go where it leads."""
        page.goto("/")
        press(page, page.get_by_role("link", name="Notifications"))
        looked_at(page, "Mes notifications")
        press(page, page.get_by_role("main").get_by_role("button", name=title))
        expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
        looked_at(page)


def looked_at(page: Page, heading: str = "") -> None:
    """The page with that first heading, once it is there."""
    if heading:
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    is_admin = "/administration/" in page.url
    assert_accessible(page, ignore=ADMIN_FINDINGS if is_admin else ())
    if not is_admin:
        assert_no_overflow(page)


def does(page: Page, button: str, said: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(said).first).to_be_visible()
    looked_at(page)


def propose(page: Page) -> Idea:
    """By the keyboard alone, on a phone."""
    page.goto("/")
    press(page, page.get_by_role("main").get_by_role("link", name="Proposer une idée").first)
    expect(page.get_by_role("heading", name="Qui saura que l’idée est de vous")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("link", name="Proposer avec mon nom"))
    expect(page.get_by_label("Titre")).to_be_visible()
    looked_at(page)
    write(page, page.get_by_label("Titre"), TITLE)
    write(
        page,
        page.get_by_label("Qu’est-ce qui vous gêne"),
        "Il y en a quatre, et personne ne sait lequel est le bon.",
    )
    write(page, page.get_by_label("Que feriez-vous"), "Un seul, le même pour tous.")
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    idea = Idea.objects.get()
    expect(page.get_by_role("status").get_by_text("bien arrivée")).to_be_visible()
    # What is promised is said once, beside the idea.
    expect(page.get_by_text(long_date(idea.due_on))).to_have_count(1)
    expect(page.get_by_text(long_date(idea.decision_due_on))).to_have_count(1)
    looked_at(page)
    return idea


def evaluate(page: Page, idea: Idea, *, mark: int, veto: str = "") -> None:
    """From « à évaluer », without having read what any other thinks."""
    page.goto(reverse("suggestions:to_evaluate"))
    looked_at(page)
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_text("Vous lirez les notes des autres une fois la vôtre enregistrée")).to_be_visible()
    expect(page.get_by_text("Ce que chacun en pense")).to_have_count(0)
    page.get_by_role("link", name="Donner mon évaluation").click()
    looked_at(page, "Donner mon évaluation")
    for code in ("simplicity", "sharing", "speed"):
        page.locator(f"[name=mark_{code}][value='{mark}']").check()
    if veto:
        page.locator("[name=flag_fragile_archives][value=veto]").check()
        page.locator("[name=reason_fragile_archives]").fill(veto)
    page.get_by_role("main").get_by_role("button", name="Donner mon évaluation").click()
    expect(page.get_by_role("heading", name="Ce que chacun en pense")).to_be_visible()
    looked_at(page)


def hold_a_meeting(page: Page, idea: Idea, cast: Cast) -> None:
    """Prepared, opened, projected, decided, closed with its minutes."""
    page.goto(reverse("suggestions:meeting_list"))
    looked_at(page)
    page.get_by_role("link", name="Préparer une réunion").click()
    looked_at(page, "Préparer une réunion")
    page.get_by_label("Jour").fill(f"{timezone.localdate() + timedelta(days=1)}")
    page.get_by_label("Heure").fill("14:30")
    page.get_by_label("Lieu").fill("Salle des mariages")
    does(page, "Préparer la réunion", "La réunion est prévue")
    expect(page.get_by_text("1 idée prête est à l’ordre du jour")).to_be_visible()
    expect(page.get_by_role("link", name="Réserver une salle")).to_be_visible()
    # It was prepared for tomorrow: opening it today is asked twice.
    page.get_by_text("Ouvrir avant le jour prévu").click()
    does(page, "Ouvrir la réunion", "La réunion est ouverte")
    meeting = Meeting.objects.get()
    page.get_by_role("link", name="Projeter").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_text(VETO)).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name="Décider").click()
    expect(page.get_by_role("heading", name="La décision")).to_be_visible()
    looked_at(page)
    page.locator("[name=verdict][value=retained]").check()
    page.get_by_label("Raisons").fill("Elle sert tous les agents.")
    page.get_by_label("Voix pour").fill("5")
    page.get_by_label("Voix contre").fill("1")
    page.get_by_label("Abstentions").fill("0")
    # A veto is never averaged away.
    page.get_by_role("button", name="Noter la décision").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert not Decision.objects.exists()
    looked_at(page)
    page.get_by_label("Pourquoi le veto est levé").fill(LIFTED)
    does(page, "Noter la décision", "La décision est notée")
    page.goto(meeting.get_absolute_url())
    page.get_by_label(str(cast.head)).check()
    does(page, "Enregistrer les présents et les notes", "C’est noté.")
    page.locator("summary", has_text="Clore la réunion").click()
    looked_at(page)
    does(page, "Oui, clore la réunion", "La réunion est close")
    for words in (TITLE, "5 pour, 1 contre", LIFTED, "Salle des mariages", str(cast.head)):
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("link", name="Compte rendu en PDF")).to_be_visible()


def type_rich(page: Page, text: str) -> None:
    editor = page.locator(".ProseMirror[contenteditable=true]").last
    editor.click()
    page.keyboard.type(text)
    expect(editor).to_contain_text(text)


def carry_out(page: Page, leader: Agent, idea: Idea) -> None:
    """The action, at the desk: decided, started, done."""
    page.goto(reverse("admin:dematerialisation_action_add"))
    page.locator("[name=title]").fill(ACTION)
    page.locator("[name=what_was_decided]").fill("Un formulaire pour tous les congés.")
    page.locator("[name=leader]").fill(leader.identifiant)
    page.locator("[name=due_on]").fill(f"{timezone.localdate() + timedelta(days=60):%d/%m/%Y}")
    page.locator("#id_ideas_from").select_option(idea.reference)
    page.locator("#id_ideas_add, #id_ideas_add_link").first.click()
    looked_at(page)
    page.locator("[name=_continue]").click()
    expect(page.get_by_role("link", name="Commencer").first).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name="Commencer").first.click()
    expect(page.locator("[name=due_on]")).to_be_visible()
    looked_at(page)
    page.get_by_role("main").get_by_role("button", name="Commencer").click()
    expect(page.get_by_text("L’action est en cours.")).to_be_visible()
    page.get_by_role("link", name="C’est fait").first.click()
    expect(page.locator("[name=done_on]")).to_be_visible()
    looked_at(page)
    type_rich(page, CHANGED)
    page.get_by_role("main").get_by_role("button", name="C’est fait").click()
    expect(page.get_by_text("L’action est faite").first).to_be_visible()
    looked_at(page)


def test_from_the_proposal_to_the_result(
    open_page: OpenPage, sign_in: SignIn, carry_session: SignIn, cast: Cast
) -> None:
    journey = Journey(open_page, carry_session)
    theirs = open_page(PHONE)
    sign_in(theirs, cast.author)
    idea = propose(theirs)

    page = journey.action(cast.in_charge, idea, "Je m’en charge")
    page.get_by_label("Un mot à l’auteur").fill(WORD)
    does(page, "Je m’en charge", "Vous suivez cette idée")
    journey.told(theirs, "Votre idée est à l’étude")
    expect(theirs.get_by_text(WORD).first).to_be_visible()

    page = journey.action(cast.recused, idea, "Laisser l’évaluation aux autres")
    page.get_by_label("Pourquoi").fill("Nous en avons parlé ensemble.")
    does(page, "Laisser l’évaluation aux autres", "Vous laissez cette idée aux autres membres.")
    for position, agent in enumerate([*cast.evaluators, cast.deputy]):
        evaluate(journey.page_of(agent), idea, mark=position % 5, veto=VETO if position == 2 else "")
    assert set(Evaluation.objects.values_list("seat", "made_by")) == {
        *((agent.pk, agent.pk) for agent in cast.evaluators),
        (cast.absent.pk, cast.deputy.pk),
    }
    page = journey.page_of(cast.recused)
    page.goto(idea.get_absolute_url())
    expect(page.get_by_text("7 évaluations sur 7")).to_be_visible()
    expect(page.get_by_text(VETO)).to_have_count(0)

    hold_a_meeting(journey.page_of(cast.head), idea, cast)
    theirs.goto(idea.get_absolute_url())
    expect(theirs.get_by_text("Elle sert tous les agents.")).to_have_count(0)
    expect(theirs.get_by_text(VETO)).to_have_count(0)

    page = journey.action(cast.in_charge, idea, "Préparer la réponse")
    type_rich(page, ANSWER)
    does(page, "Préparer la réponse", "La réponse est prête.")
    page = journey.action(cast.evaluators[3], idea, "Relire et publier")
    expect(page.get_by_role("main").get_by_text(ANSWER)).to_be_visible()
    does(page, "Relire et publier", "La réponse est publiée et l’auteur prévenu.")
    journey.told(theirs, "Le groupe répond à votre idée")
    expect(theirs.locator(".answer").get_by_text(ANSWER)).to_be_visible()

    page = journey.page_of(cast.in_charge)
    for button, said in (
        ("La réalisation commence", "L’idée est en cours et l’auteur prévenu."),
        ("C’est réalisé", "L’idée est réalisée et l’auteur prévenu."),
    ):
        page.goto(idea.get_absolute_url())
        if not page.get_by_role("button", name=button, exact=True).is_visible():
            page.locator("summary", has_text="Autres actions").click()
        does(page, button, said)
    carry_out(page, cast.in_charge, idea)
    theirs.goto(reverse("action_list"))
    expect(theirs.get_by_text(ACTION).first).to_be_visible()
    looked_at(theirs)

    # What the task does, some days later.
    idea.refresh_from_db()
    assert idea.state == State.DONE
    assert actions.ask(idea)
    journey.told(theirs, "Votre idée a-t-elle changé quelque chose")
    press(theirs, theirs.get_by_role("link", name="Donner mon retour"))
    looked_at(theirs, "Ce que l’idée a changé")
    press(theirs, theirs.locator("[name=change]").first, "Space")
    write(theirs, theirs.get_by_label("Voulez-vous en dire un mot"), "Je ne me trompe plus.")
    press(theirs, theirs.get_by_role("button", name="Envoyer mon retour"))
    expect(theirs.get_by_text("Je ne me trompe plus.")).to_be_visible()
    looked_at(theirs)
    assert Feedback.objects.get().change == Feedback.Change.YES
