"""Drafts go to their rapporteurs, visas come back to the secretary, a corrected text asks again."""

import re
import uuid
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.approvals import actions as approvals
from core.approvals.models import Approval, Decision
from core.approvals.timeline import approval_of
from core.notifications.models import Notification
from core.people.models import Agent
from deliberations import draft_approvals
from deliberations.accounts import open_account
from deliberations.acts.actions import change_deliberation, remove_deliberation, stamp_of
from deliberations.draft_approvals import rows_of
from deliberations.models import Councillor, CouncilSession, Deliberation
from deliberations.sessions.actions import publish
from tests.deliberations.conftest import Store
from tests.deliberations.factories import (
    AnnexFactory,
    CouncillorFactory,
    DeliberationFactory,
    SessionFactory,
    act_url,
    pdf,
    url_of,
)

pytestmark = pytest.mark.django_db
REMARK = "Le montant de l’article 2 me semble faux."


def due() -> date:
    return timezone.localdate() + timedelta(days=7)


def elected(by: Agent, **names: Any) -> Councillor:
    councillor = CouncillorFactory.create(**names)
    open_account(councillor, by=by, email=f"elu{councillor.pk}@exemple.fr")
    councillor.refresh_from_db()
    return councillor


def account_of(councillor: Councillor | None) -> Agent:
    assert councillor is not None
    assert councillor.account is not None
    return councillor.account


@pytest.fixture
def session(council_secretary: Agent) -> CouncilSession:
    return SessionFactory.create(draft=True, held_on=date(2026, 12, 17))


@pytest.fixture
def act(session: CouncilSession, stored: Store, council_secretary: Agent) -> Deliberation:
    """Sent to its rapporteur."""
    rapporteur = elected(council_secretary, first_name="Odile", last_name="Kermarrec")
    act = DeliberationFactory.create(
        session=session, object="Vente du presbytère", rapporteur=rapporteur, text=stored("projet.pdf")
    )
    draft_approvals.send_drafts(session, by=council_secretary, due_on=due())
    return act


def decide(act: Deliberation, by: Agent, verdict: str = "approved", remark: str = "") -> None:
    approval = approval_of(act)
    assert approval
    step, shown = approval.steps.get(state="current"), approval.contents.last()
    approvals.decide(step, by=by, verdict=verdict, remark=remark, shown=shown.digest)


def label(act: Deliberation) -> str:
    return rows_of([Deliberation.objects.get(pk=act.pk)])[0].label


def page(session: CouncilSession) -> str:
    return url_of("session_approvals", session)


def words_of(response: Any) -> str:
    """Of a PDF."""
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split()).replace("\u00a0", " ")


def test_a_rapporteur_asks_no_form_for_the_names_of_accounts(act, council_secretary, signed_in):
    """A draft is handed to nobody, whether the name sent is an account's or not."""
    approval = approval_of(act)
    client = signed_in(account_of(act.rapporteur))
    url = reverse("approvals:step_hand_over", args=[approval.reference])
    assert "Ce visa ne se confie à personne d’autre" in (shown := client.get(url)).text
    assert shown.status_code == 403
    for name in (council_secretary.identifiant, "personne.du.tout"):
        assert client.post(url, {"to": name, "reason": "x", "step": "1"}).status_code == 403


# Sending


def test_what_cannot_be_sent_is_said_and_not_sent(session, stored, council_secretary, signed_in):
    ready, closed = elected(council_secretary), elected(council_secretary)
    account_of(closed).is_active = False
    account_of(closed).save()
    other = CouncillorFactory.create(first_name="Lucie", last_name="Autre")
    text, of_other = stored(), "sans compte\u00a0: Mme Lucie Autre"
    rows: dict[str, dict[str, Any]] = {
        "": {"rapporteur": ready, "text": text},
        "sans texte": {"rapporteur": ready},
        "sans rapporteur": {"text": text},
        "sans compte": {"rapporteur": CouncillorFactory.create(), "text": text},
        "compte fermé": {"rapporteur": closed, "text": text},
        of_other: {"rapporteur": ready, "text": text},
    }
    acts = {why: DeliberationFactory.create(session=session, **fields) for why, fields in rows.items()}
    acts[of_other].co_rapporteurs.add(other)
    client = signed_in(council_secretary)
    for day in ("hier", "2020-01-01"):
        assert "Erreur\u00a0:" in client.post(page(session), {"due_on": day}).text
    said = client.post(page(session), {"due_on": due().isoformat()}, follow=True).text
    assert "1 projet envoyé en visa." in said
    for why in filter(None, acts):
        assert why in said
    assert [approval.subject for approval in Approval.objects.all()] == [acts[""]]


def test_all_the_rapporteurs_are_asked_and_read_their_own_remark(
    session, stored, council_secretary, signed_in
):
    first, second = elected(council_secretary), elected(council_secretary)
    act = DeliberationFactory.create(session=session, rapporteur=first, text=stored())
    act.co_rapporteurs.add(second)
    draft_approvals.send_drafts(session, by=council_secretary, due_on=due())
    told = set(Notification.objects.filter(kind="approvals.asked").values_list("recipient", flat=True))
    assert told == {account_of(first).pk, account_of(second).pk}
    decide(act, account_of(second), remark=REMARK)
    assert label(act).startswith(f"Chez {account_of(first)}")
    for reader, reads in ((account_of(first), False), (account_of(second), True), (council_secretary, True)):
        text = signed_in(reader).get(approval_of(act).get_absolute_url()).text
        assert (REMARK in text) is reads
    assert not Notification.objects.filter(text__contains=REMARK).exists()
    decide(act, account_of(first))
    assert label(act) == "Visa avec remarque"


# What comes back


def test_the_states_as_the_secretary_reads_them(act, council_secretary, signed_in):
    rapporteur, client = account_of(act.rapporteur), signed_in(council_secretary)
    decide(act, rapporteur, "refused", REMARK)
    assert label(act) == "Refusé"
    correct = f'<a class="act second" href="{act_url("deliberation_change", act)}">Corriger'
    shown = client.get(page(act.session)).text
    assert REMARK in shown
    assert correct in shown
    # Over the form that corrects the draft too, until it is sent again.
    assert REMARK in client.get(act_url("deliberation_change", act)).text
    assert client.post(act_url("draft_resend", act)).status_code == 302
    assert REMARK not in client.get(act_url("deliberation_change", act)).text
    assert correct not in client.get(page(act.session)).text
    assert label(act).startswith("Chez ")
    decide(act, rapporteur, remark="D’accord.")
    assert label(act) == "Visa avec remarque"


def test_a_corrected_text_asks_again_and_a_vote_does_not(act, council_secretary, signed_in):
    client, warning = signed_in(council_secretary), "visa donné sera redemandé"
    assert warning not in client.get(act_url("deliberation_change", act)).text
    decide(act, account_of(act.rapporteur))
    assert warning in client.get(act_url("deliberation_change", act)).text

    def correct(**fields: Any) -> bool:
        stamp = stamp_of(Deliberation.objects.get(pk=act.pk))
        return change_deliberation(act, by=council_secretary, stamp=stamp, **fields).asks_visas_again

    assert not correct(votes_for=30)
    assert label(act) == "Visa"
    assert correct(object="Vente de l’ancien presbytère")
    assert label(act).startswith("Chez Odile Kermarrec")
    decide(act, account_of(act.rapporteur))
    publish(act.session, by=council_secretary)
    for action in (draft_approvals.withdraw_draft, draft_approvals.resend_draft):
        with pytest.raises(ValidationError, match="est publiée"):
            action(act, by=council_secretary)
    assert not correct(object="Cession de l’ancien presbytère")
    assert label(act) == "Visa"


def test_the_bordereau_names_visas_and_who_signs_and_no_remark(act, council_secretary, signed_in, stored):
    other = elected(council_secretary, first_name="Malo", last_name="Guivarch")
    DeliberationFactory.create(session=act.session, rapporteur=other, text=stored("b.pdf"), object="Tarifs")
    decide(act, account_of(act.rapporteur), remark=REMARK)
    refused = DeliberationFactory.create(
        session=act.session, rapporteur=act.rapporteur, text=stored("c.pdf"), object="Voirie"
    )
    draft_approvals.send_drafts(act.session, by=council_secretary, due_on=due())
    decide(refused, account_of(act.rapporteur), "refused", REMARK)
    DeliberationFactory.create(session=act.session, rapporteur=other, text=stored("d.pdf"), object="Marchés")
    url = url_of("session_approvals_pdf", act.session)
    words = words_of(signed_in(council_secretary).get(url))
    assert "Odile Kermarrec : visa du" in words
    # Of the draft that waits for it, not of the one that is not sent.
    assert words.count("Malo Guivarch, le") == 1
    assert "Pas envoyé" in words
    assert words.count("version 1, du") == 3
    assert "refus du" not in words
    assert "Refusé" in words
    assert "article 2" not in words


def test_several_acts_get_their_visas_at_once(act, council_secretary, signed_in, stored):
    """tests/memos/test_views.py asks what is refused among them."""
    DeliberationFactory.create(session=act.session, rapporteur=act.rapporteur, text=stored("b.pdf"))
    draft_approvals.send_drafts(act.session, by=council_secretary, due_on=due())
    client, url = signed_in(account_of(act.rapporteur)), reverse("approvals:approval_list")
    ticked = re.findall(r'name="steps" value="([^"]+)"', client.get(url).text)
    client.post(url, {"steps": ticked, "submission_key": str(uuid.uuid4())})
    assert Decision.objects.count() == 2


def test_a_paper_visa_keeps_its_day_and_its_sheet(act, council_secretary, signed_in):
    client, url = signed_in(council_secretary), act_url("draft_paper", act)
    assert client.get(url).status_code == 200
    sent = {"agent": account_of(act.rapporteur).reference, "on": timezone.localdate().isoformat()}
    assert "n’est pas encore venu" in client.post(url, {**sent, "on": due().isoformat()}).text
    sheet = SimpleUploadedFile("feuille.pdf", pdf("Vu"), content_type="application/pdf")
    assert client.post(url, {**sent, "scan": sheet, "remark": REMARK}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.by, decision.recorded_by) == (account_of(act.rapporteur), council_secretary)
    assert decision.paper_on == timezone.localdate()
    assert decision.scan
    assert label(act) == "Visa sur papier"
    # Sent twice: there is nothing left to record.
    assert client.post(url, sent).status_code == 302
    assert Decision.objects.count() == 1


def test_other_rapporteurs_since_are_said(act, council_secretary):
    other = elected(council_secretary)
    change_deliberation(act, by=council_secretary, stamp=stamp_of(act), rapporteur=other)
    row = rows_of([Deliberation.objects.get(pk=act.pk)])[0]
    assert "ont changé depuis l’envoi" in row.remarks[0]
    draft_approvals.withdraw_draft(act, by=council_secretary)
    assert draft_approvals.send_drafts(act.session, by=council_secretary, due_on=due()).sent == [act]
    assert label(act).startswith(f"Chez {account_of(other)}")


def test_rapporteur_and_co_rapporteur_trade_places_and_are_never_one(act, council_secretary):
    first, second = act.rapporteur, elected(council_secretary)
    act.co_rapporteurs.add(second)
    stamp = stamp_of(act)
    with pytest.raises(ValidationError, match="n’est pas aussi co-rapporteur") as refused:
        change_deliberation(act, by=council_secretary, stamp=stamp, rapporteur=second)
    assert [*refused.value.message_dict] == ["co_rapporteurs"]
    change_deliberation(act, by=council_secretary, stamp=stamp, rapporteur=second, co_rapporteurs=[first])
    act.refresh_from_db()
    assert (act.rapporteur, [*act.co_rapporteurs.all()]) == (second, [first])


# Publishing


def test_publishing_without_visa_asks_first_and_never_stops(act, council_secretary, signed_in):
    client, url = signed_in(council_secretary), url_of("session_publish", act.session)
    decide(act, account_of(act.rapporteur))
    assert "without_visas" not in client.get(url).text
    change_deliberation(act, by=council_secretary, stamp=stamp_of(act), object="Autre objet")
    assert "Sans tous leurs visas" in client.get(url).text
    assert "Cochez cette case" in client.post(url).text
    act.session.refresh_from_db()
    assert not act.session.is_published
    said = client.post(url, {"without_visas": "on"}, follow=True).text
    assert "1 visa n’était pas donné." in said
    act.session.refresh_from_db()
    assert act.session.is_published
    assert approval_of(act) is None


def test_a_deleted_draft_leaves_no_visa(act, council_secretary):
    remove_deliberation(act, by=council_secretary)
    assert not Approval.objects.exists()


# Rights


@pytest.mark.parametrize("person", ["administrator", "other_elected"])
def test_drafts_and_remarks_are_closed_to_others(request, act, council_secretary, signed_in, person):
    decide(act, account_of(act.rapporteur), remark=REMARK)
    is_elected = person == "other_elected"
    client = signed_in(
        account_of(elected(council_secretary)) if is_elected else request.getfixturevalue(person)
    )
    approval = approval_of(act)
    file = reverse("approvals:approval_file", args=[approval.reference, 1, 1])
    assert [client.get(url).status_code for url in (approval.get_absolute_url(), file)] == [404, 404]
    assert client.post(approval.get_absolute_url(), {}).status_code == 404
    publish(act.session, by=council_secretary)
    for url in (act.get_absolute_url(), act.session.get_absolute_url()):
        assert REMARK not in client.get(url).text
    for name in ("session_export", "session_zip"):
        exported = client.get(reverse(f"deliberations:{name}", args=[act.session.year, act.session.slug]))
        assert REMARK.encode() not in b"".join(exported)


def test_the_rapporteur_reads_the_draft_by_its_visa_only(act, signed_in, council_secretary):
    client, approval = signed_in(account_of(act.rapporteur)), approval_of(act)
    shown = client.get(approval.get_absolute_url())
    assert act.object in shown.text
    assert client.get(reverse("approvals:approval_file", args=[approval.reference, 1, 1])).status_code == 200
    for url in (act.get_absolute_url(), page(act.session), act_url("draft_paper", act)):
        assert client.get(url).status_code == 404


def test_each_draft_sent_costs_few_statements(session, stored, council_secretary, statements):
    rapporteurs, counted = [elected(council_secretary) for _ in range(3)], []
    for number in (1, 1, 8):
        for rank in range(number):
            act = DeliberationFactory.create(session=session, rapporteur=rapporteurs[rank % 3], text=stored())
            AnnexFactory.create(deliberation=act, document=stored("plan.pdf"), position=1)
        send = partial(draft_approvals.send_drafts, session, by=council_secretary, due_on=due())
        counted.append(statements(send))
    assert Approval.objects.count() == Notification.objects.filter(kind="approvals.asked").count() == 10
    assert (counted[2] - counted[1]) / 7 <= 6, counted
