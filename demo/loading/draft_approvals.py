"""Accounts of rapporteurs, and the visas on the drafts: rows as the actions would have left them; nobody is told."""

from collections import Counter
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from core.approvals.registry import Content
from core.french import plain
from core.people.models import Agent, Direction
from core.people.passwords import TRIAL_PASSWORD
from deliberations.draft_approvals import content_of
from deliberations.draft_steps import paths_of, with_rapporteurs
from deliberations.models import Councillor, Deliberation, DraftCircuit
from demo import texts
from demo.data_files import Record, copied
from demo.dates import days_before
from demo.keys import reference_of
from demo.loading import approvals

ACCOUNT = "elu"
DUE_IN = timedelta(days=5)


def load_draft_approvals(people: dict[str, Agent], today: date) -> None:
    drafts = list(Deliberation.objects.filter(session__state="draft").order_by("position"))
    busiest = open_accounts(drafts)
    circuit = load_circuit()
    for rank, (draft, told) in enumerate(zip(drafts, texts.draft_approvals.drafts, strict=True)):
        if told.is_shared:
            draft.co_rapporteurs.add(busiest)
        if told.direction:
            draft.direction, draft.circuit = Direction.objects.get(name=told.direction), circuit
            draft.save(update_fields=["direction", "circuit"])
        if told.state != "unsent":
            load_approval(draft.pk, told, rank, by=people["conseil"], today=today)


def load_circuit() -> DraftCircuit:
    """The one before the rapporteurs, chosen by itself; its last step is the general director."""
    [told] = texts.draft_approvals.circuits
    directors = Agent.objects.filter(directions_headed__kind=Direction.Kind.GENERAL)
    circuit = approvals.load_circuit("projets", told, directors)
    return DraftCircuit.objects.create(name="Direction, DGA, DGS", circuit=circuit, is_default=True)


def open_accounts(drafts: list[Deliberation]) -> Councillor:
    """For all the rapporteurs but that of the last draft; the one who reports the most of them has the trial's."""
    counted = Counter(draft.rapporteur for draft in drafts[:-1] if draft.rapporteur)
    busiest = counted.most_common(1)[0][0]
    password, unusable = make_password(TRIAL_PASSWORD), make_password(None)
    for councillor in counted:
        is_busiest = councillor == busiest
        name = plain(f"{councillor.first_name}.{councillor.last_name}".replace(" ", ""))
        councillor.account = Agent.objects.create(
            identifiant=ACCOUNT if is_busiest else name[0] + name.partition(".")[2],
            **copied(councillor, "first_name last_name"),
            email=f"{name}@elus.{texts.MAIL_DOMAIN}",
            is_elected=True,
            password=password if is_busiest else unusable,
        )
        councillor.save(update_fields=["account"])
    return busiest


def load_approval(pk: int, told: Record, rank: int, *, by: Agent, today: date) -> None:
    draft = with_rapporteurs(Deliberation.objects.filter(pk=pk)).get()
    sent, answered = (
        days_before(today, days, salt=rank) for days in (told.sent_days_ago, told.answered_days_ago)
    )
    assert sent
    [path] = paths_of([draft], by=by)
    now = content_of(draft)
    approval = approvals.load_approval(
        now,
        draft.circuit and draft.circuit.circuit,
        reference=reference_of("draft_approval", str(draft.position)),
        kind="deliberations.draft",
        subject=draft,
        author=by,
        direction=draft.direction,
        state={"approved": "approved", "refused": "returned"}.get(told.state, "running"),
        due_on=today + DUE_IN,
        started_at=sent,
        ended_at=answered if told.state == "approved" else None,
    )
    kept = approvals.keep(approval, Content(told.earlier or now.title, now.text, now.files))
    if told.earlier:
        approvals.keep(approval, now, 2)
    *before, last = path.steps
    began = sent
    for position, plan in enumerate(before, start=1):
        step = approvals.load_step(approval, position, plan, began, state="approved")
        # One day for each visa.
        began += timedelta(days=1)
        approvals.decide(step, kept, plan, began, "approved")
    state = {"approved": "approved", "refused": "refused"}.get(told.state, "current")
    began_at = answered if told.earlier else began
    step = approvals.load_step(approval, len(path.steps), last, began_at, needs_all=True, state=state)
    if answered:
        approvals.decide(
            step,
            kept,
            last,
            answered,
            "refused" if told.state == "refused" else "approved",
            holder=step.holders.order_by("pk")[0],
            remark=told.remark,
            paper_on=timezone.localdate(answered) if told.is_on_paper else None,
            recorded_by=by if told.is_on_paper else None,
            voided_at=answered + timedelta(hours=1) if told.earlier else None,
        )
