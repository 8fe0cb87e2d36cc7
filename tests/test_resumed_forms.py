"""Every form in which people write, sent after the session has ended: no word is lost, and nothing is done."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from core.people.models import Agent
from core.people.resume_after_login import CARRIED, Carried, token_for, unpack
from core.web.connections import NOT_SENT, WRITING
from core.web.forms import MADE_FOR, RESUMING, SECRET
from tests.pages import Form, forms_of
from tests.test_bad_input import posted_forms
from tests.town import ACCOUNTS, signed_in_as

WORDS = "Une phrase entière, que personne ne veut écrire deux fois."
# Others hold days, numbers and addresses: none of them takes a sentence.
KINDS = {"text", "search"}
# Each counts a visit, once the page is made.
COUNTED = ('"spaces_visit"',)


def written_names(form: Form) -> set[str]:
    """Without those of the row that the admin's script copies, and the secrets, which are never carried."""
    names = {name for name in form.written if not SECRET.search(name) and "__prefix__" not in name}
    return {name for name in names if form.kinds.get(name, "text") in KINDS}


def carried_through(target: str, sent: dict[str, str]) -> Carried | None:
    """What the sign-in page carries once the session has ended."""
    page = Client(raise_request_exception=False).post(target, sent)
    doors = [form.values for form in forms_of(page.text) if form.action == reverse("account_login")]
    return unpack(doors[0].get(CARRIED, "")) if page.status_code == 403 and doors else None


class WriteWatch:
    """The statements that write what a person sends; for `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.writes: list[str] = []

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        if WRITING.search(text) and not any(table in text for table in (*NOT_SENT, *COUNTED)):
            self.writes.append(text[:80])
        return execute(sql, params, many, context)


def faults_of(client: Client, agent: Agent, target: str, form: Form) -> list[str]:
    names = written_names(form)
    carried = carried_through(target, form.values | dict.fromkeys(names, WORDS))
    if carried is None or carried.made_for != agent.reference:
        return ["goes to the sign-in without its words"]
    fields = dict(carried.fields)
    with connection.execute_wrapper(watch := WriteWatch()):
        shown = client.post(target, {**fields, MADE_FOR: token_for(agent), RESUMING: "1"})
    # In fields that a person sees: the page that sends all again holds them in hidden ones.
    again = {
        name: each.values[name]
        for each in forms_of(shown.text)
        for name in written_names(each)
        if WORDS in each.values[name]
    }
    faults = [f"carries no {name}" for name in names if fields.get(name) != [WORDS]]
    faults += [f"shows no {name}, {shown.status_code}" for name in names - again.keys()]
    return faults + watch.writes


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_word_is_lost_when_the_session_has_ended(answers, account):
    """The forms of the admin and of libraries too: no view does anything for it."""
    agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
    faults, tried = {}, 0
    for target, form in posted_forms(answers, account):
        is_closed = getattr(resolve(urlsplit(target).path).func, "login_required", True)
        if is_closed and written_names(form):
            tried += 1
            if found := faults_of(client, agent, target, form):
                faults[target] = found
    assert faults == {}
    # Its forms are those of others before it.
    assert tried or account == "progiciels"
