"""The directory's journeys by keyboard alone, at a desk's width and at a phone's: find, correct, propose, import."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent, AgentSkill, Assignment, Direction, Project, Skill
from directory.models import Card, Correction
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    tab_to,
    unfold_filters,
    write,
)
from tests.directory.factories import a_photo, a_sheet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("committed_town"),
    pytest.mark.timeout(600),
]
CarrySession = Callable[[Page, Agent], None]


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def open_as(open_page: OpenPage, carry_session: CarrySession, width: int) -> Callable[[str], Page]:
    """`open_as("agent")`: the demonstration town, and a page of that account."""

    def opened(identifiant: str) -> Page:
        page = open_page(width)
        carry_session(page, Agent.objects.get(identifiant=identifiant))
        return page

    return opened


def test_find_someone_and_read_their_card(open_as: Callable[[str], Page]) -> None:
    page = open_as("agent")
    page.goto("/")
    press(page, page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Annuaire"))
    write(page, page.get_by_role("searchbox", name="Qui cherchez-vous"), "lacombe")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="1 personne")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("main").get_by_role("link", name="Mehdi Lacombe", exact=True))
    expect(page.get_by_role("heading", level=1, name="Mehdi Lacombe")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    page.goto("/annuaire/?q=lacomme")
    expect(page.get_by_text("Personne ne s’appelle exactement")).to_be_visible()
    page.goto("/annuaire/?q=zorglub")
    press(page, page.get_by_role("link", name="Proposer une correction"))
    expect(page.get_by_role("heading", level=1, name="Quelqu’un manque ?")).to_be_visible()
    write(page, page.get_by_label("Qui manque"), "Zorglub, aux serres")
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Envoyer"))
    expect(page.locator(".messages")).to_contain_text("Merci")
    assert Correction.objects.filter(message="Zorglub, aux serres").count() == 1


def test_walk_the_chart(open_as: Callable[[str], Page]) -> None:
    page = open_as("agent")
    camille = Agent.objects.get(identifiant="agent")
    Direction.objects.filter(pk=camille.direction_id).update(head=camille)
    page.goto("/annuaire/organigramme/")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.locator("details:not([open]) > summary").filter(has_text="Espaces verts"))
    expect(page.get_by_role("link", name="Serres municipales")).to_be_visible()
    tab_to(page, page.get_by_role("region", name="En image"))
    picture = page.get_by_role("img", name="Organigramme de Port-Mimosa")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
    page.goto("/annuaire/organigramme/")
    press(page, page.get_by_role("link", name="Espaces verts"))
    expect(page.get_by_role("heading", level=1, name="Espaces verts")).to_be_visible()
    expect(page.get_by_text("Responsable :")).to_contain_text("Camille Martin")
    assert_accessible(page)
    assert_no_overflow(page)


def test_my_card_and_my_photo(open_as: Callable[[str], Page], tmp_path: Path) -> None:
    page = open_as("agent")
    page.goto("/annuaire/")
    press(page, page.get_by_role("link", name="Ma fiche"))
    write(page, page.get_by_label("Téléphone"), "appelez-moi")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page).to_have_title("Erreur : Ma fiche – Annuaire – Port-Mimosa")
    expect(page.get_by_label("Téléphone")).to_be_focused()
    assert_accessible(page)
    write(page, page.get_by_label("Téléphone"), "0400002001")
    write(page, page.get_by_label("Ce dont je m’occupe"), "Les commandes de plants.")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("link", name="04 00 00 20 01")).to_be_visible()

    photo = tmp_path / "moi.jpg"
    photo.write_bytes(a_photo())
    press(page, page.get_by_role("link", name="Ajouter ma photo"))
    expect(page.get_by_role("heading", level=1, name="Ajouter ma photo")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Votre photo").set_input_files(photo)
    expect(page.locator("[data-received] input:checked")).to_be_visible()
    tab_to(page, page.get_by_label("J’accepte que ma photo"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Montrer ma photo"))
    shown = page.get_by_role("img", name="Photo de Camille Martin")
    expect(shown).to_be_visible()
    # The page is there before its picture.
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 512
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("link", name="Retirer la photo"))
    expect(page.get_by_role("heading", level=1, name="Retirer la photo")).to_be_visible()
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Retirer la photo"))
    expect(page.locator(".messages")).to_contain_text("La photo est effacée")
    assert Card.objects.get(agent__identifiant="agent").photo is None


def test_propose_and_accept(open_as: Callable[[str], Page]) -> None:
    page = open_as("agent")
    page.goto("/annuaire/ma-fiche/")
    press(page, page.get_by_role("link", name="Proposer une correction"))
    expect(page.get_by_role("heading", level=1, name="Proposer une correction")).to_be_visible()
    write(page, page.get_by_label("Fonction"), "cheffe de projet plantations")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Envoyer la correction"))
    expect(page.locator(".messages")).to_contain_text("Merci")
    assert_accessible(page)
    assert_no_overflow(page)

    desk = open_as("annuaire")
    desk.goto("/annuaire/corrections/")
    press(desk, desk.get_by_role("link", name="Fiche de Camille Martin"))
    expect(desk.get_by_role("heading", level=1, name="La fiche de Camille Martin")).to_be_visible()
    assert_accessible(desk)
    press(desk, desk.get_by_role("button", name="Accepter et corriger la fiche"))
    expect(desk.locator(".messages")).to_contain_text("est corrigée")
    assert Agent.objects.get(identifiant="agent").function == "cheffe de projet plantations"


def test_import_agents(open_as: Callable[[str], Page], tmp_path: Path) -> None:
    page = open_as("annuaire")
    sheet = tmp_path / "agents.csv"
    lines = ["X1;DE LA FONTAINE;jean-pierre;Culture;Médiathèques;Bibliothécaire;;;B", ";Sans;Matricule;;;;;;"]
    sheet.write_bytes(a_sheet(*lines))
    page.goto("/annuaire/")
    press(page, page.get_by_role("link", name="Importer des agents"))
    expect(page.get_by_role("heading", level=1, name="Importer des agents")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Fichier des agents").set_input_files(sheet)
    expect(page.locator("[data-received] input:checked")).to_be_visible()
    press(page, page.get_by_role("button", name="Lire le fichier"))
    expect(page.get_by_role("heading", level=1, name="agents.csv")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    tab_to(page, page.get_by_label("Fermer les comptes"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Confirmer l’import"))
    expect(page.get_by_role("alert")).to_contain_text("plus de 5")
    expect(page.get_by_label("Fermer les comptes")).to_be_checked()
    assert_accessible(page)
    page.keyboard.press("Tab")
    tab_to(page, page.get_by_label("Fermer les comptes"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Confirmer l’import"))
    expect(page.locator(".messages")).to_contain_text("L’import est fait")
    assert str(Agent.objects.get(personnel_number="X1")) == "Jean-Pierre de La Fontaine"
    assert_accessible(page)
    assert_no_overflow(page)


def test_find_people_by_what_they_know(open_as: Callable[[str], Page], width: int) -> None:
    gardener = Agent.objects.get(identifiant="aboukhalfa")
    skill = Skill.objects.get(name="cartes et plans (SIG)")
    AgentSkill.objects.get_or_create(agent=gardener, skill=skill)
    project = Project.objects.create(name="Cours d’école fleuries", purpose="Planter avec les enfants.")
    today = timezone.localdate()
    Assignment.objects.create(agent=gardener, kind="project", project=project, period=(today, None))
    page = open_as("agent")
    page.goto("/annuaire/")
    assert_accessible(page)
    assert_no_overflow(page)
    write(
        page,
        page.get_by_role("searchbox", name="Qui cherchez-vous"),
        "qui sait faire une carte aux espaces verts",
    )
    page.keyboard.press("Enter")
    expect(page.locator(".why").first).to_contain_text("sait : cartes et plans")
    if width == PHONE:
        first = page.locator(".people > li").first.bounding_box()
        assert first
        assert first["y"] <= 560
    assert_accessible(page)
    assert_no_overflow(page)
    unfold_filters(page)
    for name in ("competence", "projet", "fonction", "site"):
        tab_to(page, page.locator(f"[name={name}]"))
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("main").get_by_role("link", name=str(gardener), exact=True))
    expect(page.get_by_role("heading", name="Projets et affectations")).to_be_visible()
    expect(page.get_by_role("link", name="Cours d’école fleuries")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def test_declare_a_skill_and_remove_it(open_as: Callable[[str], Page]) -> None:
    AgentSkill.objects.filter(agent__identifiant="agent").delete()
    page = open_as("agent")
    page.goto("/annuaire/ma-fiche/")
    press(page, page.get_by_role("link", name="Les choisir"))
    expect(page.get_by_text("jamais pour une évaluation").first).to_be_visible()
    press(page, page.get_by_label("catalan"), "Space")
    write(page, page.get_by_label("Un mot qui manque"), "dessin de plantes")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("proposé : vous seul le voyez")).to_be_visible()
    expect(page.get_by_text("catalan")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("link", name="Changer ou retirer mes compétences"))
    press(page, page.get_by_label("catalan"), "Space")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Vos compétences sont enregistrées")).to_be_visible()
    expect(page.get_by_text("catalan")).to_have_count(0)


def test_from_the_grid_to_the_list(open_as: Callable[[str], Page]) -> None:
    page = open_as("agent")
    page.goto("/annuaire/croisements/?par=logiciels")
    expect(page.get_by_role("table", name="Directions et logiciels")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    first = page.locator("table.grid td a").first
    count = first.inner_text().split()[0]
    press(page, first)
    expect(page.get_by_role("heading", level=2, name=count)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def test_words_and_assignments_of_the_manager(open_as: Callable[[str], Page]) -> None:
    page = open_as("annuaire")
    page.goto("/annuaire/competences/")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("link", name="dessin de presse"))
    expect(page.get_by_role("heading", level=1, name="dessin de presse")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Accepter"))
    expect(page.locator(".messages")).to_contain_text("dessin de presse")
    agent = Agent.objects.get(identifiant="agent")
    page.goto(f"/annuaire/agent/{agent.reference}/")
    press(page, page.get_by_role("link", name="Noter une affectation"))
    expect(page.get_by_role("heading", level=1, name="Une affectation de")).to_be_visible()
    write(page, page.locator("[name=title]"), "Élue au CST")
    press(page, page.get_by_role("button", name="Noter"))
    expect(page.locator("[name=title]")).to_be_focused()
    expect(page.get_by_text("n’ont pas leur place dans l’annuaire").first).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    write(page, page.locator("[name=title]"), "référente du tri")
    press(page, page.get_by_role("button", name="Noter"))
    press(page, page.get_by_role("link", name="Corriger « référente du tri »"))
    expect(page.get_by_role("button", name="Y mettre fin aujourd’hui")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Y mettre fin aujourd’hui"))
    expect(page.locator(".messages")).to_contain_text("aujourd’hui est son dernier jour")
