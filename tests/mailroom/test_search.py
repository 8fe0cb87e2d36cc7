"""Mail is confidential by nature: the box of the intranet finds none of it."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from core.people.models import Agent, Direction
from core.search.registry import KINDS
from mailroom.models import State
from tests.mailroom.factories import SECRET, item_in

SignIn = Callable[[Agent], Client]


def test_no_model_of_the_register_is_searched() -> None:
    assert "mailroom" not in {kind.model._meta.app_label for kind in KINDS.values()}


def test_the_box_finds_no_item(office: Agent, agent: Agent, gardens: Direction, signed_in: SignIn) -> None:
    item = item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    for reader in (office, agent):
        for words in (SECRET, item.label):
            page = signed_in(reader).get(reverse("search:results"), {"q": words})
            assert item.get_absolute_url() not in page.text
