from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from core.people.models import Agent
from dematerialisation.home import in_days
from dematerialisation.models import Action
from suggestions.models import Idea
from tests.dematerialisation.factories import ActionFactory
from tests.factories import PASSWORD
from tests.manuals.factories import ManualFactory, OutageFactory, PinFactory, SoftwareFactory
from tests.notifications.factories import NotificationFactory
from tests.rooms.factories import a_booking, a_room
from tests.spaces.factories import a_note, project_with
from tests.suggestions.factories import away, idea_in
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
CARDS = (
    "Le coin de la physique nucléaire",
    "Libres maintenant",
    "Vous l’avez dit, on l’a fait",
    "De mon côté",
)


@pytest.fixture(autouse=True)
def _thursday_morning() -> Iterator[None]:
    with time_machine.travel("2026-11-26T10:05:00+01:00", tick=False):
        yield


def fill(agent: Agent) -> None:
    TipFactory.create(title="Renommer cent fichiers")
    place = a_room(name="Salle Audiberti")
    ActionFactory.create(title="Les notes sans papier")
    idea_in("in_progress", title="Un seul formulaire")
    idea_in("received", title="Mon idée à moi", author=agent)
    a_booking(place, agent, title="Réunion des serres")
    SoftwareFactory.create(name="Budgétine", functional_referent=agent)
    NotificationFactory.create_batch(2, recipient=agent)


def test_without_data_no_card_is_empty(signed_in, author):
    page = signed_in(author).get("/").text
    for words in (
        "Jeudi 26\u00a0novembre\u00a02026",
        "Bonjour Nadia, qu’est\u2011ce qui vous complique la vie\u00a0?",
        "répond sous quinze jours",
        "/idees/proposer/",
        f'<a href="{reverse("memos:memo_kinds")}">Écrire aux ressources humaines</a>',
    ):
        assert words in page, words
    assert not [card for card in CARDS if card in page]
    assert 'class="sheet' not in page


def test_with_data_every_card_is_there(signed_in, author):
    fill(author)
    page = signed_in(author).get("/").text
    assert [card for card in CARDS if card in page] == list(CARDS)
    for words in (
        *("Renommer cent fichiers", "Salle Audiberti", "12 places", "jusqu’à 11\u00a0h<", "✓ Faite"),
        *("Les notes sans papier", "En cours", "Un seul formulaire", "Mon idée à moi"),
        *("Réunion des serres", "Budgétine", "2 notifications non lues"),
    ):
        assert words in page, words


@pytest.mark.parametrize("use", ["pin", "direction", "functional_referent", "it_referent", ""])
def test_who_uses_a_software_reads_that_it_is_down(signed_in, author, use):
    given = {"direction": {"owner": author.direction}}.get(use) or (
        {use: author} if "referent" in use else {}
    )
    software = SoftwareFactory.create(name="Budgétine", **given)
    if use == "pin":
        PinFactory.create(agent=author, manual=ManualFactory.create(software=software))
    OutageFactory.create(software=software, over=True, message="Une panne finie")
    client = signed_in(author)
    assert "Panne en cours" not in client.get("/").text
    OutageFactory.create(software=software, message="Plus personne n’entre.")
    page = client.get("/").text
    assert ("Panne en cours" in page) is bool(use)
    assert ("Plus personne n’entre." in page) is bool(use)
    assert "Une panne finie" not in page


def test_the_towns_part_is_read_once_a_minute(signed_in, author, outsider, moderator):
    """For everybody but those who change it: what they did shows on their own page."""
    done = ActionFactory.create(title="Les notes sans papier")
    clients = {agent: signed_in(agent) for agent in (author, outsider, moderator)}
    assert done.title in clients[author].get("/").text
    Action.objects.update(title="Les notes au pilon")
    assert "Les notes sans papier" in clients[outsider].get("/").text
    with time_machine.travel("2026-11-26T10:06:01+01:00", tick=False):
        assert "Les notes au pilon" in clients[outsider].get("/").text
        Action.objects.update(title="Les notes en ligne")
        assert "Les notes en ligne" in clients[moderator].get("/").text
        led = ActionFactory.create(in_progress=True, title="Les congés", leader=author)
        assert led.title in clients[author].get("/").text.partition("on l’a fait")[2]
        # What one leads, beyond those that the page shows; and a role, whatever it leads.
        for leader in (author, author, moderator):
            ActionFactory.create(planned=True, leader=leader, due_on="2026-11-27")
        assert all("Les congés" in clients[agent].get("/").text for agent in (author, moderator))
        led.title = "Les congés payés"
        led.save()
        assert all(led.title in clients[agent].get("/").text for agent in (author, moderator))


def test_an_idea_told_by_an_action_is_told_once(signed_in, outsider):
    action = ActionFactory.create(title="L’action qui raconte")
    action.ideas.add(idea_in("done", title="L’idée racontée"))
    page = signed_in(outsider).get("/").text
    assert "L’action qui raconte" in page
    assert "L’idée racontée" not in page


@pytest.mark.parametrize(("days", "words"), [(15, "quinze jours"), (1, "un jour"), (21, "21 jours")])
def test_in_days(days, words):
    assert in_days(days) == words


def test_what_waits_for_ones_evaluation(signed_in, moderator, outsider):
    for number in range(4):
        idea_in("under_study", title=f"Idée à évaluer {number}")
    idea_in("received", title="Pas encore à l’étude")
    client = signed_in(moderator)
    for address in ("/", "/mon-espace/"):
        assert "4 idées à évaluer" in client.get(address).text
        assert "idées à évaluer" not in signed_in(outsider).get(address).text
    assert f'href="{reverse("suggestions:to_evaluate")}">4 idées à évaluer' in client.get("/").text
    page = client.get("/mon-espace/").text
    assert "À moi de faire" in page
    assert "Idée à évaluer 0" in page
    assert "Pas encore à l’étude" not in page


def test_a_deputy_evaluates_on_the_site(signed_in, moderator, outsider):
    idea_in("under_study", title="Idée à évaluer")
    away(moderator, outsider)
    page = signed_in(outsider).get("/").text
    assert f'href="{Idea.objects.get().get_absolute_url()}">1 idée à évaluer' in page
    assert reverse("suggestions:to_evaluate") not in page
    assert reverse("admin:suggestions_idea_changelist") not in page


def test_the_group_sees_what_waits_in_the_admin(signed_in, moderator, outsider):
    ActionFactory.create(in_progress=True, title="En souffrance", due_on="2026-11-20")
    page = signed_in(moderator).get("/").text
    assert "1 action en retard" in page
    assert reverse("admin:dematerialisation_action_changelist") in page
    assert "en retard" not in signed_in(outsider).get("/").text


def test_what_one_leads_is_on_ones_side(signed_in, author):
    ActionFactory.create(in_progress=True, leader=author, title="Une fiche au lieu de quatre")
    ActionFactory.create(planned=True, leader=author, title="Sans échéance encore", due_on=None)
    ActionFactory.create(in_progress=True, leader=author, title="En souffrance", due_on="2026-11-20")
    ActionFactory.create(leader=author, title="Finie depuis")
    brief, space = (signed_in(author).get(address).text for address in ("/", "/mon-espace/"))
    for page in (brief, space):
        assert "elle devait finir le 20\u00a0novembre" in page
        assert "Une fiche au lieu de quatre" in page
    assert "sans échéance" in space
    assert "Finie depuis" not in space


def test_spaces_that_changed_most_come_first(signed_in, author, colleague, outsider):
    silent, changed, busy = (project_with(lead=colleague, member=author) for _ in range(3))
    a_note(changed, colleague)
    for number in range(2):
        a_note(busy, colleague, title=f"Compte rendu {number}")
    a_note(silent, author)
    for address in ("/", "/mon-espace/"):
        page = signed_in(author).get(address).text
        assert page.index("2 nouveautés depuis votre") < page.index("1 nouveauté depuis votre")
        assert [project.name in page for project in (silent, changed, busy)] == [False, True, True]
        assert "1 nouveauté depuis votre" in signed_in(colleague).get(address).text
        assert "nouveauté" not in signed_in(outsider).get(address).text


def test_what_this_is_is_said_on_the_first_visit_once(client, author):
    said = []
    for _ in range(2):
        client.post(reverse("account_login"), {"login": author.identifiant, "password": PASSWORD})
        said += ["La case en haut de chaque page" in client.get("/").text for _ in range(2)]
        client.post(reverse("account_logout"))
    assert said == [True, False, False, False]
