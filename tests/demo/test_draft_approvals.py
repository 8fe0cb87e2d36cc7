"""Port-Mimosa's session in preparation: eight drafts, a visa in every state, and the account of an elected member."""

from django.utils import timezone

from core.approvals.models import ApprovalStep
from core.people.models import Agent
from deliberations import draft_approvals
from deliberations.draft_approvals import rows_of
from deliberations.models import Deliberation


def drafts() -> list[Deliberation]:
    return list(Deliberation.objects.filter(session__state="draft").order_by("position"))


def test_there_are_eight_in_every_state(town):
    rows = rows_of(drafts())
    assert [row.label.partition(" Lucile")[0] for row in rows] == [
        "Chez", "Visa", "Visa avec remarque", "Refusé", "Chez", "Chez", "Visa sur papier", "Pas envoyé",
    ]  # fmt: skip
    elected = Agent.objects.get(identifiant="elu")
    waiting = ApprovalStep.objects.waiting_for(elected, on=timezone.localdate())
    assert waiting.count() == 3
    # The one without an account is said.
    assert "sans compte" in rows[-1].remarks[0]


def test_their_visas_go_on(town):
    """The rows are what the actions would have left: what was refused is sent again, the rest is withdrawn."""
    secretary = Agent.objects.get(identifiant="conseil")
    waiting, refused = drafts()[0], drafts()[3]
    draft_approvals.resend_draft(refused, by=secretary)
    draft_approvals.withdraw_draft(waiting, by=secretary)
    sent = draft_approvals.send_drafts(waiting.session, by=secretary, due_on=timezone.localdate())
    assert (sent.sent, len(sent.kept)) == ([waiting], 1)
