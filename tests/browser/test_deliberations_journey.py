"""A session prepared, published and read by keyboard, at the desk and on a phone."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from core.people.models import Agent
from core.people.roles import Role
from deliberations.models import CouncilSession, Deliberation
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.deliberations.factories import (
    CouncillorFactory,
    DeliberationFactory,
    MandateFactory,
    SessionFactory,
    pdf,
)
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]
CarrySession = Callable[[Page, Agent], None]


@pytest.fixture
def secretary() -> Agent:
    return AgentFactory.create(roles=[Role.COUNCIL_SECRETARY])


def main_link(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name)


def test_from_a_draft_to_everyone(
    open_page: OpenPage, carry_session: CarrySession, width: int, secretary: Agent, tmp_path: Path
) -> None:
    councillor = CouncillorFactory.create(first_name="Solange", last_name="Castagne")
    MandateFactory.create(councillor=councillor)
    file = tmp_path / "compte.pdf"
    file.write_bytes(pdf("Le conseil adopte le compte."))
    page = open_page(width)
    carry_session(page, secretary)
    page.goto("/deliberations/")
    assert_accessible(page)
    press(page, main_link(page, "Préparer une séance"))
    tab_to(page, page.get_by_label("Date de la séance"))
    page.get_by_label("Date de la séance").fill(timezone.localdate().isoformat())
    press(page, page.get_by_role("button", name="Créer la séance"))
    expect(page.locator(".messages")).to_contain_text("La séance est créée")
    session = CouncilSession.objects.get()
    assert session.held_on == timezone.localdate()
    assert not session.is_published

    for words in ("Compte financier unique", "Subventions aux associations"):
        press(page, main_link(page, "Ajouter une délibération"))
        write(page, page.get_by_label("Objet"), words)
        page.get_by_label("Matière (nomenclature ACTES)").select_option(label="7.1 Décisions budgétaires")
        page.get_by_role("combobox", name=re.compile("^Rapporteur")).select_option(
            label="Mme Solange Castagne"
        )
        if words.startswith("Compte"):
            page.get_by_label("Texte de la délibération").set_input_files(file)
            expect(page.get_by_text("déjà reçu")).to_be_visible()
        page.get_by_label("Résultat").select_option("adopted")
        for label, number in (("Effectif du conseil", 45), ("Votants", 43), ("Pour", 40), ("Contre", 2)):
            write(page, page.get_by_role("textbox", name=re.compile(f"^{label}")), str(number))
        abstentions = page.get_by_role("textbox", name=re.compile("^Abstentions"))
        write(page, abstentions, "9")
        press(page, page.get_by_role("button", name="Enregistrer"))
        expect(page).to_have_title(re.compile("^Erreur"))
        expect(page.get_by_role("textbox", name=re.compile("^Pour"))).to_be_focused()
        expect(page.get_by_label("Objet")).to_have_value(words)
        assert_accessible(page)
        assert_no_overflow(page)
        write(page, abstentions, "1")
        press(page, page.get_by_role("button", name="Enregistrer"))
        expect(page.locator(".messages")).to_contain_text("La délibération est ajoutée")
    assert_accessible(page)
    assert_no_overflow(page)

    press(page, page.get_by_role("button", name=re.compile("Monter « Subventions")))
    expect(page.locator("main ol.plain h3").first).to_have_text("Subventions aux associations")
    press(page, page.get_by_role("button", name=re.compile("Numéroter")))
    expect(page.locator(".messages")).to_contain_text("2 délibérations numérotées")
    press(page, main_link(page, "Publier…"))
    expect(page.get_by_role("heading", level=1, name="Publier la séance")).to_be_visible()
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Publier la séance"))
    expect(page.locator(".messages")).to_contain_text("La séance est publiée")
    numbers = list(Deliberation.objects.order_by("position").values_list("object", "number"))
    assert [number[-3:] for _, number in numbers] == ["001", "002"]
    assert numbers[0][0] == "Subventions aux associations"

    reader = open_page(width)
    carry_session(reader, AgentFactory.create())
    reader.goto("/deliberations/")
    press(reader, main_link(reader, str(timezone.localdate().year)))
    press(reader, main_link(reader, re.compile("^Séance du")))
    expect(reader.get_by_role("heading", level=1, name="Séance du")).to_be_visible()
    assert_accessible(reader)
    with reader.expect_download() as downloaded:
        press(reader, main_link(reader, re.compile("^Tout télécharger")))
    assert downloaded.value.suggested_filename == f"conseil-{timezone.localdate()}.zip"
    press(reader, main_link(reader, "Compte financier unique"))
    expect(reader.get_by_text("Adoptée à la majorité")).to_be_visible()
    expect(reader.get_by_text("Mme Solange Castagne, 3ᵉ adjointe au maire")).to_be_visible()
    assert_accessible(reader)
    assert_no_overflow(reader)
    press(reader, main_link(reader, re.compile("^Précédente")))
    expect(reader.get_by_role("heading", level=1, name="Subventions aux associations")).to_be_visible()


def test_a_receipt_and_a_session_taken_back(
    open_page: OpenPage, carry_session: CarrySession, width: int, secretary: Agent, tmp_path: Path
) -> None:
    sample = Path(__file__).parent.parent / "deliberations" / "receipts" / "aractes_exemple.xml"
    session = SessionFactory.create(held_on=datetime.date(2026, 6, 25))
    DeliberationFactory.create(session=session, number="2026_06_001")
    page = open_page(width)
    carry_session(page, secretary)
    page.goto("/deliberations/")
    press(page, main_link(page, "Importer des accusés de réception"))
    page.get_by_label("Accusés de réception").set_input_files(sample)
    expect(page.get_by_text("déjà reçu")).to_be_visible()
    press(page, page.get_by_role("button", name="Importer"))
    expect(page.get_by_text("a été reçue en préfecture")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    page.goto(session.get_absolute_url())
    press(page, main_link(page, "Corriger la séance"))
    press(page, main_link(page, "Retirer de la lecture"))
    press(page, page.get_by_role("button", name="Retirer de la lecture"))
    expect(page.get_by_label("Motif")).to_be_focused()
    write(page, page.get_by_label("Motif"), "Une erreur de date")
    press(page, page.get_by_role("button", name="Retirer de la lecture"))
    expect(page.get_by_text("Retirée de la lecture")).to_be_visible()
    assert_accessible(page)


def test_the_votes_of_thirty_acts_in_one_table(
    open_page: OpenPage, carry_session: CarrySession, width: int, secretary: Agent
) -> None:
    DeliberationFactory.create(session=SessionFactory.create(held_on=datetime.date(2026, 3, 5)))
    session = SessionFactory.create(held_on=datetime.date(2026, 6, 25), draft=True)
    blank = dict.fromkeys(("seats", "voters", "votes_for", "votes_against", "abstentions"))
    acts = DeliberationFactory.create_batch(30, session=session, result="pending", **blank)
    page = open_page(width)
    carry_session(page, secretary)
    page.goto(f"/deliberations/preparer/{session.reference}/")
    press(page, main_link(page, "Saisir les votes"))
    expect(page.locator("[name=voters]")).to_have_value("43")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_label("Toutes adoptées à l’unanimité"), "Space")
    write(page, f"Contre, n°\u00a0{acts[1].number}", "50")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Contre et abstentions font 50, pour 43 votants.")).to_be_visible()
    expect(page.get_by_label("Toutes adoptées à l’unanimité")).to_be_checked()
    assert_accessible(page)
    assert_no_overflow(page)
    write(page, f"Contre, n°\u00a0{acts[1].number}", "3")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messages")).to_contain_text("30 votes enregistrés")
    votes = session.deliberations.order_by("position").values_list(
        "votes_for", "votes_against", "abstentions"
    )
    assert list(votes[:3]) == [(43, 0, 0), (40, 3, 0), (43, 0, 0)]


def test_a_column_of_votes_is_filled_in_with_enter(
    open_page: OpenPage, carry_session: CarrySession, width: int, secretary: Agent
) -> None:
    session = SessionFactory.create(draft=True)
    acts = DeliberationFactory.create_batch(3, session=session, result="pending")
    page = open_page(width)
    carry_session(page, secretary)
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
    for key, column, row in (
        ("ArrowDown", "Contre", 2),
        ("ArrowUp", "Contre", 1),
        ("Shift+Enter", "Contre", 0),
    ):
        page.keyboard.press(key)
        expect(cell(column, row)).to_be_focused()
    cell("Résultat", 0).focus()
    page.keyboard.press("Enter")
    expect(cell("Résultat", 1)).to_be_focused()


def test_a_search_by_keyboard(open_page: OpenPage, carry_session: CarrySession, width: int) -> None:
    rugby = DeliberationFactory.create(object="Subvention au club de rugby")
    DeliberationFactory.create(object="Réfection de la rue", session=rugby.session)
    page = open_page(width)
    carry_session(page, AgentFactory.create())
    page.goto("/deliberations/")
    if width == PHONE:
        press(page, page.locator("summary", has_text="Filtrer"))
    write(page, page.get_by_label("Objet ou numéro"), "subventions rugby")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="1 délibération")).to_be_visible()
    expect(main_link(page, "Subvention au club de rugby")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
