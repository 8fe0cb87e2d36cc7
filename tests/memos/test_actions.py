"""The life of a note: what each step asks, refuses and tells."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.approvals.actions import Verdict
from core.approvals.models import Approval, ApprovalStep, Decision
from core.documents.models import Document
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from memos import actions, treatment
from memos.models import Memo, Opinion, State
from tests.factories import AgentFactory
from tests.memos.factories import (
    SECRET,
    MemoKindFactory,
    approve,
    circuit_of,
    hr_agent,
    memo_in,
    refuse,
    say,
    written,
)
from tests.spaces.factories import upload


def test_a_note_goes_from_its_author_to_the_files_of_hr(author, manager, deputy_director, hr, told):
    with time_machine.travel("2026-11-30 10:00 +0100", tick=True):
        memo = written(author)
        assert (memo.state, memo.label, memo.direction) == (State.DRAFT, "", author.direction)
        assert told() == {}
        actions.send(memo, by=author)
        assert [step.holders.get().agent for step in Approval.objects.of(memo).get().steps.all()] == [
            manager,
            deputy_director,
        ]
        memo = approve(memo)
        assert (memo.state, memo.label, memo.due_on) == (State.RECEIVED, "RH-2026-00001", date(2026, 12, 15))
        assert told()["memos.received"] == {author.identifiant}
        assert told()["memos.to_take"] == {hr.identifiant}
        treatment.take(memo, by=hr)
        treatment.ask(memo, by=hr, text="Depuis quand ?")
        assert told()["memos.asked"] == {author.identifiant}
        question = actions.reply(memo, by=author, text="Depuis mars.")
        assert question.replied_at
        assert told()["memos.replied"] == {hr.identifiant}
        treatment.answer(memo, by=hr, text="Oui.", opinion=Opinion.FAVOURABLE)
        assert told()["memos.answered"] == {author.identifiant}
        treatment.file(memo, by=hr)
        memo.refresh_from_db()
        assert (memo.state, memo.opinion, memo.taken_by) == (State.FILED, Opinion.FAVOURABLE, hr)


def test_no_mail_says_a_word_of_a_note_nor_is_read_by_administrators(author, hr):
    person = AgentFactory.create(first_name="Zélie", last_name="Inconnue")
    memo = memo_in(State.TAKEN, author=author, hr=hr, people=[person])
    treatment.ask(memo, by=hr, text=SECRET)
    actions.reply(memo, by=author, text=SECRET)
    treatment.answer(memo, by=hr, text=SECRET, opinion=Opinion.FORWARDED)
    treatment.open_to_person(memo, by=hr)
    mails = list(OutgoingMail.objects.all())
    assert len(mails) >= 7
    assert not [mail.subject for mail in mails if not mail.is_confidential]
    said = [f"{mail.subject} {mail.body}" for mail in mails if mail.agent != person]
    said += [f"{row.title} {row.text}" for row in Notification.objects.exclude(recipient=person)]
    assert not [words for words in said if SECRET in words or "Inconnue" in words]


def test_a_refused_note_is_corrected_and_sent_again(author, manager):
    memo = memo_in(State.IN_CIRCUIT, author=author)
    with pytest.raises(ValidationError, match="ne se modifie plus"):
        actions.change(memo, by=author, text="Autre")
    memo = refuse(memo)
    assert memo.state == State.RETURNED
    actions.change(memo, by=author, text="Du 2 au 4 mars.")
    assert approve(actions.send(memo, by=author)).label.endswith("-00001")


def test_a_broken_circuit_keeps_nothing_half_sent(author):
    kind = MemoKindFactory.create(circuit=circuit_of())
    with pytest.raises(ValidationError, match="aucune étape"):
        written(author, kind=kind, is_sent=True)
    assert not Memo.objects.exists()
    assert written(author, kind=kind).state == State.DRAFT


def test_a_note_is_withdrawn_until_hr_takes_it(author, hr):
    for state in (State.IN_CIRCUIT, State.RETURNED, State.RECEIVED):
        memo = actions.withdraw(memo_in(state, author=author), by=author)
        assert memo.state == State.WITHDRAWN
    assert not Approval.objects.filter(state="running").exists()
    with pytest.raises(ValidationError, match="ne se retire plus"):
        actions.withdraw(memo_in(State.TAKEN, author=author, hr=hr), by=author)


def test_numbers_have_no_hole_and_begin_again_each_year(author):
    with time_machine.travel("2026-12-30 10:00 +0100"):
        labels = [memo_in(State.RECEIVED, author=author).label for _ in range(2)]
    with time_machine.travel("2027-01-04 10:00 +0100"):
        labels.append(memo_in(State.RECEIVED, author=author).label)
    assert labels == ["RH-2026-00001", "RH-2026-00002", "RH-2027-00001"]


def test_a_manager_writes_for_an_agent_without_a_workstation_of_their_own(
    author, manager, deputy_director, gardener
):
    memo = written(manager, written_for=gardener)
    assert (memo.author, memo.written_for) == (manager, gardener)
    assert written(deputy_director, written_for=gardener).direction == gardener.direction
    for by, whom in ((author, gardener), (manager, author), (hr_agent(), gardener)):
        with pytest.raises(ValidationError, match="n’est pas de votre équipe"):
            written(by, written_for=whom)


def test_a_draft_is_erased_with_its_files_and_a_sent_note_is_not(author, kind):
    memo = written(author, kind=kind, files=[upload(author)])
    [document] = [row.document for row in memo.files.all()]
    sent = memo_in(State.IN_CIRCUIT, author=author, kind=kind)
    with pytest.raises(ValidationError, match="ne se supprime plus"):
        actions.discard(sent, by=author)
    with pytest.raises(PermissionDenied):
        actions.discard(memo, by=hr_agent())
    actions.discard(memo, by=author)
    assert list(Memo.objects.all()) == [sent]
    assert not Document.objects.filter(pk=document.pk).exists()


def test_an_unfavourable_opinion_goes_on_with_its_reason(author, manager, hr):
    memo = memo_in(State.IN_CIRCUIT, author=author)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        say(memo, manager, Verdict.OPPOSED)
    say(memo, manager, Verdict.OPPOSED, "L’équipe est trop réduite.")
    memo = approve(memo)
    assert memo.state == State.RECEIVED
    assert "L’équipe est trop réduite." in [each.remark for each in Decision.objects.all()]
    treatment.take(memo, by=hr)
    treatment.answer(memo, by=hr, text="Oui.", opinion="favourable")
    told = {each.recipient for each in Notification.objects.filter(kind="memos.signed")}
    assert manager in told
    assert author not in told


def test_nobody_treats_their_own_note_or_one_about_them(author, hr, signed_in):
    other = hr_agent()
    about_hr = memo_in(State.RECEIVED, author=author, people=[hr])
    of_hr = memo_in(State.RECEIVED, author=hr_agent(direction=author.direction))
    assert "Traiter cette note" not in signed_in(of_hr.author).get(of_hr.get_absolute_url()).text
    for memo, by in ((about_hr, hr), (of_hr, of_hr.author)):
        with pytest.raises(PermissionDenied):
            treatment.take(memo, by=by)
    assert not Notification.objects.filter(recipient=hr, kind="memos.to_take", object_id=about_hr.pk).exists()
    treatment.take(about_hr, by=other)
    with pytest.raises(ValidationError, match="la concerne"):
        treatment.hand_over(about_hr, by=other, to=hr)


def test_only_who_follows_a_note_answers_it(author, hr):
    memo, other = memo_in(State.TAKEN, author=author, hr=hr), hr_agent()
    with pytest.raises(ValidationError, match="à votre nom"):
        treatment.answer(memo, by=other, text="Oui.", opinion=Opinion.FAVOURABLE)
    with pytest.raises(ValidationError, match=re.escape("Hugo Paye a pris cette note")):
        treatment.take(memo, by=other)
    treatment.hand_over(memo, by=hr, to=other)
    treatment.answer(memo, by=other, text="Oui.", opinion=Opinion.FAVOURABLE)
    assert Notification.objects.filter(kind="memos.handed", recipient=other).exists()


@pytest.mark.parametrize("gesture", [treatment.ask, partial(treatment.answer, opinion=Opinion.FAVOURABLE)])
def test_a_note_that_nobody_follows_becomes_that_of_who_answers_or_asks(author, hr, gesture):
    memo, other = memo_in(State.RECEIVED, author=author), hr_agent()
    gesture(memo, by=other, text="Depuis quand ?")
    memo.refresh_from_db()
    assert (memo.taken_by, memo.taken_at is None) == (other, False)
    assert not Notification.objects.filter(kind="memos.to_take").unread().exists()
    with pytest.raises(ValidationError):
        gesture(memo, by=hr, text="Depuis quand ?")


def test_a_note_corrected_about_a_holder_is_not_theirs_to_approve(author, manager, hr, outsider):
    memo = memo_in(State.RETURNED, author=author, hr=hr)
    actions.change(memo, by=author, person=manager)
    actions.send(memo, by=author)
    step = ApprovalStep.objects.stuck().get()
    assert step.name == "Étape manager"
    assert not ApprovalStep.objects.waiting_for(manager, on=timezone.localdate())
    treatment.entrust(memo, by=hr, to=outsider, reason="La note est sur elle.")
    assert ApprovalStep.objects.waiting_for(outsider, on=timezone.localdate()).get() == step


def test_an_open_question_is_asked_once(author, hr):
    memo = memo_in(State.TAKEN, author=author, hr=hr)
    treatment.ask(memo, by=hr, text="Depuis quand ?")
    with pytest.raises(ValidationError, match="attend déjà"):
        treatment.ask(memo, by=hr, text="Depuis quand ?")
    treatment.answer(memo, by=hr, text="Oui.", opinion=Opinion.FAVOURABLE)
    with pytest.raises(ValidationError, match="Aucune question"):
        actions.reply(memo, by=author, text="Depuis mars.")


@pytest.mark.parametrize("who", ["author", "person", "written_for"])
def test_a_note_that_only_those_concerned_could_receive_is_not_sent(author, who):
    only = hr_agent(direction=author.direction, has_workstation=False, manager=author)
    fields = {"person": {"people": [only]}, "written_for": {"written_for": only}}.get(who, {})
    memo = written(only if who == "author" else author, **fields)
    with pytest.raises(ValidationError, match="Personne ne pourrait recevoir"):
        actions.send(memo, by=memo.author)
    memo.refresh_from_db()
    assert memo.state == State.DRAFT
    hr_agent()
    actions.send(memo, by=memo.author)
    memo.refresh_from_db()
    assert memo.state == State.IN_CIRCUIT


def test_what_a_closed_account_left_reaches_its_term(author):
    left = {state: memo_in(state, author=author) for state in (State.DRAFT, State.RETURNED, State.RECEIVED)}
    other = written(AgentFactory.create(direction=author.direction))
    assert actions.withdraw_left() == 0
    author.is_active = False
    author.save()
    assert actions.withdraw_left() == 2
    for state, memo in left.items():
        memo.refresh_from_db()
        assert memo.state == (State.RECEIVED if state == State.RECEIVED else State.WITHDRAWN)
    assert Approval.objects.of(left[State.RETURNED]).get().state == "withdrawn"
    other.refresh_from_db()
    assert other.state == State.DRAFT
    # From then on, they are eliminated as any other.
    years = 1 + left[State.DRAFT].kind.retention_years
    with time_machine.travel(timezone.now() + timedelta(days=366 * years)):
        assert set(Memo.objects.expired()) == {left[State.DRAFT], left[State.RETURNED]}
