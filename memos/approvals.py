"""Notes in their circuits of visas: what is approved, and what follows."""

from core.approvals.registry import Approvable, ApprovedFile, Content, register
from core.people.models import Agent
from core.people.roles import Role
from core.ui.locks import lock_row
from memos import actions, policies
from memos.models import Memo, MemoKind


def content(memo: Memo) -> Content:
    facts = []
    if memo.written_for:
        facts.append(f"Saisie pour\u00a0: {memo.written_for}")
    if memo.person:
        facts.append(f"Agent concerné\u00a0: {memo.person}")
    if memo.about:
        facts.append(f"Quand\u00a0: {memo.about}")
    files = memo.files.filter(is_answer=False).select_related("document")
    return Content(
        title=memo.subject,
        text="\n\n".join(filter(None, ["\n".join(facts), memo.text])),
        files=tuple(ApprovedFile(file.document.name, file.document) for file in files),
    )


def can_read(agent: Agent, memo: Memo) -> bool:
    return Memo.objects.of_hr(agent).filter(pk=memo.pk).exists()


def excluded(memo: Memo) -> set[int]:
    """Whom it is about: they read it once HR opens it."""
    return {pk for pk in (memo.person_id, memo.written_for_id) if pk}


def described(memo: Memo) -> str:
    return str(memo.kind)


MEMO = register(
    Approvable(
        code="memos.memo",
        label="note aux ressources humaines",
        model=Memo,
        content=content,
        lock=lambda pk: lock_row(Memo, pk),
        approved=lambda memo, approval: actions.receive(memo),
        returned=lambda memo, approval, by: actions.give_back(memo, by=by),
        can_read=can_read,
        can_manage=policies.can_manage_circuit,
        is_confidential=True,
        excluded=excluded,
        described=described,
        described_with=("kind",),
        owner=Role.HUMAN_RESOURCES,
        circuits=lambda: MemoKind.objects.values("circuit"),
    )
)
