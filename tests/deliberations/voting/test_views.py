"""The votes of a session in one table: what a blank cell means, what is refused, what is kept."""

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from core.web.stale_forms import FIELD
from deliberations.models import CouncilSession, Deliberation
from deliberations.voting import FIELDS, Vote, vote_of
from tests.deliberations.factories import DeliberationFactory, SessionFactory
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
NO_VOTE = dict.fromkeys(FIELDS[1:]) | {"result": "pending"}


@pytest.fixture
def session() -> CouncilSession:
    """In preparation, of three acts without votes; the council before had 45 members and 41 voters."""
    DeliberationFactory.create(
        session=SessionFactory.create(held_on=date(2026, 3, 5)), voters=41, votes_for=34
    )
    session = SessionFactory.create(held_on=date(2026, 6, 25), draft=True)
    DeliberationFactory.create_batch(3, session=session, **NO_VOTE)
    return session


def url_of(session: CouncilSession) -> str:
    return reverse("deliberations:session_votes", args=[session.reference])


def acts_of(session: CouncilSession) -> list[Deliberation]:
    return list(session.deliberations.order_by("position"))


def opened(client: Client, session: CouncilSession) -> dict[str, Any]:
    page = client.get(url_of(session)).text
    return next(form.values for form in forms_of(page) if FIELD in form.values)


def filled(session: CouncilSession, **cells: dict[int, str]) -> dict[str, str]:
    """`votes_against={1: "3"}`: the cell of the second act."""
    acts = acts_of(session)
    return {f"{name}_{acts[row].pk}": value for name, rows in cells.items() for row, value in rows.items()}


def test_one_box_makes_all_unanimous_but_what_is_filled_in(client, session):
    page = opened(client, session) | {"everyone": "on"}
    typed = filled(session, votes_against={1: "3"}, abstentions={1: "2"}, voters={2: "40"})
    answer = client.post(url_of(session), page | typed)
    assert answer.status_code == 302
    assert [vote_of(act) for act in acts_of(session)] == [
        Vote("adopted", 45, 41, 41, 0, 0),
        Vote("adopted", 45, 41, 36, 3, 2),
        Vote("adopted", 45, 40, 40, 0, 0),
    ]
    assert history_of(acts_of(session)[1])[0].action == "a saisi les votes"
    # Opened again and sent as it is: unanimous rows are shown as such, and nothing changes.
    again = client.post(url_of(session), opened(client, session), follow=True)
    assert "Rien n’a changé." in again.text


@pytest.mark.parametrize(
    ("cells", "vote"),
    [
        ({"result": "unanimous"}, Vote("adopted", 45, 41, 41, 0, 0)),
        ({"votes_for": "10", "votes_against": "20"}, Vote("rejected", 45, 41, 10, 20, 0)),
        ({"votes_for": "20", "votes_against": "20", "result": "adopted"}, Vote("adopted", 45, 41, 20, 20, 0)),
        ({"abstentions": "1"}, Vote("adopted", 45, 41, 40, 0, 1)),
        ({"result": "withdrawn"}, Vote("withdrawn")),
        ({"result": "noted"}, Vote("noted")),
        ({}, Vote("pending")),
    ],
)
def test_what_a_row_means(client, session, cells, vote):
    typed = filled(session, **{name: {0: value} for name, value in cells.items()})
    assert client.post(url_of(session), opened(client, session) | typed).status_code == 302
    assert [vote_of(act) for act in acts_of(session)] == [vote, Vote("pending"), Vote("pending")]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"votes_for": "x"}, "Écrivez un nombre entier."),
        ({"votes_for": "-1"}, "Ce nombre ne peut pas être négatif."),
        ({"votes_for": "40", "votes_against": "9"}, "Ces votes font 49, pour 41 votants."),
        ({"voters": "50", "votes_for": "1"}, "Il y a 50 votants pour un conseil de 45."),
        ({"votes_for": "20", "votes_against": "20"}, "Égalité"),
        ({"votes_against": "50"}, "Contre et abstentions font 50, pour 41 votants."),
        ({"votes_against": "40", "abstentions": "2"}, "Contre et abstentions font 42, pour 41 votants."),
        ({"votes_for": "41", "abstentions": "2"}, "Ces votes font 43, pour 41 votants."),
        ({"result": "unanimous", "votes_against": "1"}, "L’unanimité n’a ni contre ni abstention."),
        ({"result": "withdrawn", "votes_for": "1"}, "Ce résultat n’a pas de votes"),
        ({"voters": "40"}, "Écrivez les votes, ou videz la ligne."),
        ({"result": "perhaps"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_does_not_fit_is_said_in_its_row_and_nothing_is_lost(client, session, cells, words):
    typed = filled(session, abstentions={0: "7"})
    typed |= filled(session, **{name: {1: value} for name, value in cells.items()})
    answer = client.post(url_of(session), opened(client, session) | typed)
    assert answer.status_code == 200
    assert words in answer.text
    assert re.search(r'value="7"', answer.text)
    assert all(act.result == "pending" for act in acts_of(session))


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"seats": "x"}, "seats", "entier"),
        ({"voters": "1000"}, "voters", "aucun conseil n’est si grand"),
        ({"voters": "", "everyone": "on"}, "voters", "Écrivez le nombre de votants"),
    ],
)
def test_a_wrong_number_of_the_session_is_said_and_nothing_is_lost(client, session, sent, field, words):
    typed = filled(session, result={0: "unanimous"}, votes_against={1: "7"})
    answer = client.post(url_of(session), opened(client, session) | typed | sent)
    assert answer.context["form"].errors.keys() == {field}
    assert words in answer.text
    assert re.search(r'value="7"', answer.text)
    assert all(act.result == "pending" for act in acts_of(session))


@pytest.mark.parametrize("box", [{}, {"everyone": "on"}])
def test_unanimous_rows_follow_the_numbers_of_the_session(client, session, box):
    typed = filled(session, voters={1: "38"}, abstentions={2: "2"})
    client.post(url_of(session), opened(client, session) | {"everyone": "on"} | typed)
    page = opened(client, session) | box | {"seats": "43", "voters": "40"}
    answer = client.post(url_of(session), page, follow=True)
    assert "2 votes enregistrés." in answer.text
    assert [vote_of(act) for act in acts_of(session)] == [
        Vote("adopted", 43, 40, 40, 0, 0),
        Vote("adopted", 43, 38, 38, 0, 0),
        # Its numbers are shown, and none was changed.
        Vote("adopted", 45, 41, 39, 0, 2),
    ]


def test_an_older_page_overwrites_nothing(client, session):
    page = opened(client, session) | {"everyone": "on"}
    Deliberation.objects.filter(pk=acts_of(session)[0].pk).update(result="noted")
    answer = client.post(url_of(session), page)
    assert "a été modifiée depuis" in answer.text
    assert [act.result for act in acts_of(session)] == ["noted", "pending", "pending"]


def test_sending_takes_as_many_statements_for_thirty_acts(client, session, statements):
    send = partial(client.post, url_of(session))
    few = statements(partial(send, opened(client, session) | {"everyone": "on"}))
    DeliberationFactory.create_batch(27, session=session, **NO_VOTE)
    assert statements(partial(send, opened(client, session) | {"everyone": "on"})) <= few
    assert session.deliberations.filter(votes_for=41).count() == 30


def test_a_row_that_was_not_sent_erases_nothing(client, session):
    sent = opened(client, session) | filled(session, votes_against={0: "3"})
    client.post(url_of(session), sent)
    before = list(session.deliberations.order_by("pk").values())
    client.post(url_of(session), {})
    shown = opened(client, session)
    first = acts_of(session)[0].pk
    client.post(url_of(session), {name: value for name, value in shown.items() if name != f"result_{first}"})
    assert list(session.deliberations.order_by("pk").values()) == before
    assert before[0]["votes_against"] == 3
