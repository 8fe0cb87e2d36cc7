"""Written, scheduled, corrected, replaced, withdrawn; reported links."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.documents.models import Document
from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent
from legalwatch import actions
from legalwatch.models import Entry
from tests.directory.factories import staged
from tests.legalwatch.factories import EntryFactory, SubjectFactory, a_file, watcher

pytestmark = pytest.mark.django_db
LINK: dict[str, Any] = {"title": "Un seuil", "summary": "Il change.", "url": "https://exemple.fr/"}


def corrected(entry: Entry, by: Agent | None = None, **changes: Any) -> Entry:
    words = {name: getattr(entry, name) for name in ("title", "summary", "url", "in_force_on")}
    kept = {"replaced_by": entry.replaced_by, "outdated_reason": entry.outdated_reason}
    subjects = entry.subjects.all()
    return actions.change(entry, by=by or entry.author, **{"subjects": subjects, **words, **kept, **changes})


def test_published_at_once_on_a_day_or_kept():
    by, subject, today = watcher(), SubjectFactory.create(), timezone.localdate()
    now = actions.write(by=by, subjects=[subject], **LINK)
    same_day = actions.write(by=by, subjects=[subject], publish_on=today, **LINK)
    later = actions.write(by=by, subjects=[subject], publish_on=today + timedelta(days=2), **LINK)
    draft = actions.write(by=by, subjects=[subject], is_draft=True, **LINK)
    assert [each.is_published for each in (now, same_day, later, draft)] == [True, True, False, False]
    assert later.publish_at
    local = timezone.localtime(later.publish_at)
    assert (local.date(), local.hour) == (today + timedelta(days=2), 0)
    assert draft.publish_at is None


def test_nobody_else_writes(outsider, administrator):
    entry = EntryFactory.create()
    subjects = [SubjectFactory.create()]
    calls: list[Callable[[Agent], Any]] = [
        lambda by: actions.write(by=by, subjects=subjects, **LINK),
        lambda by: corrected(entry, by, title="Autre"),
        lambda by: actions.withdraw(entry, by=by, reason="x"),
        lambda by: actions.restore(entry, by=by),
        lambda by: actions.settle_link(entry, by=by),
    ]
    for agent in (outsider, administrator):
        for call in calls:
            with pytest.raises(PermissionDenied):
                call(agent)


def test_a_day_is_moved_until_it_comes():
    entry = EntryFactory.create(scheduled=True)
    assert entry.publish_at
    known = timezone.localdate(entry.publish_at)
    assert corrected(entry, publish_on=known).publish_at == entry.publish_at
    assert corrected(entry, is_draft=True).publish_at is None
    assert corrected(entry).is_published
    assert corrected(entry, publish_on=known).is_published


def test_replaced_by_another_never_in_a_circle():
    old, new, newest = (EntryFactory.create() for _ in range(3))
    assert corrected(old, replaced_by=new).is_outdated
    corrected(new, replaced_by=newest)
    for entry, replacement in ((old, old), (newest, old), (newest, new), (newest, newest)):
        with pytest.raises(ValidationError) as refused:
            corrected(Entry.objects.get(pk=entry.pk), replaced_by=replacement)
        assert "replaced_by" in refused.value.message_dict
    for unread in (EntryFactory.create(draft=True), EntryFactory.create(scheduled=True)):
        with pytest.raises(ValidationError, match="déjà publié"):
            corrected(newest, replaced_by=unread)
    with pytest.raises(ValidationError, match="en remplace d’autres"):
        actions.withdraw(newest, by=newest.author, reason="Doublon.")


@pytest.mark.parametrize("state", [{}, {"draft": True}, {"scheduled": True}])
def test_a_withdrawal_is_undone(state):
    """It is what it was; nobody is told twice, and not before its day."""
    entry, other = EntryFactory.create(**state), watcher()
    before = (entry.publish_at, entry.announced_at)
    actions.withdraw(entry, by=entry.author, reason="Doublon.")
    entry = actions.restore(entry, by=other)
    assert (entry.withdrawn_at, entry.withdrawn_reason) == (None, "")
    assert (entry.publish_at, entry.announced_at) == before
    assert (history_of(entry)[0].by, history_of(entry)[0].action) == (other, "a remis le texte")
    with pytest.raises(ValidationError, match="déjà remis"):
        actions.restore(entry, by=other)


def test_what_is_withdrawn_is_not_corrected():
    entry = EntryFactory.create()
    actions.withdraw(entry, by=entry.author, reason="Doublon.")
    entry.refresh_from_db()
    assert (entry.is_published, entry.withdrawn_reason) == (False, "Doublon.")
    with pytest.raises(ValidationError, match="retiré"):
        corrected(entry, title="Autre")


def test_a_file_replaced_is_held_no_more(documents_dir):
    entry = EntryFactory.create(document=a_file())
    first = entry.document
    entry = corrected(entry, upload=staged(entry.author, b"Le nouveau texte.", "nouveau.txt"))
    assert entry.document
    assert entry.document != first
    assert not Document.objects.filter(pk=first.pk).exists()
    assert corrected(entry, is_file_removed=True).document is None
    with pytest.raises(ValidationError, match="un fichier"):
        corrected(entry, url="")


# Links that no longer answer


def test_one_report_until_a_watcher_answers(author, outsider, told):
    entry, other = EntryFactory.create(), watcher()
    assert actions.report_link(entry, by=author)
    assert not actions.report_link(entry, by=outsider)
    assert told() == {"legalwatch.dead_link": {entry.author.identifiant, other.identifiant}}
    assert actions.settle_link(entry, by=other)
    assert not actions.settle_link(entry, by=other)
    assert not Notification.objects.unread().exists()
    assert actions.report_link(entry, by=outsider)


def test_a_new_link_settles_the_report(author):
    entry = EntryFactory.create()
    actions.report_link(entry, by=author)
    corrected(entry, title="Rien du lien")
    assert entry.link_reports.open().exists()
    corrected(entry, url="https://exemple.fr/nouveau")
    assert not entry.link_reports.open().exists()
    report = entry.link_reports.get()
    assert (report.reported_by, report.closed_by) == (author, entry.author)


def test_no_link_no_report(author):
    for entry in (
        EntryFactory.create(url="", with_file=True),
        EntryFactory.create(scheduled=True),
        EntryFactory.create(withdrawn=True),
    ):
        with pytest.raises(PermissionDenied):
            actions.report_link(entry, by=author)
