"""All the words, then most; people for « qui… »; a title as typed; spelling put right only when a word is unknown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.people.models import AgentSkill
from core.search.models import Synonym
from core.search.queries import Filters, search
from directory.models import Card
from tests.dematerialisation.factories import PageFactory
from tests.factories import AgentFactory, DirectionFactory
from tests.legalwatch.factories import EntryFactory
from tests.manuals.factories import OutageFactory, SoftwareFactory
from tests.people.factories import AssignmentFactory, SkillFactory
from tests.search.factories import manual_of
from tests.suggestions.factories import idea_in
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db
TextOf = Callable[[Any], str]


def page_of(client: Client, typed: str, text_of: TextOf) -> str:
    return text_of(client.get(reverse("search:results"), {"q": typed}))


def test_then_most_of_them_and_the_rarest_first(outsider, titles, client, text_of):
    for months in range(4):
        TipFactory.create(title=f"La piscine {months}", months_ago=months)
    PageFactory.create(title="La girafe")
    assert titles("piscine girafe télétravail", outsider)[0] == "La girafe"
    page = page_of(client, "piscine girafe télétravail", text_of)
    assert "Rien ne contient tous ces mots" in page
    assert "sans « piscine », « télétravail »" in page
    assert "sans « girafe », « télétravail »" in page


def test_a_word_that_a_page_of_its_file_holds_is_not_missing(outsider):
    manual_of("Rien ici.", "La piscine.", title="Le stade")
    answer = search("stade piscine girafe", outsider)
    assert ([row.missing for row in answer.rows], answer.is_whole) == ([["girafe"]], False)


def test_filters_that_nothing_satisfies_say_nothing_of_the_words(outsider):
    """They are all held, elsewhere: none is put right, and nothing is missing."""
    TipFactory.create(title="La piscine du stade")
    answer = search("piscine stade", outsider, Filters(year=1990))
    assert (answer.count, list(answer.corrected), answer.is_whole) == (0, [], True)


def test_an_excluded_word_stays_excluded(outsider, titles):
    TipFactory.create(title="La piscine du stade")
    PageFactory.create(title="La piscine")
    assert titles("piscine girafe -stade", outsider) == ["La piscine"]


def test_a_title_as_it_is_typed_comes_first(outsider, titles):
    TipFactory.create(title="Tempo, tempo, tempo : Tempo", body="<p>Tempo tempo tempo.</p>")
    idea_in("under_study", title="Tempo")
    assert titles("tempo", outsider)[0] == "Tempo"


def test_who_asks_for_people_sees_them_first_with_their_number_and_why(outsider, client, text_of, titles):
    PageFactory.create(title="Les cimetières")
    agent = AgentFactory.create(first_name="Nils", last_name="Zorn", phone="04 00 00 99 01")
    Card.objects.create(agent=agent, duties="Les cimetières ; les concessions.")
    assert titles("cimetières", outsider) == ["Les cimetières", "Nils Zorn"]
    assert titles("qui s’occupe des cimetières ?", outsider) == ["Nils Zorn", "Les cimetières"]
    page = page_of(client, "qui s’occupe des cimetières ?", text_of)
    assert "04 00 00 99 01" in page
    assert "Les cimetières ; les concessions" in page


@pytest.mark.parametrize("typed", ["04 00 00 99 01", "0400009901", "04.00.00.99.01", "99 01", "0600009902"])
@pytest.mark.parametrize(
    "phone", ["04 00 00 99 01 / 06 00 00 99 02", "06 00 00 99 02 / 04 00 00 99 01 poste 4"]
)
def test_a_number_finds_whose_it_is(outsider, titles, typed, phone):
    AgentFactory.create(first_name="Nils", last_name="Zorn", phone=phone)
    assert titles(typed, outsider) == ["Nils Zorn"]


def test_a_number_abroad_and_the_last_digits_alone(outsider, titles):
    AgentFactory.create(first_name="Nils", last_name="Zorn", phone="+44 20 7946 0958")
    for typed in ("+44 20 7946 0958", "0044 20 7946 0958", "0958"):
        assert titles(typed, outsider) == ["Nils Zorn"]
    assert titles("2079", outsider) == []


def test_a_year_is_no_telephone_number_while_something_says_it(outsider, titles):
    AgentFactory.create(first_name="Nils", last_name="Zorn", phone="04 00 00 20 24")
    assert titles("2024", outsider) == ["Nils Zorn"]
    TipFactory.create(title="Le bilan 2024")
    assert titles("2024", outsider) == ["Le bilan 2024"]
    assert titles("poste 2024", outsider)[0] == "Nils Zorn"


@pytest.mark.parametrize(
    "typed", ["+33 4 00 00 99 01", "poste 9901", "tél. 99 01", "nils.zorn@ville.example"]
)
def test_a_number_or_an_address_comes_alone(outsider, titles, typed):
    AgentFactory.create(
        first_name="Nils", last_name="Zorn", phone="04 00 00 99 01", email="nils.zorn@ville.example"
    )
    TipFactory.create(title="Le poste de 9901 watts")
    assert titles(typed, outsider)[:1] == ["Nils Zorn"]


@pytest.mark.parametrize("typed", ["ruches", "direction des ruches", "abeilles"])
def test_who_heads_what_is_named_comes_before_it(outsider, titles, typed):
    Synonym.objects.create(words="abeilles", means="ruches, essaims")
    head = AgentFactory.create(first_name="Nils", last_name="Zorn")
    DirectionFactory.create(name="Ruches", head=head)
    assert titles(typed, outsider)[:2] == ["Nils Zorn", "Ruches"]


def test_a_service_named_as_such_comes_first(outsider, titles):
    DirectionFactory.create(name="Ruches", head=AgentFactory.create(first_name="Nils", last_name="Zorn"))
    assert titles("service ruches", outsider)[0] == "Ruches"


def test_who_replaces_somebody_and_who_knows_something(outsider, titles):
    away = AgentFactory.create(first_name="Ada", last_name="Zorn")
    deputy = AgentFactory.create(first_name="Nils", last_name="Abel")
    AssignmentFactory.create(agent=deputy, kind="interim", project=None, title="directeur des ruches")
    AgentSkill.objects.create(agent=away, skill=SkillFactory.create(name="arabe"))
    assert titles("qui remplace le directeur des ruches ?", outsider) == ["Nils Abel"]
    assert titles("qui remplace Ada Zorn ?", outsider) == ["Ada Zorn"]
    assert titles("qui sait arabe", outsider) == ["Ada Zorn"]
    # Found by no word of the index: as in the directory.
    assert titles("arabe", outsider) == ["Ada Zorn"]
    assert titles("qui sait arabe", outsider, kind="tips.tip") == []


def test_a_replaced_text_comes_after_the_one_in_force(outsider, titles):
    new = EntryFactory.create(title="Le seuil, encore le seuil de dispense")
    EntryFactory.create(title="Le seuil de dispense", replaced_by=new)
    assert titles("seuil dispense", outsider) == [new.title, "Le seuil de dispense"]


def test_a_known_word_is_never_corrected(outsider):
    """« Girafes » stands in a text alone; a title has a word that looks like it."""
    TipFactory.create(title="Les carafes", body="<p>Deux girafes.</p>")
    answer = search("girafes", outsider)
    assert (list(answer.corrected), answer.is_whole) == ([], True)


def test_a_word_that_one_may_not_read_is_unknown(outsider, author):
    idea_in("received", title="Les girafons", author=author)
    TipFactory.create(title="Les giraffons")
    assert not search("girafons", author).corrected
    assert list(search("girafons", outsider).corrected) == [("girafons", "giraffons")]


def test_a_number_is_never_corrected(outsider):
    TipFactory.create(title="La règle 20260")
    answer = search("20261", outsider)
    assert (answer.count, list(answer.corrected)) == (0, [])


def test_an_outage_is_one_line_of_the_result(client, text_of):
    software = SoftwareFactory.create(name="Budgétine")
    OutageFactory.create(software=software, message="Plus personne n’entre.")
    for typed in ("budgétine", "budgétine en panne"):
        page = page_of(client, typed, text_of)
        assert page.count("Panne en cours : Plus personne n’entre.") == 1, typed
