"""Every button and every address that takes a form, sent to by those who have no right to it.

The tables are read from the code: the `actions` of the registered admins, and the URL resolver. Whatever is sent
(nothing, something that no form accepts, something plausible), nothing is built or shown, and no text that is not
published comes back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.admin.base import ObjectAction
from core.people.models import Agent, Project
from dematerialisation.review import actions as review
from directory import corrections as directory
from legalwatch.models import Entry
from mailroom import actions as mailroom
from mailroom.models import Item
from manuals.models import Contract, DataRecovery, Software
from memos.models import Memo
from spaces.models import Decision, Event, File, Folder, ProjectRequest, Thread
from suggestions.models import Answer, Idea, Telling
from suggestions.states import State, Verdict
from tests.addresses import ROWS, Route, real_path, routes
from tests.answers import refusals_said_once
from tests.suggestions.factories import decided, idea_in
from tests.town import ACCOUNTS, signed_in_as
from tips.models import Tip

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


@pytest.fixture(autouse=True)
def _few_refusals() -> Iterator[None]:
    """Thousands: the page of each is written once in a test for the same words, which it holds nothing but."""
    with refusals_said_once():
        yield


def answers_to(client: Client, path: str, forms: list[dict[str, str]]) -> Iterator[tuple[str, Any]]:
    yield "GET", client.get(path)
    for data in forms:
        yield f"POST {','.join(data)}", client.post(path, data)


def sent_to(place: int) -> list[dict[str, str]]:
    """An address of one row is sent every form, those of its other rows one form each, in turn."""
    return [SENT[place % len(SENT)]] if place else SENT


def faults_of(
    client: Client, path: str, forms: list[dict[str, str]] = SENT
) -> Iterator[tuple[str, str, int]]:
    """What was not refused: 403, 404, or the way out that the admin shows to whoever does not enter it."""
    for sent, response in answers_to(client, path, forms):
        if response.status_code not in (403, 404) and not is_way_out(response):
            yield path, sent, response.status_code
        elif SECRET.encode() in response.content:
            yield path, sent, 0


def is_way_out(response: Any) -> bool:
    return response.status_code == 302 and response.url.startswith(reverse("admin:login"))


# Buttons


@dataclass(frozen=True)
class Button:
    model: Any
    action: ObjectAction

    def __str__(self) -> str:
        return f"{self.model._meta.label}-{self.action.name}"

    def paths(self, row: Any) -> list[str]:
        """Each door of this button, for one row."""
        base = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_action"
        paths = [reverse(base, args=[row.pk, self.action.name])]
        if self.model is Idea:
            paths.append(reverse("suggestions:idea_action", args=[row.reference, self.action.name]))
        if self.model._meta.label == "dematerialisation.Action":
            paths.append(reverse(f"action_{self.action.name}", args=[row.reference]))
        return paths


def buttons() -> list[Button]:
    return [
        Button(model, action)
        for model, desk in admin.site._registry.items()
        for action in getattr(desk, "object_actions", ())
    ]


def rows_of(model: Any) -> list[Any]:
    """One in each state, for the models that have one; else the first."""
    rows = model._base_manager.order_by("pk")
    if not any(field.name == "state" for field in model._meta.fields):
        return list(rows[:2])
    return list(rows.order_by("state", "-pk").distinct("state"))


@pytest.mark.parametrize("account", [ORDINARY, "groupe", "salles", "admin"])
def test_no_button_answers_who_never_has_it(town, account):
    """Who is offered a button on no object of the town is refused it in each state."""
    agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
    Answer.objects.filter(published_at=None).update(text=SECRET)
    faults: list[Any] = []
    asked = 0
    # Read once: nothing of the town changes, as whatever is sent is refused.
    known = cache(rows_of)
    others = cache(lambda model: [*model._base_manager.order_by("pk")[:100]])
    for turn, button in enumerate(buttons()):
        rows = known(button.model)
        some = [*rows, *others(button.model)]
        if any(button.action.allowed(agent, row) for row in some):
            continue
        if account != ORDINARY:
            # Some are theirs, but possible on nothing that the town holds.
            rows = [row for row in rows if not button.action.may(agent, row)]
        for place, row in enumerate(rows):
            for path in button.paths(row):
                asked += 1
                faults += faults_of(client, path, sent_to(place if account == ORDINARY else turn + place + 1))
    assert not faults
    assert asked > (50 if account == ORDINARY else 5)


def test_no_button_shows_a_member_what_is_prepared_for_their_own_idea(town):
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
            if button.model is Idea and not button.action.may(writer, idea):
                faults += [fault for path in button.paths(idea) for fault in faults_of(client, path)]
    assert not faults


def test_what_is_of_the_person_stays_whatever_the_object_s_state(town):
    """`allowed` is `may` and more: a button that is offered is never refused for want of the right."""
    faults, known = [], cache(rows_of)
    for account in ACCOUNTS:
        agent = Agent.objects.get(identifiant=account)
        for button in buttons():
            faults += [
                (account, str(button), row.pk)
                for row in known(button.model)
                if button.action.allowed(agent, row) and not button.action.may(agent, row)
            ]
    assert not faults


# Addresses


def hidden_from(agent: Agent) -> dict[str, tuple[tuple[str, ...], Q]]:
    """By model: its words, and the rows that nobody reads without a role or a part in them."""
    of_others = ~Q(organiser=agent) & ~Q(booked_by=agent)
    return {
        "suggestions.Idea": (
            ("title", "problem", "proposal", "benefit", "seen_elsewhere"),
            ~Q(pk__in=Idea.objects.visible_to(agent)),
        ),
        "suggestions.Answer": (("text",), Q(published_at=None)),
        "suggestions.Decision": (("reasons",), Q()),
        "suggestions.Evaluation": (("comment",), Q()),
        "suggestions.Message": (("text",), ~Q(idea__in=Idea.objects.mine(agent))),
        "suggestions.Opinion": (("question",), ~Q(expert=agent)),
        "suggestions.Telling": (("text",), Q()),
        "suggestions.Meeting": (("notes",), Q()),
        "suggestions.AgendaItem": (("note",), Q()),
        "suggestions.Report": (("reason",), ~Q(reported_by=agent)),
        "tips.Tip": (("title", "summary", "body"), Q(published_at=None)),
        "dematerialisation.Article": (("title", "body"), Q(published_at=None)),
        "dematerialisation.Assessment": (("context", "idea", "next_steps"), Q(published_at=None)),
        "dematerialisation.AssessedAction": (
            ("title", "reason", "what_changed"),
            Q(assessment__published_at=None),
        ),
        "deliberations.CouncilSession": (("place",), Q(state="draft")),
        "deliberations.Deliberation": (("object",), Q(session__state="draft")),
        "deliberations.Import": (("file_name",), Q()),
        "deliberations.ImportLine": (("words",), Q()),
        "manuals.Contract": (
            ("vendor", "number", "renewals"),
            ~Q(software__functional_referent=agent) & ~Q(software__it_referent=agent),
        ),
        "manuals.DataRecovery": (
            ("cost", "clause"),
            ~Q(software__functional_referent=agent) & ~Q(software__it_referent=agent),
        ),
        "legalwatch.Entry": (("title", "summary"), ~Q(pk__in=Entry.objects.visible_to(agent))),
        "mailroom.Item": (("subject", "text"), ~Q(pk__in=Item.objects.visible_to(agent))),
        "memos.Memo": (("subject", "text"), ~Q(pk__in=Memo.objects.visible_to(agent))),
        "memos.MemoQuestion": (("text",), ~Q(memo__author=agent)),
        "memos.ModelText": (("title", "text"), Q()),
        "rooms.CalendarImport": (("file_name",), Q()),
        "rooms.Booking": (("title",), Q(is_private=True) & of_others),
        "rooms.Series": (("title",), Q(is_private=True) & of_others),
        "rooms.Wait": (("title",), ~Q(agent=agent)),
        "mail.IncomingMail": (("subject", "text"), Q(sender=None) | ~Q(sender=agent)),
        "mail.OutgoingMail": (("subject", "body"), Q(agent=None) | ~Q(agent=agent)),
        "directory.Correction": (("message",), ~Q(proposed_by=agent)),
        "manuals.SoftwareImport": (("file_name",), Q()),
        "directory.AgentImport": (("file_name",), ~Q(created_by=agent)),
        "notifications.Notification": (("text",), ~Q(recipient=agent)),
        "people.Project": (("name", "purpose"), ~Q(pk__in=Project.objects.visible_to(agent))),
        "spaces.ProjectRequest": (("name", "purpose"), ~Q(pk__in=ProjectRequest.objects.visible_to(agent))),
        **{
            f"spaces.{model.__name__}": (
                (field,),
                ~Q(**{f"{path}__in": Project.objects.visible_to(agent).values("pk")}),
            )
            for model, field, path in (
                *((File, "name", "project"), (Folder, "name", "project"), (Event, "title", "project")),
                *((Decision, "text", "project"), (Thread, "subject", "project")),
            )
        },
    }


def hide(agent: Agent) -> dict[str, QuerySet[Any]]:
    """Write the secret in the rows that this person may not read; those rows by model."""
    other = Agent.objects.get(identifiant="groupe")
    # What the town has none of: a tip and an article that are not published, news to tell, a correction by somebody
    # else, a contract.
    review.draft("software_problems", by=other)
    Tip.objects.filter(pk=Tip.objects.latest("month").pk).update(published_at=None)
    Telling.objects.create(idea=Idea.objects.exclude(entered_by=None).latest("pk"), text="À dire")
    software = Software.objects.exclude(functional_referent=agent).exclude(it_referent=agent).earliest("pk")
    for model in (Contract, DataRecovery):
        model.objects.get_or_create(software=software, defaults={"filled_by": other})
    directory.propose_correction(by=other, subject=other, function="Responsable des espaces verts")
    letter = {"subject": "x", "text": "x", "received_on": timezone.localdate()}
    mailroom.register(by=None, channel="paper", **letter)
    hidden = {}
    for label, (fields, condition) in hidden_from(agent).items():
        rows = apps.get_model(label)._base_manager
        keys = list(rows.filter(condition).order_by("pk").values_list("pk", flat=True))
        hidden[label] = rows.filter(pk__in=keys)
        hidden[label].update(**dict.fromkeys(fields, SECRET))
    # An answer is there once it is given.
    hidden["memos.Memo"].exclude(answer="").update(answer=SECRET)
    return hidden


def paths_of(route: Route, hidden: dict[str, QuerySet[Any]]) -> Iterator[str]:
    """The route's address for its first row, for rows of each state, and for two that hide a text."""
    yield real_path(route) or route.path
    arguments = list(route.arguments)
    namespace = route.name.rpartition(":")[0]
    if len(arguments) != 1:
        return
    if (namespace, arguments[0]) in ROWS:
        label, column = ROWS[namespace, arguments[0]]
    elif namespace == "deliberations" and arguments == ["reference"] and "import" not in route.name:
        label, column = "deliberations.CouncilSession", "reference"
    else:
        return
    model = apps.get_model(label)
    for row in {row.pk: row for row in [*rows_of(model), *hidden.get(label, [])[:2]]}.values():
        yield reverse(route.name, kwargs={arguments[0]: getattr(row, column)})


# Pages that every agent gets by POST only.
BY_POST = {"suggestions:similar"}
# An address of their own in the mail is the right; they show nothing that is not in it.
OWN_RIGHT = {"unsubscribe", "mail:confirm"}
NOT_ASKED = OWN_RIGHT | {"account_logout"}


def tells(response: Any) -> bool:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return SECRET.encode() in content


def test_no_address_takes_a_form_or_tells_a_secret_without_the_right(town):
    """Where a GET is refused, a POST is; where there is no GET, no page comes back by POST."""
    client = signed_in_as(ORDINARY)
    hidden = hide(Agent.objects.get(identifiant=ORDINARY))
    assert [label for label, rows in hidden.items() if not rows] == []
    faults: list[Any] = []
    asked = 0
    for route in routes():
        if route.name in NOT_ASKED:
            continue
        for place, path in enumerate(dict.fromkeys(paths_of(route, hidden))):
            opened = client.get(path)
            if tells(opened):
                faults.append((path, "told by GET"))
            is_closed = opened.status_code in (403, 404, 405) or is_way_out(opened)
            asked += is_closed
            for data in sent_to(place) if is_closed else []:
                response = client.post(path, data)
                is_page = response.status_code == 200 and response.headers["Content-Type"].startswith(
                    "text/html"
                )
                if is_page and not (opened.status_code == 405 and route.name in BY_POST):
                    faults.append((path, opened.status_code, ",".join(data)))
                if tells(response):
                    faults.append((path, "told by POST", ",".join(data)))
    assert not faults
    assert asked > 100
