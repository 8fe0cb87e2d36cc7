"""Every list of the admin, with what its address cannot mean and a selection that is none: said, and no fault."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from core.people.models import Agent
from tests.town import ACCOUNTS, signed_in_as


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried is how an address is read; a row or two show that the list is drawn, and thousands are drawn."""
    for desk in admin.site._registry.values():
        monkeypatch.setattr(desk, "list_per_page", 2)


UNREADABLE = ["\x00", "x", "-1", "9" * 22, "9999999999", "2026-02-30", "0000", "1e9", "²", "é" * 3000]
# Those of Django's own lists, and what they do with a date.
COMMON = [
    "p",
    "o",
    "e",
    "q",
    "all",
    "_popup",
    "_to_field",
    "_facets",
    "_changelist_filters",
    "pk",
    "id",
    "id__exact",
]
# What each list declares for itself: its columns, its search.
OF_EACH_LIST = {"p", "o", "q"}
OF_A_FIELD = [
    "",
    "__exact",
    "__in",
    "__isnull",
    "__gte",
    "__lt",
    "__year",
    "__month",
    "__day",
    "__id__exact",
    "__zzz",
]


def lists_of(account: str) -> Iterator[tuple[Any, Any, str]]:
    """The lists that this account opens, and not an account before it."""
    seen: set[Any] = set()
    for each in ACCOUNTS:
        request = RequestFactory().get("/")
        request.user = Agent.objects.get(identifiant=each)
        mine = {model for model, desk in admin.site._registry.items() if desk.has_view_permission(request)}
        if each == account:
            for model in sorted(mine - seen, key=lambda model: model._meta.label):
                path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
                yield model, admin.site._registry[model], path
        seen |= mine


def filters_of(desk: Any, request: Any) -> set[str]:
    """What the list offers to filter by."""
    chosen = [each[0] if isinstance(each, list | tuple) else each for each in desk.get_list_filter(request)]
    return {str(getattr(each, "parameter_name", each)) for each in chosen}


def parameters_of(model: Any, desk: Any, request: Any) -> set[str]:
    """What the list offers to filter by, its dates, and its own fields, each with what may follow it."""
    names = {field.name for field in model._meta.fields} | {desk.date_hierarchy or "pk"}
    names |= filters_of(desk, request)
    return {f"{name}{end}" for name in names for end in OF_A_FIELD} | set(COMMON)


def tries(account: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each list of the account, each of its parameters, and what is sent.

    What reads a parameter of a field is the same for all the fields of one kind: the first, in the order of the
    accounts, receives every value; then one field of the kind in each list, and each that the list filters by,
    receives another. What a list does not offer is refused unread.
    """
    tried: set[Any] = set()
    turn = 0
    for each in ACCOUNTS:
        request = RequestFactory().get("/")
        request.user = Agent.objects.get(identifiant=each)
        for model, desk, path in lists_of(each):
            filters = filters_of(desk, request)
            for name in sorted(parameters_of(model, desk, request)):
                is_offered, what = _is_offered(desk, name, request), read_as(model, name, filters)
                is_new = (what, is_offered) not in tried
                is_new_here = (model, what) not in tried or name.partition("__")[0] in filters
                tried |= {(what, is_offered), (model, what)}
                turn += 1
                if is_offered:
                    values = UNREADABLE if is_new else [UNREADABLE[turn % len(UNREADABLE)]] * is_new_here
                else:
                    values = UNREADABLE[:1] if is_new else []
                if each == account:
                    yield path, name, values


def read_as(model: Any, name: str, filters: set[str]) -> tuple[Any, ...]:
    """What two parameters share when the same code reads them."""
    if name in OF_EACH_LIST:
        return model, name
    fields = {field.name: field for field in model._meta.fields} | {"pk": model._meta.pk}
    start, _, end = name.partition("__")
    if field := fields.get(start):
        # A key of another table is read as that table's own key is.
        return type(field), bool(field.choices), type(getattr(field, "target_field", None)), end
    if name in COMMON:
        return (name,)
    # Neither a field nor a filter.
    return (model, name) if name in filters else ("unknown", end)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_parameter_of_a_list_is_a_fault(town, account):
    client, faults = signed_in_as(account), []
    for path, name, values in tries(account):
        for value in values:
            answer = client.get(path, {name: value})
            if answer.status_code >= 500 or "Erreur de base de données" in answer.text:
                faults.append((path, name, value[:25], answer.status_code))
    assert not faults


def _is_offered(desk: Any, name: str, request: Any) -> bool:
    return name in COMMON or desk.lookup_allowed(name, "1", request)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_selection_of_a_list_is_a_fault(town, account):
    client, faults = signed_in_as(account), []
    request = RequestFactory().get("/")
    request.user = Agent.objects.get(identifiant=account)
    for _model, desk, path in lists_of(account):
        for action in [*desk.get_actions(request), "zzz"]:
            for key in ("x", "\x00", "9" * 22, "-1", ""):
                for query in ("", "?id__exact=x"):
                    sent = {"action": action, "_selected_action": key, "index": "0"}
                    answer = client.post(f"{path}{query}", sent)
                    if answer.status_code >= 500:
                        faults.append((path, action, key[:25], query, answer.status_code))
    assert not faults


def test_an_unreadable_filter_is_said_and_the_whole_list_shown(town):
    path = reverse("admin:dematerialisation_action_changelist")
    answer = signed_in_as("groupe").get(path, {"done_on__year": "9" * 22}, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "Ce filtre n’est pas lisible" in answer.text


def test_a_selection_without_a_key_is_said(town):
    path = reverse("admin:suggestions_idea_changelist")
    sent = {"action": "export", "_selected_action": "x", "index": "0"}
    answer = signed_in_as("groupe").post(path, sent, follow=True)
    assert "Cette sélection n’est pas lisible" in answer.text
