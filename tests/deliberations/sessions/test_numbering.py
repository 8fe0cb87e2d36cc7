"""Numbers that begin again each year, or at each session of a kind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.people.models import Agent
from deliberations.acts import actions as act_actions
from deliberations.models import CouncilSession, Deliberation, NumberingChoice
from deliberations.sessions import actions
from tests.deliberations.factories import DeliberationFactory, SessionFactory, act_url, url_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordinary() -> NumberingChoice:
    choice, _ = NumberingChoice.objects.get_or_create(kind="ordinary")
    return choice


@pytest.fixture
def by_session(ordinary: NumberingChoice, council_secretary: Agent) -> NumberingChoice:
    actions.number_by_session(ordinary, by=council_secretary)
    return ordinary


def act(number: str, session: CouncilSession) -> Deliberation:
    return DeliberationFactory.create(number=number, session=session)


def refused(number: str, session: CouncilSession, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act(number, session)


def test_by_session_a_number_is_given_once_a_session(by_session):
    march, june = (SessionFactory.create(held_on=date(2026, month, 5)) for month in (3, 6))
    act("1", march)
    act("1", june)
    refused("1", june, "deliberation_address_once")
    # The other kinds are as they were.
    kinds = [SessionFactory.create(held_on=date(2026, month, 6), kind="extraordinary") for month in (3, 6)]
    act("1", kinds[0])
    refused("1", kinds[1], "deliberation_number_once_a_year")


def test_the_choice_holds_for_the_sessions_that_are_there(ordinary, council_secretary):
    march, june = (SessionFactory.create(held_on=date(2026, month, 5)) for month in (3, 6))
    first = act("1", march)
    actions.number_by_session(ordinary, by=council_secretary)
    second = act("1", june)
    with pytest.raises(ValidationError, match="En 2026, 2 délibérations ont le numéro 1"):
        actions.number_by_year(ordinary, by=council_secretary)
    ordinary.refresh_from_db()
    assert ordinary.numbering == "session"
    # Whatever went by before the database was asked.
    with pytest.raises(IntegrityError, match="deliberation_number_once_a_year"), transaction.atomic():
        NumberingChoice.objects.filter(pk=ordinary.pk).update(numbering="year")
    second.refresh_from_db()
    second.number = "2"
    second.save()
    actions.number_by_year(ordinary, by=council_secretary)
    first.refresh_from_db()
    assert first.numbering == "year"
    refused("1", june, "deliberation_number_once_a_year")


def test_a_session_of_another_kind_takes_its_numbering(by_session):
    march = SessionFactory.create(held_on=date(2026, 3, 5), kind="extraordinary")
    june = SessionFactory.create(held_on=date(2026, 6, 5))
    act("1", march)
    act("1", june)
    with pytest.raises(IntegrityError, match="deliberation_number_once_a_year"), transaction.atomic():
        CouncilSession.objects.filter(pk=june.pk).update(kind="extraordinary")
    CouncilSession.objects.filter(pk=march.pk).update(kind="ordinary")
    assert {each.numbering for each in Deliberation.objects.all()} == {"session"}


def test_numbers_are_given_by_session(by_session, council_secretary):
    for month in (3, 6):
        session = SessionFactory.create(held_on=date(2026, month, 5), draft=True)
        for rank in (1, 2):
            DeliberationFactory.create(session=session, number="", position=rank)
        actions.assign_numbers(session, by=council_secretary)
        numbers = list(session.deliberations.order_by("position").values_list("number", flat=True))
        assert numbers == [f"2026_{month:02}_05_01", f"2026_{month:02}_05_02"]
    # A number once given is never given again.
    act_actions.remove_deliberation(session.deliberations.get(position=2), by=council_secretary)
    DeliberationFactory.create(session=session, number="", position=3)
    actions.assign_numbers(session, by=council_secretary)
    assert session.deliberations.get(position=3).number == "2026_06_05_03"


@pytest.mark.parametrize("numbering", ["year", "session"])
def test_a_typed_number_is_refused_beside_its_field(ordinary, council_secretary, signed_in, numbering):
    if numbering == "session":
        actions.number_by_session(ordinary, by=council_secretary)
    march, june = (SessionFactory.create(held_on=date(2026, month, 5), draft=True) for month in (3, 6))
    act("1", march)
    client = signed_in(council_secretary)

    def typed(session: CouncilSession) -> str:
        return client.post(url_of("deliberation_add", session), written(number="1"), follow=True).text

    assert "Ce numéro est déjà celui d’une autre délibération de" in typed(march)
    assert ("est ajoutée." in typed(june)) is (numbering == "session")


def test_pages_and_the_export_tell_two_acts_of_one_number(by_session, council_secretary, signed_in):
    client = signed_in(council_secretary)
    acts = [act("1", SessionFactory.create(held_on=date(2026, month, 5))) for month in (3, 6)]
    for each in acts:
        page = client.get(act_url("deliberation_detail", each))
        assert each.object in page.text
    export = client.get(reverse("deliberations:year_export", args=[2026]))
    lines = b"".join(export.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # (a streamed answer's)
    assert [line.split(",")[2:4] for line in lines[1:]] == [["1", "2026-03-05"], ["1", "2026-06-05"]]


def test_only_the_secretary_chooses(ordinary, author, administrator):
    for agent in (author, administrator):
        for choose in (actions.number_by_session, actions.number_by_year):
            with pytest.raises(PermissionDenied):
                choose(ordinary, by=agent)


def test_the_buttons(ordinary, council_secretary, signed_in):
    client = signed_in(council_secretary)
    url = reverse("admin:deliberations_numberingchoice_change", args=[ordinary.pk])
    assert "Continuer toute l’année" not in client.get(url).text
    client.post(f"{url.removesuffix('change/')}geste/par-seance/")
    ordinary.refresh_from_db()
    assert ordinary.numbering == "session"
    assert "Continuer toute l’année" in client.get(url).text
