"""« Voir aussi »: both ways, once, for who may read; and by whom it is kept."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.search import links
from core.search.models import Entry, SeeAlso
from suggestions.states import State
from tests.suggestions.factories import idea_in
from tests.tips.factories import TipFactory
from tips.models import Tip

pytestmark = pytest.mark.django_db
ADD = reverse("search:see_also_add")
REMOVE = reverse("search:see_also_remove")


def entry(obj: Any) -> Entry:
    return Entry.objects.get(page=None, url=obj.get_absolute_url())


@pytest.fixture
def tip(db: None) -> Tip:
    return TipFactory.create(title="Nommer ses fichiers")


@pytest.fixture
def other(db: None) -> Tip:
    return TipFactory.create(title="Classer ses dossiers", months_ago=1)


def urls(tip: Tip, other: Any) -> dict[str, str]:
    return {"objet": tip.get_absolute_url(), "autre": other.get_absolute_url()}


class TestLinks:
    def test_a_link_is_read_from_both_ends(self, tip, other, moderator, outsider, signed_in, text_of):
        answer = signed_in(moderator).post(ADD, urls(tip, other))
        assert answer["Location"] == tip.get_absolute_url()
        client = signed_in(outsider)
        for one, two in ((tip, other), (other, tip)):
            assert f"Voir aussi {two.title}" in text_of(client.get(one.get_absolute_url()))

    def test_the_same_pair_is_linked_once(self, tip, other, moderator):
        links.add_link(entry(tip), entry(other), by=moderator)
        links.add_link(entry(other), entry(tip), by=moderator)
        assert SeeAlso.objects.count() == 1

    def test_nothing_is_linked_to_itself(self, tip, moderator, signed_in):
        with pytest.raises(ValidationError):
            links.add_link(entry(tip), entry(tip), by=moderator)
        answer = signed_in(moderator).post(ADD, urls(tip, tip))
        assert "mène à autre chose" in answer.content.decode()

    def test_the_database_refuses_a_pair_in_the_other_order(self, tip, other, moderator):
        ends = links._ends(entry(tip), entry(other))
        turned = {
            name.replace("first", "x").replace("second", "first").replace("x", "second"): value
            for name, value in ends.items()
        }
        for wrong in (turned, ends | {"second_id": ends["first_id"]}):
            with pytest.raises(IntegrityError), transaction.atomic():
                SeeAlso.objects.create(**wrong, added_by=moderator)

    def test_a_link_is_removed(self, tip, other, moderator, signed_in):
        links.add_link(entry(tip), entry(other), by=moderator)
        client = signed_in(moderator)
        assert "Retirer" in client.get(other.get_absolute_url()).content.decode()
        client.post(REMOVE, urls(other, tip))
        assert not SeeAlso.objects.exists()

    def test_what_is_deleted_leaves_no_link(self, tip, other, moderator):
        links.add_link(entry(tip), entry(other), by=moderator)
        other.delete()
        assert not SeeAlso.objects.exists()


class TestRights:
    @pytest.mark.parametrize(
        ("person", "see", "add"),
        [
            ("outsider", True, False),
            ("author", True, False),
            ("moderator", True, True),
            ("administrator", True, False),
        ],
    )
    def test_who_may_link(self, person, see, add, tip, other, request, signed_in):
        client = signed_in(request.getfixturevalue(person))
        page = client.get(tip.get_absolute_url())
        assert (page.status_code == 200) is see
        assert ("Ajouter un lien" in page.content.decode()) is add
        assert client.get(ADD, {"objet": tip.get_absolute_url()}).status_code == (200 if add else 403)
        assert client.post(ADD, urls(tip, other)).status_code == (302 if add else 403)
        assert client.post(REMOVE, urls(tip, other)).status_code == (302 if add else 403)

    def test_what_one_may_not_read_is_linked_from_nowhere(
        self, tip, author, outsider, moderator, room_manager, signed_in
    ):
        secret = idea_in(State.RECEIVED, author=author, title="Un secret")
        client = signed_in(outsider)
        assert client.get(ADD, {"objet": secret.get_absolute_url()}).status_code == 404
        links.add_link(entry(tip), entry(secret), by=moderator)
        assert "Un secret" not in client.get(tip.get_absolute_url()).content.decode()
        assert "Un secret" in signed_in(author).get(tip.get_absolute_url()).content.decode()

    def test_what_one_may_not_read_cannot_be_chosen(self, author, room_manager, signed_in):
        from tests.rooms.factories import a_room

        secret = idea_in(State.RECEIVED, author=author, title="Un secret bien gardé")
        room = a_room()
        client = signed_in(room_manager)
        searched = client.get(ADD, {"objet": room.get_absolute_url(), "q": "secret gardé"})
        assert "bien gardé" not in searched.content.decode()
        refused = client.post(ADD, urls(room, secret))
        assert "n’existe plus" in refused.content.decode()
        assert not SeeAlso.objects.exists()

    def test_the_page_searches_what_to_link(self, tip, other, moderator, signed_in):
        html = (
            signed_in(moderator).get(ADD, {"objet": tip.get_absolute_url(), "q": "classer"}).content.decode()
        )
        assert "<mark>Classer</mark>" in html
        assert "Lier" in html

    @pytest.mark.parametrize("url", ["", "x", "\x00", "/", "//", "/" + "x" * 10_000, "javascript:alert(1)"])
    def test_bad_addresses(self, url, tip, moderator, signed_in):
        client = signed_in(moderator)
        assert client.get(ADD, {"objet": url}).status_code == 404
        assert client.post(ADD, {"objet": url, "autre": url}).status_code == 404
        assert client.post(ADD, {"objet": tip.get_absolute_url(), "autre": url}).status_code == 200
        assert client.post(REMOVE, {"objet": tip.get_absolute_url(), "autre": url}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_people_make_one_link(tip, other, moderator, other_moderator, together):
    results = together(
        lambda: links.add_link(entry(tip), entry(other), by=moderator),
        lambda: links.add_link(entry(other), entry(tip), by=other_moderator),
    )
    assert results == [None, None]
    assert SeeAlso.objects.count() == 1
