"""A project by keyboard alone, at both widths: asked for, its members, a note, a file, a date, a room, its end."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent, Project
from spaces.models import Event, File, Note, ProjectRequest, Thread
from spaces.projects import actions
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.documents import samples

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("committed_town"),
    pytest.mark.timeout(600),
]
CarrySession = Callable[[Page, Agent], None]


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, open_page: OpenPage, carry_session: CarrySession) -> Page:
    page = open_page(request.param)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    return page


def main(page: Page, role: str, name: str, **more: bool) -> None:
    press(page, page.get_by_role("main").get_by_role(role, name=name, **more).first)  # type: ignore[arg-type]  # a role's name


def seen(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def test_from_people_to_the_end_of_a_project(page: Page, tmp_path: Path) -> None:
    # Find people, who become members.
    page.goto("/annuaire/?q=lacombe")
    expect(page.get_by_role("main").get_by_role("link", name="Mehdi Lacombe", exact=True)).to_be_visible()
    # Ask for a project; the group accepts.
    page.goto("/espaces/")
    seen(page, "Mes espaces")
    main(page, "link", "Demander un projet")
    write(page, page.get_by_label("Nom du projet"), "Le jardin des écoles")
    write(page, page.get_by_label("À quoi il sert"), "Planter dans chaque cour, avec les jardiniers.")
    main(page, "button", "Envoyer")
    seen(page, "Le jardin des écoles")
    asked = ProjectRequest.objects.get(name="Le jardin des écoles")
    project = actions.accept(asked, by=Agent.objects.get(identifiant="groupe"))
    page.reload()
    main(page, "link", "Ouvrir son espace")
    seen(page, project.name)
    # A member.
    main(page, "link", "Ajouter un membre")
    write(page, page.get_by_label("Qui"), "Mehdi Lacombe")
    write(page, page.get_by_label("Rôle dans le projet"), "Relecteur")
    main(page, "button", "Ajouter")
    seen(page, "Membres")
    expect(page.get_by_text("Relecteur")).to_be_visible()
    # A note.
    tab(page, "Notes")
    main(page, "link", "Écrire une note")
    write(page, page.get_by_label("Titre"), "Les cours d’abord")
    editor = page.locator(".ProseMirror[contenteditable=true]")
    tab_to(page, editor)
    page.keyboard.type("Trois écoles au printemps.")
    main(page, "button", "Enregistrer")
    seen(page, "Les cours d’abord")
    assert Note.objects.filter(project=project).count() == 1
    # A file.
    tab(page, "Fichiers")
    main(page, "link", "Déposer des fichiers")
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(samples.pdf())
    page.locator("input[type=file]").set_input_files(plan)
    expect(page.get_by_text("plan.pdf").first).to_be_visible()
    main(page, "button", "Déposer")
    expect(page.get_by_role("main").get_by_role("link", name="plan.pdf")).to_be_visible()
    assert File.objects.filter(project=project).count() == 1
    # A date, and a room for it.
    tab(page, "Dates et décisions")
    main(page, "link", "Ajouter une date")
    write(page, page.get_by_label("Quoi"), "Première plantation")
    day = timezone.localdate() + timedelta(days=9)
    page.get_by_label("Jour").fill(day.isoformat())
    page.get_by_label("De", exact=True).fill("09:00")
    page.get_by_label("À", exact=True).fill("10:30")
    main(page, "button", "Enregistrer")
    seen(page, "Première plantation")
    assert Event.objects.filter(project=project).count() == 1
    main(page, "link", "Réserver une salle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("input[value='09:00'], option[value='09:00'][selected]").first).to_be_attached()
    # A message.
    page.goto(project.get_absolute_url())
    tab(page, "Messages")
    main(page, "link", "Ouvrir un sujet")
    write(page, page.get_by_label("Sujet"), "Les bulbes")
    write(page, page.get_by_label("Message"), "Qui en a ?")
    main(page, "button", "Envoyer")
    seen(page, "Les bulbes")
    assert Thread.objects.filter(project=project).count() == 1
    # The end.
    tab(page, "Vue d’ensemble")
    main(page, "link", "Clore")
    write(page, page.get_by_label("Ce que le projet a appris"), "Commencer par une seule cour.")
    main(page, "button", "Clore le projet")
    seen(page, project.name)
    expect(page.get_by_text("Commencer par une seule cour.")).to_be_visible()
    assert Project.objects.get(pk=project.pk).is_closed


def tab(page: Page, name: str) -> None:
    tabs = page.get_by_role("navigation", name="Dans cet espace")
    press(page, tabs.get_by_role("link", name=name).first)
    expect(tabs.get_by_role("link", name=name).first).to_have_attribute("aria-current", "page")
