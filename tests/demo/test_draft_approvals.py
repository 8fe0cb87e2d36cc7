"""Port-Mimosa's session in preparation: eight drafts, a visa in every state, and the account of an elected member."""

from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.approvals.models import Approval, ApprovalStep
from core.people.models import Agent
from deliberations.draft_approvals import actions
from deliberations.draft_approvals.table import rows_of
from deliberations.models import Deliberation
from demo.dates import at


def drafts() -> list[Deliberation]:
    return list(Deliberation.objects.filter(session__state="draft").order_by("position"))


def test_there_are_eight_in_every_state(town: None) -> None:
    rows = rows_of(drafts())
    assert [row.label.partition(" Lucile")[0] for row in rows] == [
        "Chez", "Visa", "Visa avec remarque", "Refusé", "Chez", "Chez", "Visa sur papier", "Pas envoyé",
    ]  # fmt: skip
    elected = Agent.objects.get(identifiant="elu")
    waiting = ApprovalStep.objects.waiting_for(elected, on=timezone.localdate())
    assert waiting.count() == 3
    # The one without an account is said.
    assert "sans compte" in rows[-1].remarks[0]


def test_their_visas_go_on(town: None) -> None:
    """The rows are what the actions would have left: what was refused is sent again, the rest is withdrawn."""
    secretary = Agent.objects.get(identifiant="conseil")
    waiting, refused = drafts()[0], drafts()[3]
    actions.resend_draft(refused, by=secretary)
    actions.withdraw_draft(waiting, by=secretary)
    sent = actions.send_drafts(waiting.session, by=secretary, due_on=timezone.localdate())
    assert (sent.sent, len(sent.kept)) == ([waiting], 1)


def test_they_move_with_the_other_dates(town: None) -> None:
    def due() -> list[int]:
        moments = Approval.objects.filter(kind="deliberations.draft").order_by("pk")
        days = moments.values_list("due_on", flat=True)
        return [(day - timezone.localdate()).days for day in days if day]

    before, today = due(), timezone.localdate()
    for days in (3, 130):
        with time_machine.travel(at(today + timedelta(days=days), "18:30"), tick=False):
            call_command("load_demonstration")
            assert due() == before
