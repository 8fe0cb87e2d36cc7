"""« Voir aussi »: both ways, once, for who may read; and by whom it is kept."""

from typing import Any

import pytest
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
        assert "mène à autre chose" in signed_in(moderator).post(ADD, urls(tip, tip)).text

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


class TestRights:
    @pytest.mark.parametrize("person", ["outsider", "administrator"])
    def test_only_those_who_keep_a_page_link_it(self, person, tip, other, request, signed_in):
        client = signed_in(request.getfixturevalue(person))
        page = client.get(tip.get_absolute_url())
        assert (page.status_code, "Ajouter un lien" in page.text) == (200, False)
        assert client.get(ADD, {"objet": tip.get_absolute_url()}).status_code == 403
        assert [client.post(path, urls(tip, other)).status_code for path in (ADD, REMOVE)] == [403, 403]

    def test_what_one_may_not_read_is_linked_from_nowhere(self, tip, author, outsider, moderator, signed_in):
        secret = idea_in(State.RECEIVED, author=author, title="Un secret")
        links.add_link(entry(tip), entry(secret), by=moderator)
        assert "Un secret" not in signed_in(outsider).get(tip.get_absolute_url()).text
        assert "Un secret" in signed_in(author).get(tip.get_absolute_url()).text

    def test_the_page_searches_what_to_link(self, tip, other, moderator, signed_in):
        client, page = signed_in(moderator), tip.get_absolute_url()
        assert "Ajouter un lien" in client.get(page).text
        assert "<mark>Classer</mark>" in client.get(ADD, {"objet": page, "q": "classer"}).text


@pytest.mark.django_db(transaction=True)
def test_two_people_make_one_link(tip, other, moderator, other_moderator, together):
    results = together(
        lambda: links.add_link(entry(tip), entry(other), by=moderator),
        lambda: links.add_link(entry(other), entry(tip), by=other_moderator),
    )
    assert results == [None, None]
    assert SeeAlso.objects.count() == 1
