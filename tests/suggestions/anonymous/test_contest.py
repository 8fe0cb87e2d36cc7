"""An anonymous author contests a refusal with the code: once, with a reason, read by the group the next morning."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.web import follow_up_codes
from suggestions.anonymous import actions
from suggestions.appeals import answer_appeal
from suggestions.models import AnonymousDeposit, Appeal, FollowUpCode, Idea, Message
from suggestions.states import State
from tests.suggestions.factories import action_url, idea_in

pytestmark = pytest.mark.django_db
FOLLOW_UP = reverse("suggestions:follow_up")
WHY = "Le logiciel cité n’existe plus."
SAID = "C’est exact : nous le corrigeons."


def refused(state: State = State.DECLINED) -> tuple[Idea, str]:
    idea, code = idea_in(state, author=None, identity="anonymous"), follow_up_codes.new_code()
    FollowUpCode.objects.create(handle=code.handle, idea=idea, secret_hash=code.hash)
    return idea, str(code)


def contest(idea: Idea) -> None:
    actions.contest(idea, reason=WHY, submission_key=uuid.uuid4())


def release() -> int:
    return actions.release(before=timezone.localdate() + timedelta(days=1))


def test_contested_answered_and_read_by_code(outsider, moderator, signed_in, told):
    idea, code = refused()
    reader = signed_in(outsider)
    sent = {"code": code, "geste": "contester"}
    assert "Contester ce refus" in reader.post(FOLLOW_UP, {"code": code}).text
    assert "Dites pourquoi" in reader.post(FOLLOW_UP, sent | {"reason": " "}).text
    key = {"submission_key": str(uuid.uuid4())}
    # Sent twice, it is answered as the first time.
    for _ in range(2):
        page = reader.post(FOLLOW_UP, sent | key | {"reason": WHY}).text
        assert "le groupe lira demain matin" in page
        assert 'value="contester"' not in page
    again = reader.post(FOLLOW_UP, sent | {"reason": "Encore."}).text
    assert "ne peut l’être qu’une fois" in again
    assert "Encore." in again
    assert not Appeal.objects.exists()
    assert (release(), release()) == (1, 0)
    assert told()["suggestions.author_replied"] == {moderator.identifiant, idea.member_in_charge.identifiant}  # type: ignore[union-attr]
    made = Appeal.objects.get()
    assert (made.reason, made.made_by) == (WHY, None)
    for path in (
        action_url(idea, "repondre-contestation"),
        idea.get_absolute_url(),
    ):
        assert WHY in signed_in(moderator).get(path).text
    answer_appeal(Idea.objects.get(pk=idea.pk), by=moderator, answer=SAID)
    page = reader.post(FOLLOW_UP, {"code": code}).text
    assert WHY in page
    assert SAID in page
    assert 'value="contester"' not in page
    # Without the code, nobody but the group reads it.
    shown = reader.get(idea.get_absolute_url()).text
    assert WHY not in shown
    assert SAID not in shown


@pytest.mark.parametrize("state", [state for state in State if state != State.DECLINED])
def test_only_a_refusal_is_contested(outsider, signed_in, state):
    idea, code = refused(state)
    assert "Contester" not in signed_in(outsider).post(FOLLOW_UP, {"code": code}).text
    with pytest.raises(ValidationError):
        contest(idea)


def test_what_cannot_be_contested_any_more_reaches_the_group_as_a_reply():
    idea, _ = refused()
    contest(idea)
    Appeal.objects.create(idea=idea, reason="Arrivée avant.")
    assert release() == 1
    assert Message.objects.get(idea=idea).text == WHY
    assert Appeal.objects.get().reason == "Arrivée avant."


def test_the_database_refuses_two_at_once_and_a_name_or_none_out_of_place(moderator):
    idea, _ = refused()
    contest(idea)
    row = AnonymousDeposit(
        received_on=timezone.localdate(), reply_to_id=idea.pk, proposal="Encore.", is_appeal=True
    )
    with pytest.raises(IntegrityError, match="deposit_appeal_once"), transaction.atomic():
        row.save()
    signed = idea_in(State.DECLINED)
    for wrong in ({"idea": idea, "made_by": moderator}, {"idea": signed, "made_by": None}):
        with pytest.raises(IntegrityError, match="against a refusal"), transaction.atomic():
            Appeal.objects.create(reason=WHY, **wrong)
