"""Who reads an item and who may do what to it, by every door: person, state, confidentiality and verb."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.documents.actions import store_bytes
from core.people.models import Agent, Direction
from core.people.roles import Role
from mailroom import actions
from mailroom.models import Item, ItemFile, State
from tests.factories import AgentFactory, DirectionFactory
from tests.mailroom.factories import SECRET, item_in

SEEN, REFUSED, HIDDEN = 200, 403, 404
PEOPLE = (
    *("office", "head", "agent", "taker", "named", "named_inside", "copied", "service", "parent_head"),
    *("elsewhere", "administrator", "elected", "closed"),
)
# Who reads: an everyday item that is taken, and a confidential one.
EVERYDAY = {"office", "head", "agent", "taker", "named", "named_inside", "copied", "service"}
CONFIDENTIAL = {"office", "head", "taker", "named", "named_inside"}
GETS = (
    *("item_assign", "item_change", "item_reassign", "item_return", "item_file", "item_pass_on"),
    *("item_answer", "item_note_answer", "item_reopen", "item_give", "item_join"),
    *("item_note", "item_ask", "item_advise"),
)
POSTS = ("item_take", "item_spam", "item_unspam", "item_acknowledge")


@pytest.fixture
def cast(office: Agent, head: Agent, agent: Agent, elsewhere: Agent, gardens: Direction) -> dict[str, Agent]:
    under = DirectionFactory.create(name="Serres", kind="service", parent=gardens)
    gardens.parent.head = AgentFactory.create(direction=gardens.parent)
    gardens.parent.save()
    return {
        "office": office,
        "head": head,
        "agent": agent,
        "taker": AgentFactory.create(direction=gardens, last_name="Preneuse"),
        "named": AgentFactory.create(last_name="Nommée"),
        "named_inside": AgentFactory.create(direction=gardens, last_name="Nommé"),
        "copied": AgentFactory.create(),
        "service": AgentFactory.create(direction=under),
        "parent_head": gardens.parent.head,
        "elsewhere": elsewhere,
        "administrator": AgentFactory.create(roles=[Role.ADMINISTRATOR]),
        "elected": AgentFactory.create(elected=True),
        "closed": AgentFactory.create(direction=gardens, is_active=False),
    }


def made(cast: dict[str, Agent], state: str, *, is_confidential: bool = False) -> Item:
    readers = [cast["named"], cast["named_inside"], *([cast["taker"]] if is_confidential else [])]
    item = item_in(
        state,
        office=cast["office"],
        direction=cast["agent"].direction,
        taker=cast["taker"],
        is_confidential=is_confidential,
        readers=tuple(readers),
        copies=(cast["copied"].direction,),
    )
    # It is by taking it that they still read it.
    item.readers.remove(cast["taker"])
    return item


def fresh(agent: Agent) -> Agent:
    return Agent.objects.select_related("direction").get(pk=agent.pk)


@pytest.mark.parametrize("is_confidential", [False, True])
@pytest.mark.parametrize("state", [*State.values])
def test_who_reads_an_item_in_each_state(cast, state, is_confidential):
    made(cast, state, is_confidential=is_confidential)
    readers = {name for name in PEOPLE if Item.objects.visible_to(fresh(cast[name])).exists()}
    if state in (State.SPAM, State.REGISTERED):
        assert readers == {"office"}
    elif state == State.RETURNED:
        assert readers == {"office", "named", "named_inside"} | (set() if is_confidential else {"copied"})
    elif state == State.ASSIGNED:
        assert readers == (CONFIDENTIAL if is_confidential else EVERYDAY) - (
            {"taker"} if is_confidential else set()
        )
    else:
        assert readers == (CONFIDENTIAL if is_confidential else EVERYDAY)


@pytest.mark.parametrize("is_confidential", [False, True])
def test_every_door_of_an_item(client, cast, is_confidential):
    item = made(cast, State.TAKEN, is_confidential=is_confidential)
    document = store_bytes(f"Pièce {SECRET}".encode(), name=f"{SECRET}.txt", by=None)
    ItemFile.objects.create(item=item, document=document)
    readers = CONFIDENTIAL if is_confidential else EVERYDAY
    doors = [
        item.get_absolute_url(),
        reverse("mailroom:item_document", args=[item.reference, document.reference]),
    ]
    listing = reverse("mailroom:item_list")
    for name in PEOPLE:
        if name == "closed":
            continue
        client.force_login(cast[name])
        for door in doors:
            assert client.get(door).status_code == (SEEN if name in readers else HIDDEN), (name, door)
        for query in ("", "?queue=tous", f"?words={SECRET}", f"?words={item.label}", "?queue=en-retard"):
            page = client.get(listing + query)
            if name == "elected":
                assert page.status_code == HIDDEN
            elif name not in readers:
                assert SECRET not in page.text.replace(f'value="{SECRET}"', ""), (name, query)
        client.logout()


@pytest.mark.parametrize("is_confidential", [False, True])
def test_what_each_may_do_to_a_taken_item(client, cast, is_confidential):
    """The page of each gesture: refused to who only reads, sent back to who may but not now."""
    item, back = made(cast, State.TAKEN, is_confidential=is_confidential), 302
    everything = dict.fromkeys(GETS, HIDDEN)
    reads = dict.fromkeys(GETS, REFUSED)
    later = ("item_return", "item_file", "item_pass_on", "item_answer", "item_note_answer", "item_reopen")
    # No other direction reads what is confidential.
    said = {"item_note": SEEN, "item_ask": back if is_confidential else SEEN}
    treats = reads | dict.fromkeys(later, back) | said
    follows = treats | {"item_reassign": SEEN, "item_return": SEEN}
    not_now = dict.fromkeys(("item_assign", "item_answer", "item_note_answer", "item_reopen"), back)
    answers = ("item_file", "item_pass_on", "item_answer", "item_note_answer")
    expected = {
        "office": {**dict.fromkeys(GETS, SEEN), **not_now, **said, "item_advise": REFUSED},
        "head": follows | {"item_give": SEEN},
        "taker": follows | dict.fromkeys(answers, SEEN),
        "agent": everything if is_confidential else treats,
        "service": everything if is_confidential else treats,
        "named_inside": treats,
        # Of another direction.
        "named": reads,
        "copied": everything if is_confidential else reads,
        "parent_head": everything,
        "elsewhere": everything,
        "administrator": everything,
        "elected": everything,
    }
    for name, gestures in expected.items():
        client.force_login(cast[name])
        for gesture, status in gestures.items():
            path = reverse(f"mailroom:{gesture}", args=[item.reference])
            assert client.get(path).status_code == status, (name, gesture)
            # A form full of faults is refused before it is read.
            if status in (REFUSED, HIDDEN):
                sent = client.post(path, {"direction": "x", "reason": ""})
                assert sent.status_code == status, (name, gesture)
        client.logout()
    item.refresh_from_db()
    assert item.state == State.TAKEN


@pytest.mark.parametrize("is_confidential", [False, True])
def test_the_buttons_are_of_those_who_may(client, cast, is_confidential):
    item = made(cast, State.ASSIGNED, is_confidential=is_confidential)
    takers = {"head", "named_inside"} | (set() if is_confidential else {"agent", "service"})
    allowed = {"office": {*POSTS}, **{key: {"item_take"} for key in takers}}
    for name in [each for each in reversed(PEOPLE) if each not in ("taker", "parent_head", "closed")]:
        client.force_login(cast[name])
        for button in POSTS:
            path = reverse(f"mailroom:{button}", args=[item.reference])
            if name == "elected" or not Item.objects.visible_to(fresh(cast[name])).exists():
                status = HIDDEN
            else:
                status = 302 if button in allowed.get(name, set()) else REFUSED
            if button == "item_take" and status == 302:
                continue
            assert client.post(path).status_code == status, (name, button)
        client.logout()


@pytest.mark.parametrize("is_confidential", [False, True])
def test_a_named_reader_of_another_direction_takes_and_gives_back_nothing(cast, is_confidential):
    item = made(cast, State.ASSIGNED, is_confidential=is_confidential)
    for verb in (
        lambda by: actions.take(item, by=by),
        lambda by: actions.return_to_office(item, by=by, reason="Non."),
        lambda by: actions.file_without_answer(item, by=by, reason="Non."),
    ):
        with pytest.raises(PermissionDenied):
            verb(fresh(cast["named"]))
    assert not Item.objects.in_charge_of(fresh(cast["named"])).exists()
    assert actions.take(item, by=fresh(cast["named_inside"])).state == State.TAKEN
