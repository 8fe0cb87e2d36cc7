"""What each action changes, writes in the history and tells."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.history.entries import history_of
from manuals import actions
from manuals.models import Manual, OutdatedNotice, Pin
from tests.factories import AgentFactory
from tests.manuals.factories import (
    BODY,
    ManualFactory,
    OutageFactory,
    PinFactory,
    SoftwareFactory,
    pdf,
    replace,
)

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"title": "Nouveau", "dated_on": date(2026, 3, 2), "body": BODY}


def actions_of(row: Any) -> list[str]:
    return [entry.action for entry in history_of(row)]


def fresh(manual: Manual) -> Manual:
    return Manual.objects.for_page().get(pk=manual.pk)


# The software


def test_describe_refuses_what_is_not_a_referent_s(software, referent):
    with pytest.raises(TypeError, match="name"):
        actions.describe(software, by=referent, name="Autre")
    with pytest.raises(ValidationError, match="https"):
        actions.describe(software, by=referent, link="javascript:alert(1)")
    software.refresh_from_db()
    assert software.link == "https://budget.ville.example/"


def test_named_referents_are_told_once(moderator, told):
    software = SoftwareFactory.create(without_referents=True)
    one, two = AgentFactory.create(), AgentFactory.create()
    actions.name_referents(software, by=moderator, functional_referent=one, it_referent=None)
    assert told() == {"manuals.named": {one.identifiant}}
    actions.name_referents(software, by=moderator, functional_referent=one, it_referent=two)
    assert told() == {"manuals.named": {one.identifiant, two.identifiant}}
    with pytest.raises(ValidationError, match="fermé"):
        actions.name_referents(
            software, by=moderator, functional_referent=AgentFactory.create(closed=True), it_referent=two
        )
    assert actions_of(software)[0] == "a nommé les référents"


def test_where_it_stands(software, moderator):
    other = SoftwareFactory.create()
    actions.announce_replacement(software, by=moderator, replaced_by=other)
    with pytest.raises(ValidationError, match="Seul un progiciel en service"):
        actions.announce_replacement(software, by=moderator)
    OutageFactory.create(software=software)
    actions.retire(software, by=moderator, replaced_by=other)
    software.refresh_from_db()
    assert (software.state, software.replaced_by) == ("retired", other)
    assert not software.outages.open().exists()
    with pytest.raises(ValidationError, match="déjà retiré"):
        actions.retire(software, by=moderator)
    with pytest.raises(ValidationError, match="retiré"):
        actions.start_outage(software, by=moderator, message="Arrêt.")
    actions.put_in_use(software, by=moderator)
    software.refresh_from_db()
    assert (software.state, software.replaced_by) == ("in_use", None)
    with pytest.raises(ValidationError, match="déjà en service"):
        actions.put_in_use(software, by=moderator)
    with pytest.raises(ValidationError, match="lui-même"):
        actions.retire(software, by=moderator, replaced_by=software)


# Versions


def test_a_new_version_tells_the_referents_once_for_each_manual(software, referent, it_referent, told):
    old = ManualFactory.create(software=software, software_version="12.3")
    ManualFactory.create(software=software, software_version="13")
    ManualFactory.create(software=software, software_version="")
    ManualFactory.create(software=software, software_version="11", withdrawn=True)
    replaced = ManualFactory.create(software=software, software_version="11")
    ManualFactory.create(software=software, software_version="13", replaces=replaced)
    ManualFactory.create(software_version="1")
    actions.describe(software, by=referent, version_in_use="13")
    assert told() == {"manuals.outdated": {referent.identifiant, it_referent.identifiant}}
    notice = referent.notifications.get()
    assert f"«\u00a0{old.title}\u00a0», écrit pour la version 12.3" in notice.text
    assert notice.text.count("écrit pour") == 1
    assert notice.url == software.get_absolute_url()
    # Said once for this version, whatever is saved again.
    actions.describe(software, by=referent, version_in_use="13", purpose="Autre")
    actions.describe(software, by=referent, version_in_use="12")
    actions.describe(software, by=referent, version_in_use="13")
    assert referent.notifications.count() == 1
    actions.describe(software, by=referent, version_in_use="14")
    assert referent.notifications.count() == 2
    assert OutdatedNotice.objects.filter(manual=old).count() == 2


def test_a_manual_added_for_or_corrected_into_an_older_version_tells_too(software, referent, told):
    actions.add_manual(software, by=referent, software_version="12.3", **WORDS)
    actions.add_manual(software, by=referent, **WORDS)
    assert told() == {}
    actions.add_manual(software, by=referent, software_version="12.2", **WORDS)
    assert referent.identifiant in told()["manuals.outdated"]
    assert referent.notifications.count() == 1
    actions.correct_manual(
        ManualFactory.create(software=software), by=referent, software_version="9", **WORDS
    )
    assert referent.notifications.count() == 2


def test_nobody_to_tell_yet(moderator, told):
    """Those named afterwards are notified then."""
    software = SoftwareFactory.create(without_referents=True)
    ManualFactory.create(software=software, software_version="9")
    actions.describe(software, by=moderator, version_in_use="13")
    assert told() == {}
    one = AgentFactory.create()
    actions.name_referents(software, by=moderator, functional_referent=one, it_referent=one)
    assert told() == {"manuals.named": {one.identifiant}, "manuals.outdated": {one.identifiant}}


# Manuals


@pytest.mark.parametrize("body", ["", "<p></p>", "<p>\u00a0 </p>", "<script>alert(1)</script>"])
def test_nothing_to_read(software, referent, body):
    page = ManualFactory.create(software=software)
    for action in (
        lambda: actions.add_manual(software, by=referent, **WORDS | {"body": body}),
        lambda: actions.correct_manual(page, by=referent, **WORDS | {"body": body}),
        lambda: actions.add_manual(software, by=referent, document=pdf(), **WORDS),
    ):
        with pytest.raises(ValidationError, match="l’un ou l’autre"):
            action()


def test_replaced_those_who_pinned_are_notified_and_the_pin_follows(software, referent, told):
    old = ManualFactory.create(software=software, title="Ancien")
    readers = [PinFactory.create(manual=old).agent for _ in range(2)]
    closed = PinFactory.create(manual=old, agent=AgentFactory.create(closed=True)).agent
    PinFactory.create(manual=old, agent=referent)
    PinFactory.create(manual=ManualFactory.create(software=software))
    new = replace(old, by=referent, software_version="12.3", **WORDS)
    assert told() == {"manuals.replaced": {reader.identifiant for reader in readers}}
    assert {pin.agent for pin in Pin.objects.filter(manual=new)} == {*readers, closed, referent}
    assert not Pin.objects.filter(manual=old).exists()
    notice = readers[0].notifications.get()
    assert "«\u00a0Ancien\u00a0»" in notice.text
    assert "Votre épingle a suivi" in notice.text
    assert notice.url == new.get_absolute_url()
    assert (fresh(old).successor, fresh(new).is_current) == (new, True)
    assert actions_of(new) == ["a remplacé un manuel"]


def test_what_is_no_longer_current_stays_as_it_is(software, referent):
    old = ManualFactory.create(software=software, file=True)
    assert replace(old, by=referent, **WORDS).document is None
    assert fresh(old).document is not None
    stale = Manual.objects.get(pk=old.pk)
    for action in (
        lambda: replace(stale, by=referent, **WORDS),
        lambda: actions.correct_manual(stale, by=referent, **WORDS),
        lambda: actions.withdraw_manual(stale, by=referent),
    ):
        with pytest.raises(ValidationError, match="remplacé entre-temps") as refusal:
            action()
        assert "«\u00a0Nouveau\u00a0»" in refusal.value.messages[0]
    with pytest.raises(ValidationError, match="n’est pas retiré"):
        actions.restore_manual(stale, by=referent)


def test_a_manual_of_another_software_is_not_replaced(software, referent):
    with pytest.raises(ValidationError, match="même progiciel"):
        actions.add_manual(software, by=referent, replaces=ManualFactory.create(), **WORDS)


def test_withdrawn_and_put_back(software, referent, told):
    manual = ManualFactory.create(software=software)
    reader = PinFactory.create(manual=manual).agent
    actions.withdraw_manual(manual, by=referent)
    assert told() == {"manuals.withdrawn": {reader.identifiant}}
    assert Pin.objects.filter(manual=manual, agent=reader).exists()
    with pytest.raises(ValidationError, match="retiré entre-temps"):
        actions.withdraw_manual(manual, by=referent)
    with pytest.raises(ValidationError, match="ne peut plus être épinglé"):
        actions.pin(manual, by=referent)
    actions.restore_manual(manual, by=referent)
    assert fresh(manual).is_current
    assert actions_of(manual)[:2] == ["a remis le manuel", "a retiré le manuel"]
