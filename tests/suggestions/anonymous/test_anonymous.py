"""The anonymous form: what it asks, refuses and shows once; the daily run."""

from __future__ import annotations

import logging
import threading
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.people.models import Agent, Direction
from core.people.resume_after_login import token_for
from core.web import follow_up_codes
from suggestions.anonymous import actions, views
from suggestions.appeals import answer_appeal
from suggestions.models import (
    AnonymousDeposit,
    AnonymousFile,
    Appeal,
    Draft,
    Feedback,
    FollowUpCode,
    Idea,
    Message,
)
from suggestions.proposing import drafts
from suggestions.states import State
from tests.factories import AgentFactory, DirectionFactory
from tests.suggestions.factories import action_url, idea_in

pytestmark = pytest.mark.django_db
FORM = reverse("suggestions:idea_propose_anonymous")
FOLLOW_UP = reverse("suggestions:follow_up")
GOOD = {"title": "Un tampon de moins", "problem": "Trois tampons.", "proposal": "Un seul."}
FIELDS = "application/x-www-form-urlencoded"


def code_in(response: Any) -> str:
    return str(response.text.partition("<code>")[2].partition("</code>")[0])


def tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


def deposited(client: Client, **fields: Any) -> str:
    response = client.post(FORM, GOOD | fields)
    assert response.status_code == 200
    return code_in(response)


def released(client: Client, **fields: Any) -> tuple[Idea, str]:
    code = deposited(client, **fields)
    actions.release(before=tomorrow())
    return Idea.objects.latest("pk"), code


def png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(target, "PNG")
    return target.getvalue()


def test_the_code_is_shown_once(author, moderator, signed_in, told):
    client = signed_in(author)
    response = client.post(FORM, GOOD)
    code = code_in(response)
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert code not in client.get(FORM).text
    row = AnonymousDeposit.objects.get()
    read = follow_up_codes.parse_code(code)
    assert read
    assert (row.code_handle, row.code_hash) == (read.handle, read.hash)
    assert row.received_on == timezone.localdate()
    assert not Idea.objects.exists()
    assert told() == {}
    assert actions.release(before=timezone.localdate()) == 0
    assert actions.release(before=tomorrow()) == 1
    idea = Idea.objects.get()
    assert (idea.author, idea.title, idea.state) == (None, GOOD["title"], State.RECEIVED)
    assert told() == {"suggestions.to_study": {moderator.identifiant}}


@time_machine.travel("2026-11-03 23:50+01:00", tick=False)
def test_promises_count_from_its_day(author, signed_in):
    client = signed_in(author)
    assert "mercredi 18\u00a0novembre\u00a02026" in client.post(FORM, GOOD).text
    actions.release(before=tomorrow())
    idea = Idea.objects.get()
    assert str(idea.due_on) == "2026-11-18"
    assert timezone.localtime(idea.received_at).isoformat() == "2026-11-03T00:00:00+01:00"


def test_sent_twice_it_is_one_with_a_fresh_code(author, signed_in):
    client = signed_in(author)
    key = str(uuid.uuid4())
    first = deposited(client, submission_key=key)
    again = client.post(FORM, GOOD | {"submission_key": key, "title": "Autrement"})
    second = code_in(again)
    assert "déjà déposée" in again.text
    assert first != second
    actions.release(before=tomorrow())
    assert Idea.objects.get().title == GOOD["title"]
    assert "Relire mes mots" in client.post(FOLLOW_UP, {"code": second}).text
    assert "n’ouvre aucune idée" in client.post(FOLLOW_UP, {"code": first}).text
    # Afterwards it says so, and gives none: the second still opens.
    late = client.post(FORM, GOOD | {"submission_key": key})
    assert "déjà arrivée" in late.text
    assert code_in(late) == ""
    assert actions.release(before=tomorrow()) == 0
    assert Idea.objects.count() == 1


def test_no_file_is_taken(author, signed_in):
    file = SimpleUploadedFile("rapport.pdf", b"%PDF-1.7")
    form = signed_in(author).post(FORM, GOOD | {"files": file}).context["form"]
    assert "ne prend plus de fichier" in form.errors["__all__"][0]
    assert form["problem"].value() == GOOD["problem"]
    assert not AnonymousDeposit.objects.exists()


def test_a_small_direction_is_asked_about(author, signed_in):
    small = DirectionFactory.create(name="Cabinet")
    AgentFactory.create_batch(4, direction=small)
    client = signed_in(author)
    response = client.post(FORM, GOOD | {"direction": small.pk})
    assert "moins de 5 agents" in response.text
    assert list(response.context["form"].errors) == ["few_are_concerned"]
    deposited(client, direction=small.pk, few_are_concerned="on")
    # A fifth, in a service of it: nothing more is asked.
    AgentFactory.create(direction=DirectionFactory(kind="service", parent=small))
    deposited(client, direction=small.pk)
    assert AnonymousDeposit.objects.count() == 2
    # Removed meanwhile, it loses nothing.
    Agent.objects.update(direction=None)
    for direction in (*Direction.objects.filter(parent=small), small):
        direction.delete()
    actions.release(before=tomorrow())
    assert set(Idea.objects.values_list("direction", flat=True)) == {None}


def test_the_form_says_what_it_cannot_hide_and_keeps_no_draft(author, signed_in):
    drafts.keep(author, identity="named", words={"title": "Un vieux brouillon"}, stamp="", key=uuid.uuid4())
    client = signed_in(author)
    page = client.get(FORM).text
    assert "Ce que nous ne pouvons pas cacher" in page
    assert "Votre brouillon n’est pas repris ici" in page
    for absent in ("Un vieux brouillon", "data-similar", "data-draft", "data-upload"):
        assert absent not in page
    client.post(reverse("suggestions:draft_discard"), {"vers": "anonymous"})
    assert not Draft.objects.exists()
    assert "Votre brouillon" not in client.get(FORM).text


def test_a_fault_is_told_to_the_reader_alone(author, signed_in, monkeypatch, caplog):
    def failing(**words: Any) -> Any:
        raise RuntimeError(f"refused: {words}")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(views.actions, "deposit", failing)
    response = signed_in(author).post(FORM, GOOD)
    page = response.text
    assert response.status_code == 500
    assert "Une panne a empêché l’envoi" in page
    assert GOOD["problem"] in page
    assert caplog.records == []


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        (b"x", "multipart/form-data", 400, "n’a pas pu être lu"),
        (b"a=1&" * 3000, FIELDS, 400, "n’a pas pu être lu"),
        (b"a=1", f"{FIELDS}; charset=utf-7", 400, "n’a pas pu être lu"),
        (b"proposal=" + b"x" * 6_000_000, FIELDS, 413, "trop long pour être lu"),
    ],
)
def test_a_sending_that_cannot_be_read_is_no_fault(author, signed_in, caplog, body, kind, status, said):
    caplog.set_level(logging.DEBUG)
    response = signed_in(author).generic("POST", FORM, body, content_type=kind)
    assert response.status_code == status
    assert said in response.text
    assert caplog.records == []


def test_a_token_is_asked_for(author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(FORM, GOOD).status_code == 403
    assert client.post(FOLLOW_UP, {"code": "x"}).status_code == 403
    assert not AnonymousDeposit.objects.exists()


def test_a_file_that_waited_before_the_update_comes_with_its_idea(author, signed_in):
    signed_in(author).post(FORM, GOOD)
    AnonymousFile.objects.create(
        deposit=AnonymousDeposit.objects.get(), position=0, name="piece-1.png", content=png()
    )
    actions.release(before=tomorrow())
    [file] = Idea.objects.get().files.all()
    assert file.document.name == "piece-1.png"
    assert file.document.stored_by is None


# The daily run


def test_one_that_fails_holds_up_no_other(author, signed_in, monkeypatch, caplog):
    client = signed_in(author)
    for title in ("Bonne", "Mauvaise", "Bonne aussi"):
        deposited(client, title=title)
    honest = actions._release_idea

    def choosy(row: AnonymousDeposit) -> None:
        honest(row)
        if row.title == "Mauvaise":
            raise ValueError(f"quoted: {row.proposal}")

    monkeypatch.setattr(actions, "_release_idea", choosy)
    with pytest.raises(RuntimeError):
        actions.release(before=tomorrow())
    assert set(Idea.objects.values_list("title", flat=True)) == {"Bonne", "Bonne aussi"}
    assert AnonymousDeposit.objects.get().title == "Mauvaise"
    assert GOOD["proposal"] not in caplog.text
    monkeypatch.undo()
    assert actions.release(before=tomorrow()) == 1
    assert Idea.objects.count() == FollowUpCode.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_double_nothing(author, signed_in, together):
    client = signed_in(author)
    codes_given = [deposited(client, title=f"Idée {number}") for number in range(6)]
    day = tomorrow()
    done = together(*[lambda: actions.release(before=day)] * 2)
    assert sum(done) == 6
    assert Idea.objects.count() == 6
    assert all("Relire" in client.post(FOLLOW_UP, {"code": code}).text for code in codes_given)


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_twice_at_once(author, signed_in, together):
    data = GOOD | {"submission_key": str(uuid.uuid4())}
    clients = [signed_in(author), signed_in(author)]
    answers = together(*(lambda client=client: client.post(FORM, data) for client in clients))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert AnonymousDeposit.objects.count() == 1
    actions.release(before=tomorrow())
    opened = [clients[0].post(FOLLOW_UP, {"code": code_in(answer)}).text for answer in answers]
    assert sum("Relire mes mots" in page for page in opened) == 1


# What the code opens


def test_a_code_is_read_however_it_is_typed(author, signed_in):
    idea, code = released(signed_in(author))
    for typed in (code.upper(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        assert idea.title in signed_in(author).post(FOLLOW_UP, {"code": typed}).text


@time_machine.travel("2026-11-03 10:00+01:00", tick=False)
def test_guesses_are_limited_by_the_day(author, signed_in):
    client = signed_in(author)
    idea, code = released(client)
    handle = code[:9]
    for number in range(10):
        wrong = f"{handle}-{str(number) * 16}".replace("0", "a").replace("1", "b")
        assert "n’ouvre aucune idée" in client.post(FOLLOW_UP, {"code": wrong}).text
    assert "revenez demain" in client.post(FOLLOW_UP, {"code": code}).text
    with time_machine.travel("2026-11-04 10:00+01:00", tick=False):
        assert idea.title in client.post(FOLLOW_UP, {"code": code}).text


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_count_each(author, signed_in, together):
    client = signed_in(author)
    _, code = released(client)
    wrong = code[:9] + "-aaaa-bbbb-cccc-dddd"

    def guess() -> Any:
        return actions._tried(follow_up_codes.parse_code(wrong) or follow_up_codes.new_code())

    results = together(*[guess] * 14)
    assert sum(refusal == actions.NO_IDEA for _, refusal in results) == 10
    assert FollowUpCode.objects.get().failures == 10


def test_known_and_unknown_handles_send_the_same_statements(author, signed_in, statements):
    client = signed_in(author)
    _, code = released(client)
    known, unknown = code[:-4] + "aaaa", "zzzz" + code[4:]
    assert statements(lambda: client.post(FOLLOW_UP, {"code": known})) == statements(
        lambda: client.post(FOLLOW_UP, {"code": unknown})
    )


def test_the_exchange_by_code(author, moderator, signed_in, told):
    client = signed_in(author)
    idea, code = released(client)
    question = Message.objects.create(
        idea=idea, written_by=moderator, text="À quel étage ?", due_on=tomorrow()
    )
    page = client.post(FOLLOW_UP, {"code": code}).text
    assert "À quel étage" in page
    key = str(uuid.uuid4())
    reply = {"code": code, "geste": "repondre", "text": "Au premier.", "submission_key": key}
    assert "le groupe la lira demain matin" in client.post(FOLLOW_UP, reply).text
    client.post(FOLLOW_UP, reply)
    assert "1 réponse de vous attend" in client.post(FOLLOW_UP, {"code": code}).text
    assert not Message.objects.filter(is_from_author=True).exists()
    assert actions.release(before=tomorrow()) == 1
    # The page sent again after the release doubles nothing.
    client.post(FOLLOW_UP, reply)
    assert actions.release(before=tomorrow()) == 0
    message = Message.objects.get(is_from_author=True)
    assert (message.text, message.written_by) == ("Au premier.", None)
    question.refresh_from_db()
    assert question.settled_at
    assert told()["suggestions.anonymous_reply"] == {moderator.identifiant}
    empty = client.post(FOLLOW_UP, {"code": code, "geste": "repondre", "text": ""})
    assert "Écrivez votre réponse." in empty.text


def known(state: str = State.DECLINED) -> tuple[Idea, str]:
    """An anonymous idea in that state, and its code."""
    idea, code = idea_in(state, author=None, identity="anonymous"), follow_up_codes.new_code()
    FollowUpCode.objects.create(handle=code.handle, idea=idea, secret_hash=code.hash)
    return idea, str(code)


@pytest.mark.parametrize("state", State.values)
def test_the_code_opens_the_idea_in_every_state(author, signed_in, state):
    idea, code = known(state)
    page = signed_in(author).post(FOLLOW_UP, {"code": code})
    assert page.status_code == 200
    assert idea.title in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_the_words_outlive_the_session(author, signed_in):
    """Carried by the page alone: nothing is sent, and nothing is kept."""
    response = Client().post(FORM, GOOD | {"made_for": token_for(author)})
    assert response.status_code == 403
    assert 'name="carried"' in response.text
    assert not AnonymousDeposit.objects.exists()
    again = signed_in(author).post(FORM, GOOD | {"reprise": "1"})
    assert again.context["form"]["proposal"].value() == GOOD["proposal"]
    assert not AnonymousDeposit.objects.exists()


# The author contests a refusal with the code: once, with a reason, read by the group the next morning

WHY = "Le logiciel cité n’existe plus."
SAID = "C’est exact : nous le corrigeons."


def contest(idea: Idea, text: str = WHY, key: uuid.UUID | None = None) -> None:
    actions.contest(idea, reason=text, submission_key=key or uuid.uuid4())


def test_contested_answered_and_read_by_code(outsider, moderator, signed_in, told):
    idea, code = known()
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
    assert (actions.release(before=tomorrow()), actions.release(before=tomorrow())) == (1, 0)
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
    idea, code = known(state)
    assert "Contester" not in signed_in(outsider).post(FOLLOW_UP, {"code": code}).text
    with pytest.raises(ValidationError):
        contest(idea)


def test_what_cannot_be_contested_any_more_reaches_the_group_as_a_reply():
    idea, _ = known()
    contest(idea)
    Appeal.objects.create(idea=idea, reason="Arrivée avant.")
    assert actions.release(before=tomorrow()) == 1
    assert Message.objects.get(idea=idea).text == WHY
    assert Appeal.objects.get().reason == "Arrivée avant."


def test_the_database_refuses_two_at_once_and_a_name_or_none_out_of_place(moderator):
    idea, _ = known()
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


def say_what_changed(idea: Idea, text: str, key: uuid.UUID) -> None:
    actions.say_what_changed(idea, change="no", text=text, submission_key=key)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("send", "state", "check"),
    [(contest, State.DECLINED, "can_contest"), (say_what_changed, State.DONE, "can_say_what_changed")],
)
@pytest.mark.parametrize("is_same_page", [True, False])
def test_what_is_not_kept_is_refused(monkeypatch, together, send, state, check, is_same_page):
    # A refusal and its criteria are checked when both are written.
    with transaction.atomic():
        idea, _ = known(state)
    if state == State.DONE:
        Feedback.objects.create(idea=idea, asked_at=timezone.now())
    both_have_checked, can = threading.Barrier(2), getattr(actions, check)

    def checked(idea: Idea) -> bool:
        found: bool = can(idea)
        both_have_checked.wait(timeout=20)
        return found

    monkeypatch.setattr(actions, check, checked)
    first = uuid.uuid4()
    second = first if is_same_page else uuid.uuid4()
    results = together(
        lambda: send(idea, "Le logiciel n’existe plus.", first), lambda: send(idea, "Autres mots.", second)
    )
    assert AnonymousDeposit.objects.count() == 1
    assert all(result is None or isinstance(result, ValidationError) for result in results), results
    assert sum(result is None for result in results) == (2 if is_same_page else 1)
