"""What changed between two versions of a text."""

import time

from core.approvals import actions
from core.approvals.registry import ApprovedFile
from core.approvals.views import Comparison, compared
from core.documents.models import PageText
from core.web.differences import MOST_LINES, Difference, changed_passages
from tests.documents import samples
from tests.documents.factories import DocumentFactory


def changes(before: str, after: str) -> list[tuple[str, str]]:
    found = changed_passages(before.split("\n\n"), after.split("\n\n"))
    assert found is not None
    return [shown(change) for change in found]


def shown(change: Difference) -> tuple[str, str]:
    """What was changed is between stars."""
    old, new = (
        " ".join(f"*{words}*" if is_marked else words for is_marked, words in side)
        for side in (change.before, change.after)
    )
    return old, new


def test_only_what_changed():
    assert changes("Un.\n\nDeux.\n\nTrois.", "Un.\n\nDeux bis.\n\nTrois.") == [("*Deux.*", "*Deux bis.*")]
    assert changes("Un.", "Un.\n\nDeux.") == [("", "*Deux.*")]
    assert changes("Un.\n\nDeux.", "Deux.") == [("*Un.*", "")]
    assert changes("Un.", "Un.") == []


def test_words_are_marked_and_the_others_shortened():
    """A number changed, lines broken elsewhere, and nothing else: neither strikes the page."""
    words = [f"mot{number}" for number in range(300)]
    page = [" ".join(words[at : at + 10]) for at in range(0, 300, 10)]
    words[150] = "999"
    reflowed = [" ".join(words[at : at + 11]) for at in range(0, 300, 11)]
    found = changed_passages(page, reflowed)
    assert found is not None
    [(before, after)] = [shown(change) for change in found]
    assert "mot149 *mot150* mot151" in before
    assert "mot149 *999* mot151" in after
    assert before.count("*") == after.count("*") == 2
    assert "…" in before
    assert len(before.split()) < 60


def test_equal_lines_are_compared_by_their_rank():
    """Each with all of them would take minutes."""
    many = "\n\n".join(["A"] * (MOST_LINES - 10))
    assert changes(many, f"{many}\n\nB") == [("", "*B*")]


def test_the_time_is_bounded():
    """Every second word differs, on one line and on many: the slowest case of the standard library."""
    began = time.monotonic()
    one, other = ([f"{word}{at} même{at // 200}" for at in range(8_000)] for word in "ab")
    for old, new in (([" ".join(one)], [" ".join(other)]), (one, other)):
        assert changed_passages(old, new)
    alternate = [[line for at in range(9_000) for line in (f"{at}", f"{word}{at} b c")] for word in "ab"]
    assert changed_passages(*alternate)
    assert time.monotonic() - began < 10
    assert changed_passages(["A"], ["A"] * (MOST_LINES + 1)) is None


def stored(name: str, *pages: str) -> ApprovedFile:
    document = DocumentFactory.create(name=name, data=samples.pdf(*pages or (name,)))
    for number, text in enumerate(pages, 1):
        PageText.objects.create(document=document, number=number, text=text)
    return ApprovedFile(name, document)


def test_files_changed_and_unchanged(need, writer, approval, files):
    """An unchanged file is not said to have changed; one that is not read yet says nothing of its words."""
    unread, page = stored("plan.pdf"), "Article 1\nLe prix est de 10 euros\npar an."
    files += [unread, stored("projet.pdf", page)]
    actions.content_changed(need, by=writer)
    files[1] = stored("projet.pdf", page.replace("10", "12"))
    actions.content_changed(need, by=writer)
    files[1] = stored("projet.pdf")
    actions.content_changed(need, by=writer)
    first, second, third, fourth = approval.contents.all()
    found = compared(second, third)
    assert found.differences is not None
    assert [shown(change) for change in found.differences] == [
        ("Le prix est de *10* euros", "Le prix est de *12* euros")
    ]
    assert not found.has_unread_files
    assert found.has_other_files
    assert compared(third, fourth) == Comparison([], has_unread_files=True, has_other_files=True)
    assert compared(third, third) == Comparison([], has_unread_files=False, has_other_files=False)
    assert compared(first, second).has_unread_files
