"""Forms of HR and of the council's secretary, sent after the session has ended: no word is lost, nothing is done."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.approvals.models import Decision
from core.documents.actions import store_bytes
from core.people.models import Agent
from deliberations.draft_approvals.actions import send_drafts
from memos.models import Memo, MemoQuestion, State
from tests.deliberations.draft_approvals.test_draft_approvals import account_of, elected
from tests.deliberations.factories import DeliberationFactory, SessionFactory, act_url, pdf
from tests.factories import PASSWORD, AgentFactory, DirectionFactory
from tests.memos.factories import MemoKindFactory, circuit_of, hr_agent, memo_in
from tests.pages import forms_of

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"
WORDS = "Vu avec l’équipe\u00a0: d’accord pour mars."
Case = tuple[Agent, str, dict[str, str], Callable[[], bool]]


def memo_of(hr: Agent, name: str) -> str:
    author = AgentFactory.create(direction=DirectionFactory.create(head=AgentFactory.create()))
    memo = memo_in(
        State.TAKEN, author=author, hr=hr, kind=MemoKindFactory.create(circuit=circuit_of("manager"))
    )
    return reverse("admin:memos_memo_action", args=[memo.pk, name])


@pytest.fixture
def answer() -> Case:
    hr = hr_agent()
    typed = {"text": WORDS, "opinion": "unfavourable"}
    return hr, memo_of(hr, "repondre"), typed, Memo.objects.filter(answer=WORDS).exists


@pytest.fixture
def question() -> Case:
    hr = hr_agent()
    return hr, memo_of(hr, "demander"), {"text": WORDS}, MemoQuestion.objects.filter(text=WORDS).exists


@pytest.fixture
def paper(council_secretary: Agent) -> Case:
    rapporteur = elected(council_secretary)
    text = store_bytes(pdf("Vu"), name="acte.pdf", by=council_secretary, read_text=False)
    act = DeliberationFactory.create(
        session=SessionFactory.create(draft=True), rapporteur=rapporteur, text=text
    )
    today = timezone.localdate()
    send_drafts(act.session, by=council_secretary, due_on=today)
    typed = {"agent": account_of(rapporteur).reference, "on": today.isoformat(), "remark": WORDS}
    done = Decision.objects.filter(paper_on=today, remark=WORDS).exists
    return council_secretary, act_url("draft_paper", act), typed, done


@pytest.mark.parametrize("name", ["answer", "question", "paper"])
def test_no_word_is_lost_when_the_session_has_ended(
    request: pytest.FixtureRequest, signed_in: Callable[[Agent], Client], name: str
) -> None:
    by, url, typed, is_done = request.getfixturevalue(name)
    client = signed_in(by)
    shown = sent_form(client.get(url).text, typed)
    Session.objects.all().delete()
    refused = client.post(url, shown | typed)
    assert refused.status_code == 403
    (sign_in,) = [form for form in forms_of(refused.text) if form.action == LOGIN]
    back = client.post(LOGIN, sign_in.values | {"login": by.identifiant, "password": PASSWORD})
    (carried,) = [form for form in forms_of(back.text) if form.action == url]
    refilled = sent_form(client.post(url, carried.values).text, typed)
    assert not is_done()
    assert {field: refilled[field].strip() for field in typed} == typed
    assert client.post(url, refilled).status_code == 302
    assert is_done()


def sent_form(html: str, typed: dict[str, str]) -> dict[str, str]:
    return next(form.values for form in forms_of(html) if typed.keys() & form.values.keys())
