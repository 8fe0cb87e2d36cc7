"""The page of results, the suggestions, and what bad addresses get."""

import pytest
from django.urls import reverse

from core.french import day_of
from core.people.roles import Role
from core.search.registry import KINDS
from dematerialisation.pages import ALIASES, parts
from tests.dematerialisation.factories import PageFactory
from tests.factories import AgentFactory, DirectionFactory
from tests.search.factories import manual_of
from tests.suggestions.factories import idea_in
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
URL = reverse("search:results")
SUGGESTIONS = reverse("search:suggestions")


def test_the_page_says_what_was_looked_for_and_marks_it(client, text_of):
    TipFactory.create(title="L’école de la piscine", summary="Trop d’eau ?", body="<p>La piscine ferme.</p>")
    answer = client.get(URL, {"q": "piscine"})
    html = answer.content.decode()
    assert "<title>piscine – Recherche" in html
    assert 'value="piscine"' in html
    assert "L’école de la <mark>piscine</mark>" in html
    assert "1 résultat" in text_of(answer)
    assert f"{KINDS['tips.tip'].label} 1" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bilan", "assessment_list"),
        ("sans imprimante", "printerless_list"),
        ("cours", "tips:course"),
        ("le cours de physique nucléaire", "tips:course"),
        ("Enquête", "survey_list"),
        ("priorités", "priority_list"),
    ],
)
def test_a_page_of_the_site_is_found_by_its_name(client, typed, name):
    answer = client.get(URL, {"q": typed})
    assert answer.context["pages"][0][1] == reverse(name)
    assert f'<a href="{reverse(name)}">' in answer.content.decode().partition(" du site</p>")[2]
    assert reverse(name) in client.get(SUGGESTIONS, {"q": typed}).content.decode()
    assert not client.get(URL, {"q": typed, "rubrique": "tips.tip"}).context["pages"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("proposer une idée", "suggestions:idea_propose"),
        ("je voudrais réserver une salle demain", "rooms:booking_create"),
        ("mot de passe oublié", "account_change_password"),
        ("Saperlipopette !", "suggestions:idea_propose"),
        ("veille", "legalwatch:entry_list"),
        ("code de suivi", "suggestions:follow_up"),
    ],
)
def test_a_page_that_is_plainly_asked_comes_alone(client, typed, name, text_of):
    PageFactory.create(title="La veille : proposer, réserver une salle, code de suivi, mot de passe oublié")
    answer = client.get(URL, {"q": typed})
    assert answer.context["pages"][0][1] == reverse(name)
    assert "La veille : proposer" not in text_of(answer)
    assert "1 résultat" in text_of(client.get(URL, {"q": "veille", "partout": 1}))


def test_a_page_named_among_other_words_comes_before_the_results(client, text_of):
    PageFactory.create(title="Réserver une salle pour un barnum")
    shown = text_of(client.get(URL, {"q": "réserver une salle barnum"}))
    assert shown.index("Réserver une salle ") < shown.index("pour un barnum")


def test_every_alias_is_of_a_page(administrator, moderator):
    roles = [Role.MAIL_OFFICE, Role.ROOM_MANAGER]
    agents = [administrator, moderator, AgentFactory.create(roles=roles)]
    routes = {link.route for agent in agents for part in parts(agent) for link in part.links}
    assert set(ALIASES) <= routes


def test_a_page_is_found_by_who_may_open_it(client, moderator):
    queue = reverse("admin:suggestions_idea_changelist")
    assert queue not in client.get(URL, {"q": "file des idées"}).content.decode()
    client.force_login(moderator)
    assert queue in client.get(URL, {"q": "file des idées"}).content.decode()
    # In most names, and in none.
    for typed in ("le", "les", "girafe bilan"):
        assert not client.get(URL, {"q": typed}).context["pages"]


def test_a_page_of_a_file_is_linked_where_it_opens(client):
    manual_of("Rien.", "Une girafe.", "Encore une girafe, et deux girafes.", "Girafe.")
    html = client.get(URL, {"q": "girafe"}).content.decode()
    assert "#page=3" in html
    assert "pages/3/" in html
    assert "et 2 autres pages" in html


def test_filters_are_in_the_address(client, text_of):
    direction = DirectionFactory.create(name="Sports")
    idea = idea_in("under_study", title="La piscine", direction=direction)
    PageFactory.create(title="La piscine encore")
    for name, value in {
        "rubrique": "suggestions.idea",
        "direction": direction.reference,
        "annee": day_of(idea.received_at).year,
    }.items():
        answer = client.get(URL, {"q": "piscine", name: value})
        assert "1 résultat" in text_of(answer), name
        assert "La piscine encore" not in text_of(answer), name


def test_unknown_filters_are_ignored_and_named(client, text_of):
    TipFactory.create(title="La piscine")
    for name, value in (("rubrique", "zzz"), ("direction", "zzz"), ("annee", "²026")):
        answer = text_of(client.get(URL, {"q": "piscine", name: value}))
        assert f"a été ignoré : {'année' if name == 'annee' else name}" in answer
        assert "1 résultat" in answer


def test_a_misspelt_word_is_put_right(client, text_of):
    TipFactory.create(title="La délibération du mois")
    answer = client.get(URL, {"q": "deliberasion"})
    assert "Rien ne contient « deliberasion » : voici « délibération »" in text_of(answer)
    assert "La délibération du mois" in text_of(answer)


def test_the_beginning_of_a_word_is_found_when_no_word_is(client, text_of):
    TipFactory.create(title="La délibération du mois")
    answer = text_of(client.get(URL, {"q": "délibé"}))
    assert "Rien ne contient le mot « délibé » : voici ce qui commence ainsi" in answer
    assert "1 résultat" in answer


@pytest.mark.parametrize("typed", ["piscine", "piscnie", "pisc", "zzzzzz"])
def test_statements_are_few_and_constant(typed, client, statements):
    """The same for three results and for twenty.

    A word that nothing holds costs the likest ones, and another reading.
    """
    client.get(URL)
    counts = []
    for months in (range(3), range(3, 21)):
        for number in months:
            TipFactory.create(title="La piscine", months_ago=number)
        counts.append(statements(lambda: client.get(URL, {"q": typed})))
    assert max(counts) <= 20
    assert counts[0] == counts[1]


def test_suggestions_are_a_fragment(client):
    tip = TipFactory.create(title="La piscine & le <b>stade</b>")
    TipFactory.create(title="Autre chose", months_ago=1)
    html = client.get(SUGGESTIONS, {"q": "pisc"}).content.decode()
    assert "<html" not in html
    assert html.count('role="option"') == 1
    assert f'data-url="{tip.get_absolute_url()}"' in html
    assert "<mark>piscine</mark>" in html
    assert "<b>" not in html


def test_suggestions_are_of_titles_and_numbers(client):
    idea = idea_in("under_study", title="Un stade", proposal="Une girafe.")
    assert "option" not in client.get(SUGGESTIONS, {"q": "giraf"}).content.decode()
    assert "option" in client.get(SUGGESTIONS, {"q": idea.label}).content.decode()


def test_suggestions_of_each_kind_leave_room_for_others(client):
    for months in range(10):
        TipFactory.create(title=f"La piscine {months}", months_ago=months)
    PageFactory.create(title="La vie de la piscine")
    html = client.get(SUGGESTIONS, {"q": "pisc"}).content.decode()
    assert html.count('role="option"') == 4
    assert "Pages de la démarche" in html


def test_one_letter_suggests_nothing(client, statements):
    TipFactory.create(title="La piscine")
    assert "option" not in client.get(SUGGESTIONS, {"q": "p"}).content.decode()


def test_what_is_looked_for_is_kept_nowhere(client, caplog):
    caplog.set_level(0)
    answer = client.get(URL, {"q": "girafon"})
    assert "no-store" in answer["Cache-Control"]
    assert not [
        record
        for record in caplog.records
        if "girafon" in record.getMessage() and record.name != "django.db.backends"
    ]
    assert "girafon" not in str(dict(client.session))
