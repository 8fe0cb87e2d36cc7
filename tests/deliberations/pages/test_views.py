"""What the pages say, how they page and filter, and how many statements they take."""

from datetime import date

import pytest
from django.urls import reverse

from deliberations.models import Deliberation
from tests.deliberations.factories import (
    CouncillorFactory,
    DeliberationFactory,
    DocumentFactory,
    MandateFactory,
    SessionFactory,
    matter,
)

pytestmark = pytest.mark.django_db
OF_THE_SECRETARY = ("Historique", "Corriger", "Ajouter un lien")


def test_years_then_sessions_then_deliberations(signed_in, outsider, council_secretary, published):
    client, session = signed_in(outsider), published.session
    page = client.get(reverse("deliberations:council"))
    assert reverse("deliberations:year_detail", args=[2026]) in page.text
    assert "1 séance · 1 délibération" in page.text
    page = client.get(reverse("deliberations:year_detail", args=[2026]))
    assert session.get_absolute_url() in page.text
    page = client.get(session.get_absolute_url())
    assert published.get_absolute_url() in page.text
    assert "Tout télécharger (zip, " in page.text
    page = client.get(published.get_absolute_url())
    for words in (
        "Adoption du compte financier unique 2025",
        "Adoptée à la majorité\u00a0: 36 pour, 4 contre et 3 abstentions, sur 43 votants.",
        "7.1 Finances locales",
        "Lire le texte (PDF",
        "Plan de situation",
        "Pas encore d’accusé de réception",
        "ni la publication légale des actes, ni le registre",
    ):
        assert words in page.text, words
    assert not [words for words in OF_THE_SECRETARY if words in page.text]
    text = signed_in(council_secretary).get(published.get_absolute_url()).text
    assert all(words in text for words in OF_THE_SECRETARY)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://ville.example", "https://v.example/a/"])
def test_the_public_page_is_a_web_address_or_words(signed_in, outsider, published, settings, address):
    settings.PUBLIC_ACTS_URL = address
    text = signed_in(outsider).get(published.get_absolute_url()).text
    assert "le site public de la ville" in text
    assert (f'href="{address}"' in text) is address.startswith("https:")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"votes_for": 43, "votes_against": 0, "abstentions": 0},
            "Adoptée à l’unanimité\u00a0: 43 pour, sur 43 votants.",
        ),
        (
            {"votes_for": 42, "votes_against": 0, "abstentions": 1},
            "Adoptée à l’unanimité des suffrages exprimés\u00a0: 42 pour et 1 abstention, sur 43 votants.",
        ),
        (
            {"votes_for": 3, "votes_against": 40, "abstentions": 0, "result": "rejected"},
            "Rejetée\u00a0: 3 pour et 40 contre, sur 43 votants.",
        ),
        ({"votes_for": None, "votes_against": None, "abstentions": None}, "Adoptée."),
        ({"result": "pending", "votes_for": None, "voters": None}, "Pas encore votée."),
        # Imported, and known to nobody.
        ({"matter": None, "matter_code": "12.3", "matter_name": "astronomie/a"}, "12.3 astronomie/a"),
    ],
)
def test_an_act_in_words(signed_in, outsider, fields, sentence):
    deliberation = DeliberationFactory.create(**fields)
    assert f">{sentence}</" in signed_in(outsider).get(deliberation.get_absolute_url()).text


def test_the_rapporteur_has_the_function_of_that_day(signed_in, outsider):
    councillor = CouncillorFactory.create(first_name="Solange", last_name="Castagne")
    MandateFactory.create(councillor=councillor, ends_on=date(2026, 6, 25))
    MandateFactory.create(councillor=councillor, function="maire", delegation="", starts_on=date(2026, 6, 26))
    deliberation = DeliberationFactory.create(rapporteur=councillor)
    text = signed_in(outsider).get(deliberation.get_absolute_url()).text
    assert "Mme Solange Castagne, 3ᵉ adjointe au maire, à la culture" in text


@pytest.mark.parametrize(("state", "says"), [("no_text", True), ("failed", True), ("recognised", False)])
def test_a_text_that_cannot_be_heard_says_whom_to_ask(signed_in, outsider, state, says):
    deliberation = DeliberationFactory.create(text=DocumentFactory.create(text_state=state))
    text = signed_in(outsider).get(deliberation.get_absolute_url()).text
    assert ("demandez une version lisible au secrétariat du conseil" in text) is says


def test_before_and_after_follow_the_order_of_the_session(signed_in, outsider):
    session = SessionFactory.create()
    third, first, second = (
        DeliberationFactory.create(session=session, position=place) for place in (30, 10, 20)
    )
    text = signed_in(outsider).get(second.get_absolute_url()).text
    assert f'rel="prev" href="{first.get_absolute_url()}"' in text
    assert f'rel="next" href="{third.get_absolute_url()}"' in text


def test_a_long_session_is_paged_and_counted_for_sure(signed_in, outsider):
    session = SessionFactory.create()
    for place in range(1, 122):
        DeliberationFactory.create(session=session, position=place, object=f"Point {place}.")
    client, url = signed_in(outsider), session.get_absolute_url()
    first, last = client.get(url).text, client.get(f"{url}?page=3").text
    assert "121 délibérations" in first
    assert [place for place in (50, 51, 100) if f"Point {place}." in first] == [50]
    assert [place for place in (50, 100, 101, 121) if f"Point {place}." in last] == [101, 121]
    assert 'rel="next"' not in last
    assert client.get(f"{url}?page=99999").text.count("<h3") == last.count("<h3")


def test_numbers_that_look_alike_have_their_own_pages(signed_in, outsider):
    session, client = SessionFactory.create(), signed_in(outsider)
    numbers = ["7.1", "7-1", "7 1", "7/1", "..", ".", "DEL n°7", "é" * 60, "%2e", "7.1/"]
    for number in numbers:
        DeliberationFactory.create(session=session, number=number, object=f"Objet de «{number}»")
    for deliberation in Deliberation.objects.filter(session=session).select_related("session"):
        page = client.get(deliberation.get_absolute_url())
        assert page.status_code == 200
        assert f"{deliberation.object}</h1>" in page.text


def test_a_control_character_in_an_object_leaves_the_feed_open(signed_in, outsider):
    """PDF viewers give « fi » as U+0002 when one copies an object from them."""
    DeliberationFactory.create(number="2026_06_\x1f1", object="Modi\x02cation du budget")
    feed = signed_in(outsider).get(reverse("deliberations:feed"))
    assert feed.status_code == 200
    assert "<title>2026_06_1 Modication du budget</title>" in feed.text


# The search over all published acts


@pytest.fixture
def acts() -> dict[str, Deliberation]:
    """Of two years; one in preparation, which nobody finds."""
    castagne, roy = CouncillorFactory.create_batch(2)
    old = SessionFactory.create(held_on=date(2019, 3, 7))
    new = SessionFactory.create(held_on=date(2026, 3, 5))
    draft = SessionFactory.create(held_on=date(2026, 9, 5), draft=True)
    rows = [
        ("rugby", new, "2026-03-066", "Subvention à l’Étoile du rugby", castagne, "7.1"),
        ("judo", old, "2019-12", "Subventions aux clubs de judo", castagne, "7.10"),
        ("voirie", new, "2026-03-067", "Réfection de la rue", roy, "8.3"),
        ("draft", draft, "", "Subvention secrète", roy, "7.1"),
    ]
    return {
        name: DeliberationFactory.create(
            session=session, number=number, object=words, rapporteur=by, matter=matter(code)
        )
        for name, session, number, words, by, code in rows
    }


FOUND = [
    ({"q": "subvention rugby"}, ["rugby"]),
    ({"q": "SUBVENTIONS"}, ["rugby", "judo"]),
    ({"q": "etoile"}, ["rugby"]),
    ({"q": "2026-03-066"}, ["rugby"]),
    ({"q": "100% _"}, []),
    ({"matiere": "8"}, ["voirie"]),
    ({"matiere": "7"}, ["rugby", "judo"]),
    ({"matiere": "7.1"}, ["rugby"]),
    ({"matiere": "7.10"}, ["judo"]),
    ({"annee": "2019"}, ["judo"]),
    ({"rapporteur": "castagne"}, ["rugby", "judo"]),
    ({"rapporteur": "castagne", "annee": "2026", "q": "rugby"}, ["rugby"]),
    ({"rapporteur": "castagne", "q": "réfection"}, []),
]


def test_acts_are_found_by_words_matter_rapporteur_and_year(signed_in, council_secretary, acts, case):
    """The secretary finds no draft there either."""
    for asked, found in FOUND:
        with case(asked, found):
            if "rapporteur" in asked:
                asked = asked | {"rapporteur": str(acts["judo"].rapporteur_id)}
            page = signed_in(council_secretary).get(reverse("deliberations:council"), asked)
            shown = [name for name, act in acts.items() if act.get_absolute_url() in page.text]
            assert shown == found
            assert ("Rien ne correspond" in page.text) is (not found)
            assert "secrète" not in page.text


def test_older_years_are_folded_by_decade(signed_in, outsider):
    for year in (2026, 2025, 2024, 2023, 2022, 2021, 2020, 2019, 2011, 1998):
        DeliberationFactory.create(session__held_on=date(year, 3, 5))
    page = signed_in(outsider).get(reverse("deliberations:council"))
    assert [each.year for each in page.context["recent"]] == [2026, 2025, 2024, 2023, 2022, 2021]
    decades = page.context["decades"]
    assert [(decade["label"], decade["acts"]) for decade in decades] == [
        ("2020", 1),
        ("De 2011 à 2019", 2),
        ("1998", 1),
    ]
    folded = page.text.partition('<details class="decade">')[2]
    assert all(
        reverse("deliberations:year_detail", args=[year]) in folded for year in (2020, 2019, 2011, 1998)
    )
