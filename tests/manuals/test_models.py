"""What the database refuses, whatever writes to it; and the same in words."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.french import plain
from core.history.entries import history_of
from manuals.models import Manual, Outage, Software
from tests.manuals.factories import (
    BODY,
    ManualFactory,
    NeedFactory,
    OutageFactory,
    PinFactory,
    SoftwareFactory,
    pdf,
)

pytestmark = pytest.mark.django_db


def refused(model: Any, row: Any, **values: Any) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        model.objects.filter(pk=row.pk).update(**values)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("factory", "name", "constraint", "said"),
    [
        (SoftwareFactory, "Budgétine", "software_name_once", "porte déjà ce nom"),
        (NeedFactory, "État civil", "need_name_once", "existe déjà"),
    ],
)
def test_a_name_is_taken_once_whatever_its_letters(factory, name, constraint, said):
    factory.create(name=name)
    for twin in (name, plain(name), name.upper()):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            factory.create(name=twin)
        with pytest.raises(ValidationError, match=said):
            factory.build(name=twin).validate_constraints()


def test_who_pinned_what_is_not_kept():
    with pytest.raises(LookupError):
        history_of(PinFactory.create())


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://ville.example/"])
def test_a_link_is_a_web_address(link):
    assert "software_link_is_a_web_address" in refused(Software, SoftwareFactory.create(), link=link)
    with pytest.raises(ValidationError) as refusal:
        SoftwareFactory.build(link=link).clean_fields(exclude=["owner", "functional_referent", "it_referent"])
    assert "link" in refusal.value.message_dict


def test_a_successor_is_another_s_and_comes_with_the_departure():
    software, other = SoftwareFactory.create(), SoftwareFactory.create()
    name = "software_replaced_when_it_leaves"
    assert name in refused(Software, software, replaced_by=other)
    assert name in refused(Software, software, state="retired", replaced_by=software)
    Software.objects.filter(pk=software.pk).update(state="being_replaced", replaced_by=other)


def test_a_manual_is_a_file_or_a_page():
    page, file = ManualFactory.create(), ManualFactory.create(file=True)
    assert "manual_file_or_page" in refused(Manual, page, body="")
    assert "manual_file_or_page" in refused(Manual, page, document=pdf())
    assert "manual_file_or_page" in refused(Manual, file, document=None)
    assert "manual_file_or_page" in refused(Manual, file, body=BODY)


def test_a_manual_is_replaced_once_by_a_later_one_of_its_software():
    old = ManualFactory.create()
    new = ManualFactory.create(software=old.software, replaces=old)
    stranger = ManualFactory.create()
    assert "replaces" in refused(Manual, stranger, replaces=old)
    assert "manual_replaces_an_earlier_one" in refused(Manual, old, replaces=new)
    assert "manual_replaces_an_earlier_one" in refused(Manual, old, replaces=old)


def test_one_outage_at_a_time():
    outage = OutageFactory.create()
    with pytest.raises(IntegrityError, match="outage_one_at_a_time"), transaction.atomic():
        OutageFactory.create(software=outage.software)
    OutageFactory.create(software=outage.software, over=True)
    assert "outage_ended_by_someone" in refused(Outage, outage, ended_at=timezone.now())
    assert "outage_ended_by_someone" in refused(Outage, outage, ended_by=outage.said_by)


@pytest.mark.parametrize(
    ("described", "in_use", "note"),
    [
        ("12.2", "12.3", "Écrit pour la version 12.2\u00a0: la version en service est 12.3"),
        ("12.3", "12.3", ""),
        ("13", "12.3", "Écrit pour la version 13, pas encore en service"),
        ("", "12.3", "Version non précisée"),
        ("", "", ""),
        ("12", "", ""),
        ("Aurore", "Boréale", ""),
    ],
)
def test_what_a_reader_should_know_of_its_version(described, in_use, note):
    manual = ManualFactory.create(software_version=described, software__version_in_use=in_use)
    assert manual.note == note
    assert manual.is_outdated == note.endswith("12.3")


def test_current_or_not():
    old = ManualFactory.create()
    new = ManualFactory.create(software=old.software, replaces=old, title="Nouveau")
    gone = ManualFactory.create(software=old.software, withdrawn=True)
    rows = Manual.objects.for_page()
    assert [rows.get(pk=manual.pk).is_current for manual in (old, new, gone)] == [False, True, False]
    assert set(Manual.objects.current()) == {new}
    assert rows.get(pk=old.pk).note == "Remplacé par «\u00a0Nouveau\u00a0»"
    assert rows.get(pk=gone.pk).note == "Retiré"
