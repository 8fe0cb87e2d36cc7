"""What changed between two versions of a text."""

import pytest

from core.approvals.differences import differences
from core.approvals.models import Approval, ApprovalContent
from core.ui.differences import MOST_PARAGRAPHS, _numbered

pytestmark = pytest.mark.django_db


def version(text: str) -> ApprovalContent:
    return ApprovalContent(pk=0, approval=Approval(), number=1, title="Titre", text=text)


def changes(before: str, after: str) -> list[tuple[str, str]]:
    found = differences(version(before), version(after))
    assert found is not None
    return [(change.before, change.after) for change in found]


def test_only_what_changed() -> None:
    assert changes("Un.\n\nDeux.\n\nTrois.", "Un.\n\nDeux bis.\n\nTrois.") == [("Deux.", "Deux bis.")]
    assert changes("Un.", "Un.\r\n\r\nDeux.") == [("", "Deux.")]
    assert changes("Un.\n\nDeux.", "Deux.") == [("Un.", "")]
    assert changes("Un.", "Un.") == []


def test_equal_lines_are_compared_by_their_rank() -> None:
    """Each with all of them would take minutes."""
    assert _numbered(["A", "B", "A"]) == [("A", 0), ("B", 0), ("A", 1)]
    many = "\n\n".join(["A"] * (MOST_PARAGRAPHS - 10))
    assert changes(many, f"{many}\n\nB") == [("", "B")]


def test_texts_too_long_are_not_compared() -> None:
    assert differences(version("A"), version("\n\n".join(["A"] * (MOST_PARAGRAPHS + 1)))) is None
