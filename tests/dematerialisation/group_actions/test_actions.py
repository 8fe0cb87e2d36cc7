"""What is done to an action: who may, from which state, what it leaves in the history, and who is told."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.people.models import Agent
from core.people.roles import Role
from dematerialisation import policies
from dematerialisation.group_actions import actions
from dematerialisation.group_actions.forms import OBJECT_ACTIONS
from dematerialisation.group_actions.results import history_of_action
from dematerialisation.models import Action, ActionStep, Gain
from tests.dematerialisation.factories import ActionFactory, GainFactory, StepFactory, screened
from tests.factories import AgentFactory, member
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
SOON = TODAY + timedelta(days=20)

FOR_THE_GROUP = {
    "planned": {"entrust", "screen", "start", "finish", "drop", "add_step", "tick", "guess_gain"},
    "in_progress": {"entrust", "block", "finish", "drop", "add_step", "tick", "guess_gain"},
    "blocked": {"entrust", "unblock", "finish", "drop", "add_step", "tick", "guess_gain"},
    "dropped": {"resume"},
    "": {"guess_gain"},
}
FOR_THE_LEADER = {
    "planned": {"tick"},
    "in_progress": {"block", "tick"},
    "blocked": {"unblock", "tick"},
    "dropped": set(),
    "": set(),
}


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


def action_in(trait: str, **fields: Any) -> Action:
    """It has passed the grid."""
    return screened(ActionFactory.create(**({trait: True} if trait else {}), **fields))


def abilities(agent: Agent, action: Action) -> set[str]:
    """The actions of the buttons of its page, and what it asks beside them."""
    asked = {"write": policies.can_write(agent), "tick": policies.can_tick(agent, action)}
    buttons = {button.run.__name__ for button in OBJECT_ACTIONS if button.allowed(agent, action)}
    return buttons | {name for name, may in asked.items() if may}


@pytest.mark.parametrize("trait", FOR_THE_GROUP)
def test_rights(trait, outsider, moderator, head, administrator, colleague):
    action = action_in(trait, leader=colleague)
    closed = AgentFactory.create(roles=[Role.PROJECT_GROUP], is_active=False)
    assert abilities(moderator, action) == FOR_THE_GROUP[trait] | {"write"}
    assert abilities(head, action) == FOR_THE_GROUP[trait] | {"write"}
    assert abilities(colleague, action) == FOR_THE_LEADER[trait]
    for nobody in (outsider, administrator, closed):
        assert abilities(nobody, action) == set()
    colleague.is_active = False
    assert abilities(colleague, action) == set()


# By the name of each action, what it takes beside the action and who does it.
GIVEN: dict[str, dict[str, Any]] = {
    "entrust": {"due_on": SOON},
    "start": {"due_on": SOON},
    "screen": {
        "grid": 1,
        "marks": {"simplicity": 3, "sharing": 1, "speed": 0},
        "precautions": {},
        "outcome": "eligible",
    },
    "confirm_screening": {},
    "block": {"reason": "Le copieur."},
    "unblock": {},
    "finish": {"done_on": TODAY, "what_it_changed": "<p>Ouf.</p>"},
    "drop": {"reason": "La loi."},
    "resume": {},
    "add_step": {"title": "Essayer"},
    "guess_gain": {"unit": "hours", "amount": 3, "method": "au jugé", "on": TODAY},
    "measure_gain": {"unit": "hours", "amount": 2, "method": "compté", "on": TODAY},
}


def call(name: str, action: Action, by: Agent, **given: Any) -> Any:
    led = {"leader": by} if name in ("entrust", "start") else {}
    return getattr(actions, name)(action, by=by, **GIVEN[name] | led | given)


def test_an_action_is_refused_as_the_policy_says(moderator, outsider, colleague, case):
    for trait in FOR_THE_GROUP:
        # No button measures a gain: a day without a printer does.
        is_measured = trait in ("in_progress", "blocked", "")
        allowed = FOR_THE_GROUP[trait] | ({"measure_gain"} if is_measured else set())
        for name in GIVEN:
            with case(trait, name):
                action = action_in(trait, leader=colleague)
                for agent in (outsider, *([] if name in ("block", "unblock") else [colleague])):
                    with pytest.raises(PermissionDenied):
                        call(name, action, agent)
                with nullcontext() if name in allowed else pytest.raises(ValidationError):
                    call(name, action, moderator)


def test_from_the_decision_to_the_result(moderator, colleague, author, told):
    action = action_in("planned")
    action.ideas.add(idea_in("retained", author=author))
    actions.start(action, by=moderator, leader=colleague, due_on=SOON)
    actions.guess_gain(action, by=moderator, unit="sheets", amount=800, method="au jugé", on=TODAY)
    step = actions.add_step(action, by=moderator, title="Essayer avec trois jardiniers", due_on=SOON)
    actions.tick(step, by=colleague, is_done=True)
    actions.block(action, by=colleague, reason="Le copieur est en panne.")
    actions.unblock(action, by=colleague)
    actions.finish(action, by=moderator, done_on=TODAY, what_it_changed="<p>Ouf<script>x</script>.</p>")
    actions.measure_gain(action, by=moderator, unit="sheets", amount=650, method="compteurs", on=TODAY)
    action.refresh_from_db()
    assert (action.state, action.done_on, action.blocked_reason) == ("done", TODAY, "")
    assert action.what_it_changed == "<p>Ouf.</p>"
    gain = action.gains.get()
    assert (gain.guessed, gain.measured) == (800, 650)
    # All at one moment here, which is the transaction's.
    assert {(entry.by, entry.action) for entry in history_of_action(action)} >= {
        (moderator, "a mesuré le gain en feuilles de papier"),
        (moderator, "a dit l’action faite"),
        (colleague, "a débloqué l’action"),
        (colleague, "a dit l’action bloquée"),
        (colleague, "a coché l’étape «\u00a0Essayer avec trois jardiniers\u00a0»"),
    }
    news = told()
    assert news["dematerialisation.entrusted"] == {colleague.identifiant}
    # The whole group, whoever follows the idea included; not who said it.
    assert moderator.identifiant in news["dematerialisation.blocked"]
    assert colleague.identifiant not in news["dematerialisation.blocked"]
    assert news["dematerialisation.moved"] == {author.identifiant}


# The grid


@pytest.mark.parametrize("trait", ["planned", "in_progress"])
def test_an_action_without_an_idea_is_done_once_screened(moderator, trait):
    action = ActionFactory.create(**{trait: True})
    action.screening.all().delete()
    with pytest.raises(ValidationError, match="passez-la au filtre"):
        call("finish", action, moderator)
    call("screen", action, moderator)
    if trait == "planned":
        call("confirm_screening", action, member())
    assert call("finish", action, moderator).state == "done"


def test_a_second_screening_replaces_the_first(moderator):
    action = action_in("planned", title="Le tableau blanc")
    marks = {"simplicity": 4, "sharing": 2, "speed": 0}
    call("screen", action, moderator, marks=marks, precautions={"dehumanised": "Le guichet reste ouvert."})
    answers = {answer.criterion.code: answer for answer in action.screening.all()}
    assert {code: answer.mark for code, answer in answers.items()} == marks | dict.fromkeys(PITFALLS)
    assert answers["dehumanised"].precaution == "Le guichet reste ouvert."


@pytest.mark.parametrize(
    "answers",
    [
        {"grid": 2},
        {"marks": {"simplicity": 4}},
        {"marks": {"simplicity": 5, "sharing": 2, "speed": 0}},
        {"precautions": {"dehumanised": " "}},
        {"outcome": ""},
        {"outcome": "ailleurs"},
    ],
)
def test_a_screening_that_is_not_whole_is_refused(answers, moderator):
    action = ActionFactory.create(planned=True)
    with pytest.raises(ValidationError):
        call("screen", action, moderator, **{"outcome": "to_review", **answers})
    assert not action.screening.exists()


ZEROS = {"simplicity": 0, "sharing": 0, "speed": 0}
PITFALLS = ("dehumanised", "fragile_archives", "obsolete_jobs")


@pytest.mark.parametrize(
    ("marks", "words", "field"),
    [
        (ZEROS, "Le guichet reste ouvert le matin.", "outcome"),
        *(
            (ZEROS | {"speed": 3}, words, "precaution_dehumanised")
            for words in (
                "On verra.",
                "Nous verrons plus tard…",
                "À voir, on avisera",
                "Sans objet",
                "R.A.S.",
                "voir voir voir voir voir",
                "On fera attention.",
            )
        ),
    ],
)
def test_nothing_is_eligible_without_a_value_or_an_answer(moderator, marks, words, field):
    action = ActionFactory.create(planned=True)
    answers = {"marks": marks, "precautions": dict.fromkeys(PITFALLS, words)}
    with pytest.raises(ValidationError) as refusal:
        call("screen", action, moderator, **answers)
    assert field in refusal.value.message_dict
    assert not action.screening.exists()
    # It is kept for later all the same, and starts nothing.
    call("screen", action, moderator, outcome="to_review", **answers)
    actions.confirm_screening(action, by=member())
    with pytest.raises(ValidationError, match="à revoir"):
        call("start", action, moderator)


@pytest.mark.parametrize("words", ["Le guichet reste ouvert.", "On verra. Mais le guichet reste ouvert."])
def test_an_answer_may_be_short(moderator, words):
    action = ActionFactory.create(planned=True)
    call("screen", action, moderator, marks=ZEROS | {"speed": 1}, precautions={"dehumanised": words})
    assert action.screening.get(is_touched=True).precaution == words


def test_two_members_see_the_filter(moderator, head):
    action = ActionFactory.create(planned=True)
    call("screen", action, moderator)
    with pytest.raises(ValidationError, match="second membre"):
        call("start", action, head)
    with pytest.raises(ValidationError, match="un autre membre"):
        call("confirm_screening", action, moderator)
    call("confirm_screening", action, head)
    # Other answers are to be seen again.
    call("screen", action, head)
    with pytest.raises(ValidationError, match="second membre"):
        call("start", action, moderator)
    call("confirm_screening", action, moderator)
    action = Action.objects.get()
    assert (action.outcome, action.screened_by, action.confirmed_by) == ("eligible", head, moderator)
    call("start", action, moderator)
    said = {entry.action for entry in history_of_action(action)}
    assert said > {"a passé l’action au filtre", "a validé le filtre"}


@pytest.mark.parametrize("outcome", ["to_review", "set_aside"])
def test_an_idea_starts_nothing_that_the_filter_holds_back(moderator, outcome):
    action = screened(ActionFactory.create(planned=True))
    action.ideas.add(idea_in("retained"))
    Action.objects.update(outcome=outcome)
    for name in ("start", "finish"):
        with pytest.raises(ValidationError):
            call(name, action, moderator)


@pytest.mark.parametrize(
    ("state", "starts"), [("retained", True), ("under_study", False), ("declined", False)]
)
def test_a_retained_idea_alone_starts_an_action_that_was_not_screened(moderator, state, starts):
    action = ActionFactory.create(planned=True)
    action.ideas.add(idea_in(state))
    with nullcontext() if starts else pytest.raises(ValidationError, match="passez-la au filtre"):
        call("start", action, moderator)


def test_what_had_started_before_outcomes_goes_on(moderator):
    action, planned = action_in("in_progress"), action_in("planned")
    Action.objects.update(outcome="", screened_by=None, confirmed_by=None)
    for name in ("block", "unblock", "finish"):
        call(name, action, moderator)
    with pytest.raises(ValidationError, match="date d’avant les résultats"):
        call("start", planned, moderator)
    ActionFactory.create(planned=True)
    assert list(Action.objects.to_screen_again()) == [planned]
    planned.ideas.add(idea_in("retained"))
    assert not Action.objects.to_screen_again()
    call("start", planned, moderator)


def test_another_leader_or_another_day_is_told_and_nothing_else(moderator, colleague, told):
    action = action_in("in_progress", leader=colleague)
    actions.entrust(action, by=moderator, leader=colleague, due_on=action.due_on)
    # Nor is who takes it.
    actions.entrust(action_in("planned"), by=moderator, leader=moderator, due_on=SOON)
    assert "dematerialisation.entrusted" not in told()
    actions.entrust(action, by=moderator, leader=colleague, due_on=SOON)
    assert told()["dematerialisation.entrusted"] == {colleague.identifiant}


def test_a_dropped_action_says_why_and_can_be_resumed(moderator, colleague, author, told):
    action = action_in("blocked", leader=colleague)
    action.ideas.add(idea_in("retained", author=author))
    actions.drop(action, by=moderator, reason="  La loi a changé.  ")
    action.refresh_from_db()
    assert (action.state, action.dropped_on, action.dropped_reason) == ("dropped", TODAY, "La loi a changé.")
    assert action.blocked_reason == ""
    assert told()["dematerialisation.dropped"] == {colleague.identifiant}
    assert told()["dematerialisation.moved"] == {author.identifiant}
    actions.resume(action, by=moderator)
    action.refresh_from_db()
    assert (action.state, action.started_on, action.dropped_reason) == ("planned", None, "")


@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("finish", {"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ("finish", {"done_on": TODAY - timedelta(days=90)}, "done_on"),
        ("finish", {"what_it_changed": "<p> </p>"}, "what_it_changed"),
        ("drop", {"reason": " \n"}, "reason"),
        ("block", {"reason": ""}, "reason"),
        ("entrust", {"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ("guess_gain", {"unit": "arbres"}, "unit"),
        ("guess_gain", {"on": SOON}, "on"),
    ],
)
def test_what_means_nothing_is_refused_in_words(name, given, field, moderator):
    action = action_in("in_progress")
    with pytest.raises(ValidationError) as refusal:
        call(name, action, moderator, **given)
    assert field in refusal.value.message_dict
    assert Action.objects.get().state == "in_progress"


def test_a_closed_account_is_entrusted_nothing(moderator):
    with pytest.raises(ValidationError, match="leader"):
        call("entrust", action_in("in_progress"), moderator, leader=AgentFactory.create(is_active=False))


def test_a_measure_never_precedes_its_guess(moderator):
    action = GainFactory.create(guessed_on=TODAY).action
    with pytest.raises(ValidationError, match="On estime d’abord"):
        call("measure_gain", action, moderator, unit="sheets", on=TODAY - timedelta(days=1))
    call("measure_gain", action, moderator, unit="sheets", amount=0)
    assert Gain.objects.get().measured == 0


def test_steps_have_an_end(moderator):
    action = action_in("planned")
    StepFactory.create_batch(actions.MOST_STEPS, action=action)
    with pytest.raises(ValidationError, match="40 étapes au plus"):
        actions.add_step(action, by=moderator, title="Une de trop")


def test_ticking_twice_is_ticking_once(colleague):
    step = StepFactory.create(action=action_in("in_progress", leader=colleague))
    for is_done in (True, True, False, False):
        actions.tick(step, by=colleague, is_done=is_done)
        assert (ActionStep.objects.get().done_on is not None) is is_done
    assert sum("coché l’étape" in entry.action for entry in history_of_action(step.action)) == 2
    Action.objects.update(state="done", done_on=TODAY, what_it_changed="<p>x</p>")
    with pytest.raises(ValidationError, match="déjà faite"):
        actions.tick(step, by=colleague, is_done=True)


# Lateness


def late(**fields: Any) -> Action:
    return action_in("in_progress", due_on=TODAY - timedelta(days=1), **fields)


def test_lateness_is_told_once_a_date_to_the_leader_and_the_group(moderator, head, colleague, outsider, told):
    action = late(leader=colleague)
    action_in("in_progress", leader=outsider, due_on=TODAY)
    action_in("", due_on=TODAY - timedelta(days=3))
    before = len(history_of_action(action))
    assert [actions.notify_late_actions() for _ in range(2)] == [1, 0]
    assert told()["dematerialisation.late"] == {each.identifiant for each in (colleague, moderator, head)}
    assert len(history_of_action(action)) == before
    Action.objects.filter(pk=action.pk).update(due_on=TODAY - timedelta(days=2))
    assert actions.notify_late_actions() == 1


def test_an_action_that_nobody_leads_is_late_for_the_group(moderator, told):
    action_in("planned", due_on=TODAY - timedelta(days=1))
    assert actions.notify_late_actions() == 1
    assert told()["dematerialisation.late"] == {moderator.identifiant}
