"""The pages of the actions: what each may see and do there, filters, sums, thanks, bad input."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dematerialisation.group_actions.forms import OBJECT_ACTIONS
from dematerialisation.group_actions.results import totals
from dematerialisation.models import Action, ActionStep
from suggestions.models import Evaluation, Grid, Idea
from tests.dematerialisation.factories import ActionFactory, GainFactory, StepFactory, idea, screened
from tests.factories import AgentFactory, DirectionFactory, member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
SOON = TODAY + timedelta(days=20)
POSTED: dict[str, dict[str, Any]] = {
    "commencer": {"leader": "", "due_on": SOON.isoformat()},
    "filtrer": {
        "mark_simplicity": "3",
        "mark_sharing": "2",
        "mark_speed": "1",
        "pitfall_dehumanised": "oui",
        "precaution_dehumanised": "Le guichet reste ouvert.",
        "pitfall_fragile_archives": "non",
        "pitfall_obsolete_jobs": "non",
        "outcome": "eligible",
    },
    "valider": {},
    "confier": {"leader": "", "due_on": SOON.isoformat()},
    "debloquer": {},
    "terminer": {"done_on": TODAY.isoformat(), "what_it_changed": "<p>Ouf.</p>"},
    "bloquer": {"reason": "Le copieur est en panne."},
    "etape": {"title": "Essayer avec trois jardiniers"},
    "estimer": {"unit": "sheets", "amount": "800", "method": "au jugé", "on": TODAY.isoformat()},
    "abandonner": {"reason": "La loi a changé."},
    "reprendre": {},
}
TRAITS = {
    **dict.fromkeys(("commencer", "filtrer", "valider"), "planned"),
    "debloquer": "blocked",
    "reprendre": "dropped",
}


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


def action_for(name: str, **fields: Any) -> Action:
    """One on which this can be done."""
    action = ActionFactory.create(**{TRAITS.get(name, "in_progress"): True}, **fields)
    if name == "valider":
        screened(action)
        Action.objects.filter(pk=action.pk).update(confirmed_by=None)
    return screened(action) if name == "commencer" else action


def action_url(action: Action, name: str) -> str:
    return reverse(f"action_{name}", args=[action.reference])


def listed(client: Client, **query: Any) -> str:
    return client.get(reverse("action_list"), query).content.decode()


# Actions on the site


def test_every_action_has_its_page():
    assert POSTED.keys() == {object_action.name for object_action in OBJECT_ACTIONS}


@pytest.mark.parametrize("name", POSTED)
def test_the_group_does_it_from_the_page(signed_in, moderator, name):
    action = action_for(name)
    client, url = signed_in(moderator), action_url(action, name)
    assert client.get(url).status_code == 200
    data = {key: value or moderator.identifiant for key, value in POSTED[name].items()}
    response = client.post(url, data)
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == action.get_absolute_url()
    assert client.get(action.get_absolute_url()).status_code == 200


def test_the_leader_ticks_and_unticks(signed_in, colleague, outsider):
    step = StepFactory.create(action=ActionFactory.create(in_progress=True, leader=colleague))
    url = reverse("action_step_tick", args=[step.action.reference, step.reference])
    assert url not in signed_in(outsider).get(step.action.get_absolute_url()).content.decode()
    assert signed_in(outsider).post(url, {"fait": "oui"}).status_code == 403
    client = signed_in(colleague)
    assert url in client.get(step.action.get_absolute_url()).content.decode()
    for said, expected in (("oui", TODAY), ("oui", TODAY), ("non", None)):
        assert client.post(url, {"fait": said}).status_code == 302
        assert ActionStep.objects.get().done_on == expected
    assert client.get(url).status_code == 405


def test_a_step_is_its_action_s(signed_in, moderator):
    step, other = StepFactory.create(), ActionFactory.create(in_progress=True)
    url = reverse("action_step_tick", args=[other.reference, step.reference])
    assert signed_in(moderator).post(url, {"fait": "oui"}).status_code == 404


def test_a_state_that_moved_meanwhile_keeps_what_was_typed(signed_in, moderator):
    action = ActionFactory.create()
    response = signed_in(moderator).post(action_url(action, "bloquer"), {"reason": "Une longue explication."})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Erreur\u00a0: " in page
    assert "déjà faite" in page
    assert "Une longue explication." in page


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"precaution_obsolete_jobs": "On forme les collègues."}, "pitfall_obsolete_jobs"),
        ({"precaution_dehumanised": " "}, "precaution_dehumanised"),
        ({"mark_speed": ""}, "mark_speed"),
    ],
)
def test_a_filter_answered_by_half_screens_nothing(signed_in, moderator, bad, field):
    action = ActionFactory.create(planned=True)
    response = signed_in(moderator).post(action_url(action, "filtrer"), POSTED["filtrer"] | bad)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert not action.screening.exists()


def test_the_page_says_which_values_it_serves(signed_in, moderator, outsider):
    action = ActionFactory.create(planned=True)
    client = signed_in(moderator)
    page = client.get(action.get_absolute_url()).content.decode()
    assert "Valeurs servies" not in page
    assert action_url(action, "commencer") not in page
    assert client.post(action_url(action, "filtrer"), POSTED["filtrer"]).status_code == 302
    page = client.get(action.get_absolute_url()).content.decode()
    assert action_url(action, "commencer") not in page
    assert action_url(action, "valider") not in page
    assert signed_in(member()).post(action_url(action, "valider")).status_code == 302
    client = signed_in(moderator)
    page = client.get(action.get_absolute_url()).content.decode()
    assert action_url(action, "commencer") in page
    page = signed_in(outsider).get(action.get_absolute_url()).content.decode()
    assert "Simplification et partage." in page.partition("Valeurs servies")[2][:60]
    assert "Le guichet reste ouvert." in page


def test_what_changed_meanwhile_is_not_confirmed_unseen(signed_in, moderator):
    action, second = ActionFactory.create(planned=True), member()
    client, url = signed_in(moderator), action_url(action, "filtrer")
    client.post(url, POSTED["filtrer"])
    confirm = action_url(action, "valider")
    stamp = signed_in(second).get(confirm).context["form"]["shown_stamp"].value()
    assert signed_in(moderator).post(url, {**POSTED["filtrer"], "mark_speed": "4"}).status_code == 302
    page = signed_in(second).post(confirm, {"shown_stamp": stamp})
    assert "a été modifiée depuis" in page.text
    assert Action.objects.get().confirmed_by is None


def test_a_filter_to_confirm_is_to_do(signed_in, moderator):
    action = ActionFactory.create(planned=True)
    signed_in(moderator).post(action_url(action, "filtrer"), POSTED["filtrer"])
    words, queue = (
        "filtre à valider",
        reverse("admin:dematerialisation_action_changelist") + "?file=a-valider",
    )
    second = signed_in(member())
    assert words in second.get(reverse("admin:index")).text
    assert action.title in second.get(queue).text
    button = reverse("admin:dematerialisation_action_action", args=[action.pk, "valider"])
    assert "Une étape disparaît" in second.get(button).text
    assert words not in signed_in(moderator).get(reverse("admin:index")).text


def test_a_filter_from_before_outcomes_is_to_do_again(signed_in, moderator):
    action, other = screened(ActionFactory.create(planned=True)), ActionFactory.create(planned=True)
    Action.objects.update(outcome="", screened_by=None, confirmed_by=None)
    client = signed_in(moderator)
    assert "filtre à refaire" in client.get(reverse("admin:index")).text
    queue = client.get(reverse("admin:dematerialisation_action_changelist") + "?file=a-refaire").text
    assert action.title in queue
    assert other.title not in queue


def test_the_values_of_an_action_are_those_of_its_ideas(signed_in, outsider):
    action = ActionFactory.create(planned=True)
    action.ideas.add(idea("retained", value="speed"), evaluated(sharing=3, simplicity=1))
    page = signed_in(outsider).get(action.get_absolute_url()).content.decode()
    # Of marks, even of a closed evaluation, nothing shows: the group alone reads them.
    assert "Rapidité." in page
    assert "artage" not in page.partition("Valeurs servies")[2][:200]


def evaluated(**marks: int) -> Idea:
    one = idea("retained", evaluation_closed_at=timezone.now())
    grid = Grid.objects.get()
    evaluation = Evaluation.objects.create(
        idea=one, seat=one.member_in_charge, made_by=one.member_in_charge, grid=grid
    )
    for code, mark in marks.items():
        evaluation.marks.create(criterion=grid.criteria.get(code=code), mark=mark)
    return one


# « Vous l’avez dit, on l’a fait »


def test_the_list_has_its_parts(signed_in, outsider):
    for trait in ("planned", "in_progress", "blocked", "dropped"):
        ActionFactory.create(**{trait: True}, title=f"Action {trait}")
    ActionFactory.create(title="Action done")
    late = ActionFactory.create(in_progress=True, due_on=TODAY - timedelta(days=1), title="Action late")
    client = signed_in(outsider)
    page = listed(client)
    for words in ("planned", "in_progress", "blocked", "done", "late"):
        assert f"Action {words}" in page
    assert "Action dropped" not in page
    assert page.count("En retard") == 1
    assert page.index("Action late") < page.index("Action in_progress") < page.index("Action done")
    assert "Action dropped" in listed(client, state="dropped")
    assert "Action done" not in listed(client, state="open")
    assert "Action in_progress" not in listed(client, state="done")
    assert str(late.leader) in page


def test_filters(signed_in, outsider):
    greens, roads = DirectionFactory.create(name="Serres"), DirectionFactory.create(name="Voirie")
    ActionFactory.create(title="Aux serres", direction=greens, done_on=date(TODAY.year - 1, 3, 1))
    ActionFactory.create(title="Sur la voirie", direction=roads, done_on=TODAY)
    ActionFactory.create(title="En route", in_progress=True, direction=greens, decided_on=TODAY, due_on=TODAY)
    client = signed_in(outsider)
    page = listed(client, direction=greens.pk)
    assert "Aux serres" in page
    assert "Sur la voirie" not in page
    page = listed(client, year=TODAY.year - 1)
    assert "Aux serres" in page
    assert "Sur la voirie" not in page
    assert "En route" not in page
    assert "Aucune action ne correspond" in listed(client, direction=roads.pk, year=TODAY.year - 1)


def test_sums_keep_the_guess_and_the_measure_apart(signed_in, outsider):
    GainFactory.create(was_measured=True)
    GainFactory.create(was_measured=True, measured=100, guessed=None, guess_method="", guessed_on=None)
    GainFactory.create(guessed=5000, action=ActionFactory.create(in_progress=True))
    GainFactory.create(guessed=7, unit="hours")
    GainFactory.create(guessed=1_000_000, action=ActionFactory.create(dropped=True))
    sums = {total.unit.value: (total.measured, total.guessed) for total in totals(Action.objects.all())}
    assert sums == {"sheets": (1000, 5000), "hours": (None, 7)}
    page = listed(signed_in(outsider))
    assert "et 5\u202f000 estimé" in page
    assert "1\u202f005" not in page
    only_done = {total.unit.value: total.guessed for total in totals(Action.objects.done())}
    assert only_done == {"sheets": None, "hours": 7}


# Thanks


def thanked(client: Client, action: Action) -> list[bool]:
    """Whether somebody is thanked: on the list, on the page."""
    return ["Merci à" in listed(client), "Merci à" in client.get(action.get_absolute_url()).content.decode()]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"identity": "named", "is_thanked": True}, True),
        ({"identity": "named", "is_thanked": False}, False),
        ({"identity": "named", "is_thanked": None}, False),
        ({"identity": "hidden", "is_thanked": True}, False),
        ({"identity": "hidden", "is_thanked": None}, False),
    ],
)
def test_who_is_thanked(signed_in, outsider, author, fields, expected):
    action = ActionFactory.create()
    action.ideas.add(idea("done", author=author, **fields))
    client = signed_in(outsider)
    assert thanked(client, action) == [expected] * 2
    assert ("Nadia Benali" in listed(client)) is expected
    assert ("Nadia Benali" in client.get(action.get_absolute_url()).content.decode()) is expected


def test_an_idea_that_others_do_not_see_thanks_nobody(signed_in, outsider):
    action = ActionFactory.create()
    action.ideas.add(idea("withdrawn", identity="named", is_thanked=True))
    assert thanked(signed_in(outsider), action) == [False, False]


def test_thanks_are_each_said_once(signed_in, outsider, author):
    action = ActionFactory.create()
    zoe = AgentFactory.create(first_name="Zoé", last_name="Abadie")
    for person in (author, author, zoe):
        action.ideas.add(idea("done", author=person, is_thanked=True))
    assert "Merci à Zoé Abadie et Nadia Benali<" in listed(signed_in(outsider))


def test_the_author_of_a_merged_idea_is_thanked_too(signed_in, outsider, colleague):
    action, kept = ActionFactory.create(), idea("done")
    action.ideas.add(kept)
    idea("under_study", author=colleague, is_thanked=True, merged_into=kept, head=kept)
    assert "Merci à Paul Roux" in listed(signed_in(outsider))
