"""Circuits kept up: what their steps lack, the group's pages, versions, reviews, and visas that nobody can give."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import to_do_for
from core.approvals import actions, admin
from core.approvals.models import Approval, ApprovalStep, Circuit, CircuitStep, StuckStep
from core.approvals.validation import faults_of, plan_of
from core.history.entries import history_of
from core.people.models import Agent, Direction
from core.people.roles import Role
from manuals.models import Need
from tests.approvals.conftest import current
from tests.factories import AgentFactory, DirectionFactory
from tests.memos.factories import MemoKindFactory, hr_agent
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:approvals_circuit_changelist"), reverse("admin:approvals_circuit_add")
STUCK = reverse("admin:approvals_stuckstep_changelist")
KINDS = CircuitStep.Kind


@pytest.fixture
def headed(
    parks: Direction, general: Agent, room_manager: Agent, pair: list[Agent], moderator: Agent
) -> None:
    """Every direction has a head above, those of the cast too."""
    Direction.objects.filter(kind="general").update(head=general)


def change_url(circuit: Circuit) -> str:
    return reverse("admin:approvals_circuit_change", args=[circuit.pk])


def of(circuit: Circuit) -> list[str]:
    """Return what it lacks, in words."""
    [row] = Circuit.objects.prefetch_related("steps__agents").filter(pk=circuit.pk)
    return [str(fault) for fault in faults_of([row])[row.pk]]


def one_step(kind: str, *, role: str = "", people: list[Agent] = [], needs_all: bool = False) -> Circuit:  # noqa: B006  (read only)
    circuit = Circuit.objects.create(name=f"Une étape {kind} {Circuit.objects.count()}")
    step = CircuitStep.objects.create(
        circuit=circuit, position=1, name="L’étape", kind=kind, role=role, needs_all=needs_all
    )
    step.agents.set(people)
    return circuit


# What steps lack


def test_what_a_circuit_lacks(circuit, headed):
    assert of(circuit) == []
    assert of(Circuit.objects.create(name="Vide")) == ["aucune étape"]
    elected = AgentFactory.create(is_elected=True, direction=None)
    assert "(élu)" in of(one_step(KINDS.PEOPLE, people=[elected]))[0]
    for number in range(9):
        Direction.objects.create(name=f"Sans {number}", kind=Direction.Kind.GENERAL)
    assert "et 5 de plus" in of(one_step(KINDS.MANAGER))[0]


def test_people_who_left_are_named(pair, room_manager):
    either, both = one_step(KINDS.PEOPLE, people=pair), one_step(KINDS.PEOPLE, people=pair, needs_all=True)
    role = one_step(KINDS.ROLE, role=Role.ROOM_MANAGER)
    assert of(either) == of(both) == of(role) == []
    Agent.objects.filter(pk__in=[pair[0].pk, room_manager.pk]).update(is_active=False)
    assert of(both) == [f"«\u00a0L’étape\u00a0»\u00a0: {pair[0]} (compte fermé)"]
    assert "les autres peuvent encore viser" in of(either)[0]
    assert "personne n’a le rôle" in of(role)[0]
    assert of(one_step(KINDS.PEOPLE)) == ["«\u00a0L’étape\u00a0»\u00a0: personne n’est nommé"]


def test_directions_without_a_head_are_named(headed, general, deputy_director):
    both = [one_step(KINDS.MANAGER), one_step(KINDS.DEPUTY_DIRECTOR)]
    assert [of(each) for each in both] == [[], []]
    root = Direction.objects.create(name="Abbaye", kind=Direction.Kind.GENERAL)
    DirectionFactory.create(name="Cimetières", parent=root)
    for each in both:
        assert "Cimetières" in of(each)[0]
        assert "Jardins" not in of(each)[0]
    # A head whose account is closed heads nothing.
    Agent.objects.filter(pk__in=[general.pk, deputy_director.pk]).update(is_active=False)
    assert "Cadre de vie" in of(both[1])[0]


def test_a_direction_without_a_deputy_director_above_is_the_general_director_s(parks, general, writer):
    alone = DirectionFactory.create(parent=Direction.objects.get(name="Ville"), head=writer)
    [plan] = plan_of(one_step(KINDS.DEPUTY_DIRECTOR), excluded={writer.pk}, direction=alone)
    assert list(plan.agents) == [general]


# The group's pages


def shown(client: Client, circuit: Circuit) -> dict[str, str]:
    return next(
        each.values for each in forms_of(client.get(change_url(circuit)).text) if "name" in each.values
    )


def sent(client: Client, circuit: Circuit, **typed: str) -> Any:
    """The page of a circuit made in an earlier transaction, with what is typed over it."""
    Circuit.objects.update(changed_at=timezone.now() - timedelta(days=1))
    return client.post(change_url(circuit), shown(client, circuit) | {"_save": "x"} | typed, follow=True)


def names(circuit: Circuit) -> list[str]:
    return list(circuit.steps.values_list("name", flat=True))


def test_a_circuit_is_made_in_the_admin(moderator, pair, signed_in):
    rows = [
        {"place": "2", "name": "Les deux", "kind": "people", "needs_all": "on"},
        {"place": "1", "name": "Chef", "kind": "manager"},
    ]
    rows[0]["agents"] = f"{pair[0]}\r\n{pair[1].identifiant}\r\n{pair[1].identifiant}"
    data = {f"steps-{row}-{name}": value for row, each in enumerate(rows) for name, value in each.items()}
    data |= {"steps-TOTAL_FORMS": "3", "steps-INITIAL_FORMS": "0"}
    data |= {"name": "Notes RH", "remind_after": "3", "escalate_after": "6"}
    response = signed_in(moderator).post(ADD, data)
    assert response.status_code == 302, response.text
    circuit = Circuit.objects.get()
    assert names(circuit) == ["Chef", "Les deux"]
    assert set(circuit.steps.get(position=2).agents.all()) == set(pair)
    assert (circuit.version, circuit.is_retired) == (1, False)


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({"steps-3-place": "1"}, [3, 0, 1, 2]),
        ({"steps-0-place": "4"}, [1, 2, 3, 0]),
        ({"steps-0-place": "2", "steps-1-place": "1"}, [1, 0, 2, 3]),
        ({"steps-1-DELETE": "on"}, [0, 2, 3]),
        ({"steps-2-place": ""}, [0, 1, 3, 2]),
        ({"steps-4-name": "Neuve", "steps-4-kind": "manager", "steps-4-place": "1"}, [4, 0, 1, 2, 3]),
        ({"steps-4-name": "Neuve", "steps-4-kind": "manager"}, [0, 1, 2, 3, 4]),
    ],
)
def test_steps_are_put_in_order(typed, order, circuit, moderator, signed_in):
    before = [*names(circuit), "Neuve"]
    assert "C’est enregistré" in sent(signed_in(moderator), circuit, **typed).text
    assert names(circuit) == [before[place] for place in order]
    assert list(circuit.steps.values_list("position", flat=True)) == list(range(1, len(order) + 1))
    circuit.refresh_from_db()
    assert circuit.version == 2


def test_somebody_taken_off_a_step_makes_a_version_and_other_words_none(circuit, moderator, pair, signed_in):
    sent(signed_in(moderator), circuit, purpose="Pour acheter des arbres.")
    circuit.refresh_from_db()
    assert (circuit.purpose, circuit.version) == ("Pour acheter des arbres.", 1)
    sent(signed_in(moderator), circuit, **{"steps-2-agents": pair[1].identifiant})
    circuit.refresh_from_db()
    assert [*circuit.steps.get(position=3).agents.all()] == [pair[1]]
    assert circuit.version == 2


BAD = [
    ({"steps-0-kind": "people"}, "Nommez au moins une personne"),
    ({"steps-2-kind": "manager"}, "ne prend pas de noms"),
    ({"steps-2-agents": "personne de ce nom"}, "Aucun compte ouvert"),
    ({"steps-2-agents": "\n".join(f"agent{n}" for n in range(13))}, "Pas plus de 12 personnes"),
    ({"steps-0-kind": "role"}, "Choisissez le rôle"),
    ({"steps-0-role": Role.ROOM_MANAGER}, "laissez vide"),
    ({"steps-0-needs_all": "on"}, "Seulement pour des personnes nommées"),
    ({"steps-0-place": "9" * 30}, "de 1 à 99"),
    ({"steps-0-name": "\u200b"}, "obligatoire"),
    ({"escalate_after": "1"}, "jamais avant"),
    ({f"steps-{rank}-DELETE": "on" for rank in range(4)}, "garde au moins une étape"),
]


def test_bad_circuits(circuit, moderator, signed_in, case):
    for typed, message in BAD:
        with case(typed, message):
            before = [list(step.agents.all()) for step in circuit.steps.all()]
            response = sent(signed_in(moderator), circuit, **typed)
            assert message in response.text
            circuit.refresh_from_db()
            assert circuit.version == 1
            assert [list(step.agents.all()) for step in circuit.steps.all()] == before


def test_an_older_page_says_what_the_steps_are_now(circuit, moderator, signed_in):
    client, other = signed_in(moderator), AgentFactory.create()
    older = shown(client, circuit)
    circuit.steps.get(kind="people").agents.set([other])
    response = client.post(change_url(circuit), older | {"_save": "x"})
    assert "a été modifiée depuis" in response.text
    assert str(other) in response.text
    assert circuit.steps.get(kind="people").agents.get() == other


def test_the_page_says_what_runs_on_earlier_versions(
    circuit, need, writer, parks, room_manager, moderator, signed_in
):
    approval = actions.start(need, by=writer, circuit=circuit, direction=parks)
    client = signed_in(moderator)
    sent(client, circuit, **{"steps-3-place": "1"})
    assert "1 texte en cours avec la version 1" in client.get(change_url(circuit)).text
    assert ">1<" in client.get(LIST).text
    assert (approval.circuit_version, Circuit.objects.get().version) == (1, 2)
    assert approval.steps.get(position=1).name == "Responsable"


def test_broken_ones_come_first_and_retired_ones_last(circuit, headed, moderator, signed_in):
    broken = Circuit.objects.create(name="Zinnias")
    gone = Circuit.objects.create(name="Anciens achats", is_retired=True)
    for query, listed in (
        ("", [broken, circuit, gone]),
        ("?file=rompus", [broken]),
        ("?file=retires", [gone]),
    ):
        page = signed_in(moderator).get(f"{LIST}{query}")
        assert list(page.context["cl"].result_list) == listed
        assert ("aucune étape" in page.text) is (broken in listed)


def test_a_retired_circuit_says_what_it_leaves_without(circuit, moderator, signed_in):
    client = signed_in(moderator)
    admin.retire(circuit, by=moderator)
    assert "Plus rien ne part" not in client.get(change_url(circuit)).text
    MemoKindFactory.create(name="congés spéciaux", circuit=circuit)
    page = client.get(change_url(circuit)).text
    assert "Plus rien ne part pour\u00a0: nature de note\u00a0: congés spéciaux" in page
    hr = AgentFactory.create(roles=[Role.HUMAN_RESOURCES])
    kinds = reverse("admin:memos_memokind_changelist")
    assert "cette nature n’est plus proposée" in signed_in(hr).get(kinds).text
    admin.bring_back(circuit, by=hr)
    assert "cette nature n’est plus proposée" not in signed_in(hr).get(kinds).text


def test_what_uses_a_circuit_is_named(circuit, moderator, signed_in):
    for name in ("formation", "demande"):
        MemoKindFactory.create(name=name, circuit=circuit)
    for url in (LIST, change_url(circuit)):
        assert "demande, formation" in signed_in(moderator).get(url).text


def test_buttons(circuit, moderator, signed_in):
    client = signed_in(moderator)

    def press(name: str) -> Circuit:
        url = reverse("admin:approvals_circuit_action", args=[circuit.pk, name])
        assert client.post(url).status_code == 302
        return Circuit.objects.get()

    reviewed = press("revu")
    assert (reviewed.reviewed_on, reviewed.reviewed_by) == (timezone.localdate(), moderator)
    assert press("retirer").is_retired
    assert not press("remettre").is_retired
    assert history_of(circuit)[0].action == "a remis le circuit en service"


def test_a_circuit_of_notes_to_hr_is_changed_by_hr_alone(circuit, moderator, signed_in):
    """Its steps say who reads each later note."""
    hr, kind = hr_agent(), MemoKindFactory.create(circuit=circuit)
    group, theirs = signed_in(moderator), signed_in(hr)
    buttons = ("revu", "retirer", "remettre")
    doors = [change_url(circuit)]
    doors += [reverse("admin:approvals_circuit_action", args=[circuit.pk, name]) for name in buttons]
    form = shown(theirs, circuit) | {"_save": "x", "name": "À moi"}
    read_only = group.get(doors[0]).text
    assert 'name="_save"' not in read_only
    places = re.findall(r'field-place.*?<div class="readonly">(\w*)', read_only, re.DOTALL)
    assert places == ["1", "2", "3", "4"]
    assert [group.get(url).status_code for url in doors[1:]] == [403] * 3
    assert [group.post(url, form).status_code for url in doors] == [403] * 4
    for action in (admin.review, admin.retire, admin.bring_back):
        with pytest.raises(PermissionDenied):
            action(circuit, by=moderator)
    assert Circuit.objects.get(pk=circuit.pk).version == circuit.version
    assert "1 circuit à réparer" not in [line.label for line in to_do_for(moderator)]
    assert "1 circuit à réparer" in [line.label for line in to_do_for(hr)]
    assert theirs.post(doors[0], form).status_code == 302
    assert Circuit.objects.get(pk=circuit.pk).name == "À moi"
    assert theirs.post(doors[1]).status_code == 302
    kind.circuit = one_step(KINDS.MANAGER)
    kind.save()
    assert 'name="_save"' in group.get(doors[0]).text


def test_what_waits_for_the_group(circuit, moderator, outsider):
    """A new circuit is read by who writes it; a year later, by nobody."""
    labels = [line.label for line in to_do_for(moderator)]
    assert "1 circuit à réparer" in labels
    assert "1 circuit à revoir" not in labels
    Circuit.objects.update(changed_at=timezone.now() - timedelta(days=367))
    assert "1 circuit à revoir" in [line.label for line in to_do_for(moderator)]
    admin.review(circuit, by=moderator)
    assert "1 circuit à revoir" not in [line.label for line in to_do_for(moderator)]
    assert not to_do_for(outsider)


# Visas that nobody can give


@pytest.fixture
def stuck(need: Need, writer: Agent, pair: list[Agent]) -> Approval:
    circuit = one_step(KINDS.PEOPLE, people=pair[:1])
    approval = actions.start(need, by=writer, circuit=circuit)
    Agent.objects.filter(pk=pair[0].pk).update(is_active=False)
    return approval


def action_url(step: ApprovalStep) -> str:
    return reverse("admin:approvals_stuckstep_action", args=[step.pk, "confier"])


def test_the_group_entrusts_a_stuck_visa(stuck, moderator, outsider, signed_in):
    step, client = current(stuck), signed_in(moderator)
    assert "1 visa que personne ne peut donner" in [line.label for line in to_do_for(moderator)]
    for url in (STUCK, reverse("admin:approvals_stuckstep_change", args=[step.pk])):
        assert stuck.title in client.get(url).text
    typed = {"to": outsider.identifiant, "reason": "Le titulaire est parti."}
    assert client.post(action_url(step), typed).url == STUCK
    assert [holder.agent for holder in step.open_holders()] == [outsider]
    assert not StuckStep.objects.exists()
    assert client.post(action_url(step), typed).status_code == 404


@pytest.mark.parametrize(("name", "value"), [("is_confidential", True), ("can_hand_over", False)])
def test_who_would_read_a_closed_text_is_not_the_groups_to_choose(
    name, value, stuck, kind, moderator, outsider, signed_in
):
    object.__setattr__(kind, name, value)
    step, client = current(stuck), signed_in(moderator)
    assert stuck.title not in client.get(STUCK).text
    for page in ("change", "history"):
        url = reverse(f"admin:approvals_stuckstep_{page}", args=[step.pk])
        assert client.get(url).status_code in (302, 404)
    assert client.post(action_url(step), {"to": outsider.identifiant, "reason": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.hand_over(step, by=moderator, to=outsider, reason="x")
    assert "que personne ne peut donner" not in str([line.label for line in to_do_for(moderator)])


def test_the_group_takes_no_visa_from_who_can_give_it(need, writer, pair, moderator, outsider, signed_in):
    """Or it would choose who reads a note."""
    approval = actions.start(need, by=writer, circuit=one_step(KINDS.PEOPLE, people=pair[:1]))
    with pytest.raises(PermissionDenied):
        actions.hand_over(current(approval), by=moderator, to=outsider, reason="Je préfère.")
    assert signed_in(moderator).get(action_url(current(approval))).status_code == 404
    assert current(approval).holders.get().agent == pair[0]


def test_a_stuck_visa_is_entrusted_to_who_can_give_it(stuck, writer, moderator, signed_in):
    closed = AgentFactory.create(closed=True)
    for to, message in ((writer, "choisissez quelqu’un d’autre"), (closed, "Aucun compte ouvert")):
        typed = {"to": to.identifiant, "reason": "Voilà."}
        assert message in signed_in(moderator).post(action_url(current(stuck)), typed).text
    with pytest.raises(ValidationError):
        actions.hand_over(current(stuck), by=moderator, to=closed, reason="x")
