"""What the database refuses, whatever the door."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from legalwatch.models import Delivery, Entry, Following, LinkReport, Reading
from tests.factories import AgentFactory
from tests.legalwatch.factories import EntryFactory, SubjectFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now().replace(year=2020)


AN_ENTRY_IS_WHOLE = [
    ("watch_entry_is_short", {"summary": "x" * 601}),
    ("watch_entry_link_is_of_the_web", {"url": "javascript:alert(1)"}),
    ("watch_entry_link_is_of_the_web", {"url": "javascript:alert(1)\nhttps://exemple.fr/"}),
    ("watch_entry_link_is_of_the_web", {"url": "https://mairie:secret@exemple.fr/"}),
    ("watch_entry_link_is_of_the_web", {"url": "https://legifrance.example@exemple.fr"}),
    ("watch_entry_link_is_of_the_web", {"url": "https://exemple.fr/\u202etxt.exe"}),
    ("watch_entry_has_a_link_or_a_file", {"url": ""}),
    ("watch_entry_withdrawn_with_a_reason", {"withdrawn_at": LONG_AGO}),
    ("watch_entry_withdrawn_with_a_reason", {"withdrawn_reason": "Doublon."}),
    ("watch_entry_announced_once_published", {"announced_at": LONG_AGO}),
    ("watch_entry_announced_once_published", {"publish_at": None}),
]


def test_an_entry_is_whole(case):
    for constraint, fields in AN_ENTRY_IS_WHOLE:
        with case(constraint, fields):
            entry = EntryFactory.create()
            with pytest.raises(IntegrityError, match=constraint):
                Entry.objects.filter(pk=entry.pk).update(**fields)


def test_an_entry_is_never_replaced_by_itself():
    entry = EntryFactory.create()
    with pytest.raises(IntegrityError, match="watch_entry_replaced_by_another"):
        Entry.objects.filter(pk=entry.pk).update(replaced_by=entry.pk)


def test_each_thing_once(author):
    entry, subject = EntryFactory.create(), SubjectFactory.create()
    for make in (
        lambda: Following.objects.create(agent=author, subject=subject),
        lambda: Delivery.objects.create(agent=author, entry=entry),
        lambda: Reading.objects.create(agent=author, entry=entry),
        lambda: LinkReport.objects.create(entry=entry, reported_by=author),
    ):
        make()
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
    with pytest.raises(IntegrityError, match="closed_by_somebody"), transaction.atomic():
        LinkReport.objects.update(closed_at=timezone.now())
    LinkReport.objects.update(closed_at=timezone.now(), closed_by=author)
    LinkReport.objects.create(entry=entry, reported_by=author)


def test_elected_members_follow_nothing():
    elected = AgentFactory.create(is_elected=True, direction=None)
    with pytest.raises(IntegrityError, match="elected"):
        Following.objects.create(agent=elected, subject=SubjectFactory.create())
