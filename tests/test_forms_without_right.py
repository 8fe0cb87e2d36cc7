"""Every button, pressed by those who have no right to it.

The table is read from the code: the `deeds` of the registered admins. Whatever is sent
(nothing, something that no form accepts, something plausible), nothing is built or shown, and no text that is not
published comes back.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from core.people.desk import Deed
from core.people.models import Agent
from suggestions.models import Answer, Idea
from suggestions.states import State, Verdict
from tests.suggestions.factories import decided, idea_in
from tests.town import ACCOUNTS, signed_in_as

ORDINARY = "agent"
SECRET = "xqz-non-publié-xqz"
# Nothing; what no form accepts; what some form would.
SENT: list[dict[str, str]] = [
    {},
    {"inconnu": "1"},
    dict.fromkeys(
        ("draft", "text", "title", "reason", "reasons", "words", "message", "other", "typed", "geste"), "1"
    ),
]


@pytest.fixture(autouse=True, scope="module")
def _few_lines() -> Iterator[None]:
    """Thousands of refusals are not kept in the log, each with its request."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(level)


def answers_to(client: Client, path: str) -> Iterator[tuple[str, Any]]:
    yield "GET", client.get(path)
    for data in SENT:
        yield f"POST {','.join(data)}", client.post(path, data)


def faults_of(client: Client, path: str) -> Iterator[tuple[str, str, int]]:
    """What was not refused: 403, 404, or the way out that the admin shows to whoever does not enter it."""
    for sent, response in answers_to(client, path):
        is_way_out = response.status_code == 302 and response.url.startswith(reverse("admin:login"))
        if response.status_code not in (403, 404) and not is_way_out:
            yield path, sent, response.status_code
        elif SECRET.encode() in response.content:
            yield path, sent, 0


# Buttons


@dataclass(frozen=True)
class Button:
    model: Any
    deed: Deed

    def __str__(self) -> str:
        return f"{self.model._meta.label}-{self.deed.name}"

    def paths(self, row: Any) -> list[str]:
        """Each door of this button, for one row."""
        base = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_deed"
        paths = [reverse(base, args=[row.pk, self.deed.name])]
        if self.model is Idea:
            paths.append(reverse("suggestions:idea_deed", args=[row.reference, self.deed.name]))
        if self.model._meta.label == "dematerialisation.Action":
            paths.append(reverse(f"action_{self.deed.name}", args=[row.reference]))
        return paths


def buttons() -> list[Button]:
    return [
        Button(model, deed)
        for model, desk in admin.site._registry.items()
        for deed in getattr(desk, "deeds", ())
    ]


def rows_of(model: Any) -> list[Any]:
    """One in each state, for the models that have one; else the first."""
    rows = model._base_manager.order_by("pk")
    if not any(field.name == "state" for field in model._meta.fields):
        return list(rows[:2])
    return list(rows.order_by("state", "-pk").distinct("state"))


@pytest.mark.parametrize("account", [ORDINARY, "groupe", "salles", "admin"])
def test_no_button_answers_who_never_has_it(town: None, account: str) -> None:
    """Who is offered a button on no object of the town is refused it on each, in each state."""
    agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
    Answer.objects.filter(published_at=None).update(text=SECRET)
    faults: list[Any] = []
    asked = 0
    for button in buttons():
        some = [*rows_of(button.model), *button.model._base_manager.order_by("pk")[:100]]
        if any(button.deed.allowed(agent, row) for row in some):
            continue
        for row in rows_of(button.model):
            if account != ORDINARY and button.deed.may(agent, row):
                # Theirs, but possible on nothing that the town holds.
                continue
            for path in button.paths(row):
                asked += 1
                faults += faults_of(client, path)
    assert not faults
    assert asked > (50 if account == ORDINARY else 5)


def test_no_button_shows_a_member_what_is_prepared_for_their_own_idea(town: None) -> None:
    """The answer that is not published yet, its verdict and who wrote it, by any button that is not theirs."""
    member, author = (Agent.objects.get(identifiant=name) for name in ("groupe", "agent"))
    faults = []
    for writer, account in ((member, "groupe"), (author, "agent")):
        idea = idea_in(State.UNDER_STUDY, author=writer)
        assert idea.member_in_charge
        assert idea.taken_at
        decided(idea, Verdict.RETAINED)
        Answer.objects.create(
            idea=idea,
            verdict=Verdict.RETAINED,
            text=SECRET,
            prepared_by=idea.member_in_charge,
            prepared_at=idea.taken_at,
        )
        client = signed_in_as(account)
        for button in buttons():
            if button.model is Idea and not button.deed.may(writer, idea):
                faults += [fault for path in button.paths(idea) for fault in faults_of(client, path)]
    assert not faults


def test_what_is_of_the_person_stays_whatever_the_object_s_state(town: None) -> None:
    """`allowed` is `may` and more: a button that is offered is never refused for want of the right."""
    faults = []
    for account in ACCOUNTS:
        agent = Agent.objects.get(identifiant=account)
        for button in buttons():
            faults += [
                (account, str(button), row.pk)
                for row in rows_of(button.model)
                if button.deed.allowed(agent, row) and not button.deed.may(agent, row)
            ]
    assert not faults
