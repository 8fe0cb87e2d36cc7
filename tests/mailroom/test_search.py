"""Mail is confidential by nature: the box of the intranet finds no word of it, and its number for its readers only."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from core.people.models import Agent
from core.search.models import Entry
from mailroom.models import State
from tests.mailroom.factories import CITIZEN, SECRET, item_in

SignIn = Callable[[Agent], Client]


def test_the_box_finds_no_word_of_an_item(office, agent, gardens, elsewhere, signed_in):
    item = item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    for who in (office, agent, elsewhere):
        client = signed_in(who)
        for words in (SECRET, CITIZEN, "rose"):
            assert item.get_absolute_url() not in client.get(reverse("search:results"), {"q": words}).text
        found = item.get_absolute_url() in client.get(reverse("search:results"), {"q": item.label}).text
        assert found == (who != elsewhere)


def test_the_index_holds_no_word_of_an_item(office, gardens):
    item_in(State.FILED, office=office, direction=gardens)
    assert Entry.objects.exists()
    for entry in Entry.objects.values():
        assert SECRET not in str(entry)
