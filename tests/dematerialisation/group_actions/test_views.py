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
from tests.dematerialisation.factories import ActionFactory, GainFactory, StepFactory, screened
from tests.factories import DirectionFactory, member
from tests.suggestions.factories import idea_in

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
    return client.get(reverse("action_list"), query).text


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
    assert response.status_code == 302, response.text
    assert response["Location"] == action.get_absolute_url()
    assert client.get(action.get_absolute_url()).status_code == 200


def test_the_leader_ticks_and_unticks(signed_in, colleague, outsider):
    step = StepFactory.create(action=ActionFactory.create(in_progress=True, leader=colleague))
    url = reverse("action_step_tick", args=[step.action.reference, step.reference])
    assert url not in signed_in(outsider).get(step.action.get_absolute_url()).text
    assert signed_in(outsider).post(url, {"fait": "oui"}).status_code == 403
    client = signed_in(colleague)
    assert url in client.get(step.action.get_absolute_url()).text
    for said, expected in (("oui", TODAY), ("non", None)):
        assert client.post(url, {"fait": said}).status_code == 302
        assert ActionStep.objects.get().done_on == expected


def test_a_step_is_its_action_s(signed_in, moderator):
    step, other = StepFactory.create(), ActionFactory.create(in_progress=True)
    url = reverse("action_step_tick", args=[other.reference, step.reference])
    assert signed_in(moderator).post(url, {"fait": "oui"}).status_code == 404


def test_a_state_that_moved_meanwhile_keeps_what_was_typed(signed_in, moderator):
    url, typed = action_url(ActionFactory.create(), "bloquer"), "Une longue explication."
    page = signed_in(moderator).post(url, {"reason": typed})
    assert page.status_code == 200
    for words in ("Erreur\u00a0: ", "déjà faite", typed):
        assert words in page.text


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


def test_the_page_says_which_values_it_serves(signed_in, outsider):
    marks = {"simplicity": 3, "sharing": 2, "speed": 1}
    action = screened(ActionFactory.create(planned=True), touched="dehumanised", **marks)
    page = signed_in(outsider).get(action.get_absolute_url()).text
    assert "Simplification et partage." in page.partition("Valeurs servies")[2][:60]
    assert "Un guichet reste ouvert." in page


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


def test_filters_to_confirm_and_from_before_outcomes_are_to_do(signed_in, moderator):
    seen, old, new = (screened(ActionFactory.create(planned=True), simplicity=3) for _ in range(3))
    Action.objects.filter(pk=seen.pk).update(screened_by=moderator, confirmed_by=None)
    Action.objects.filter(pk=old.pk).update(outcome="", screened_by=None, confirmed_by=None)
    second = signed_in(member())
    to_do, queue = (
        second.get(reverse("admin:index")).text,
        reverse("admin:dematerialisation_action_changelist"),
    )
    for name, words, action in (
        ("a-valider", "filtre à valider", seen),
        ("a-refaire", "filtre à refaire", old),
    ):
        assert words in to_do
        listed = second.get(queue, {"file": name}).text
        assert [each.title in listed for each in (seen, old, new)] == [
            each == action for each in (seen, old, new)
        ]
    button = reverse("admin:dematerialisation_action_action", args=[seen.pk, "valider"])
    assert "Une étape disparaît" in second.get(button).text
    assert "filtre à valider" not in signed_in(moderator).get(reverse("admin:index")).text


def test_the_values_of_an_action_are_those_of_its_ideas(signed_in, outsider):
    action = ActionFactory.create(planned=True)
    action.ideas.add(idea_in("retained", value="speed"), evaluated(sharing=3, simplicity=1))
    page = signed_in(outsider).get(action.get_absolute_url()).text
    # Of marks, even of a closed evaluation, nothing shows: the group alone reads them.
    assert "Rapidité." in page
    assert "artage" not in page.partition("Valeurs servies")[2][:200]


def evaluated(**marks: int) -> Idea:
    one = idea_in("retained", evaluation_closed_at=timezone.now())
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
    parts = ["late", "in_progress", "planned", "blocked", "done"]
    assert all(f"Action {words}" in page for words in parts)
    assert "Action dropped" not in page
    assert page.count("En retard") == 1
    assert page.index("Action late") < page.index("Action in_progress") < page.index("Action done")
    assert str(late.leader) in page
    assert "Action dropped" in listed(client, state="dropped")
    assert "Action done" not in listed(client, state="open")
    assert "Action in_progress" not in listed(client, state="done")


def test_filters(signed_in, outsider):
    greens, roads = DirectionFactory.create(name="Serres"), DirectionFactory.create(name="Voirie")
    ActionFactory.create(title="Aux serres", direction=greens, done_on=date(TODAY.year - 1, 3, 1))
    ActionFactory.create(title="Sur la voirie", direction=roads, done_on=TODAY)
    ActionFactory.create(title="En route", in_progress=True, direction=greens, decided_on=TODAY, due_on=TODAY)
    client = signed_in(outsider)
    for query, shown in (
        ({"direction": greens.pk}, [True, False, True]),
        ({"year": TODAY.year - 1}, [True, False, False]),
    ):
        page = listed(client, **query)
        assert [words in page for words in ("Aux serres", "Sur la voirie", "En route")] == shown
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


@pytest.mark.parametrize(
    ("state", "identity", "is_thanked", "expected"),
    [
        ("done", "named", True, True),
        ("done", "named", False, False),
        ("done", "named", None, False),
        ("done", "hidden", True, False),
        # An idea that others do not see.
        ("withdrawn", "named", True, False),
    ],
)
def test_who_is_thanked(signed_in, outsider, author, state, identity, is_thanked, expected):
    action = ActionFactory.create()
    action.ideas.add(idea_in(state, author=author, identity=identity, is_thanked=is_thanked))
    client = signed_in(outsider)
    for page in (listed(client), client.get(action.get_absolute_url()).text):
        assert ("Merci à" in page, "Nadia Benali" in page) == (expected, expected)


def test_thanks_are_each_said_once(signed_in, outsider, author, colleague):
    """The author of a merged idea too."""
    action, kept = ActionFactory.create(), idea_in("done", author=author, is_thanked=True)
    action.ideas.add(kept, idea_in("done", author=author, is_thanked=True))
    idea_in("under_study", author=colleague, is_thanked=True, merged_into=kept, head=kept)
    assert "Merci à Nadia Benali et Paul Roux<" in listed(signed_in(outsider))
