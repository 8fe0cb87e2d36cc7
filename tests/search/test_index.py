"""Index rows follow their objects, in the transaction of the change."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.documents.models import Document, PageText
from core.documents.signals import text_read
from core.people.roles import Role
from core.search.index import refresh, refresh_batch
from core.search.models import Entry, Holding
from core.search.tasks import refresh_due
from manuals.models import Manual
from manuals.registrations import MANUALS
from rooms.models import Equipment
from tests.manuals.factories import ManualFactory
from tests.rooms.factories import a_room
from tests.search.factories import give_pages, manual_of, read_document
from tests.search.finding import search
from tests.suggestions.factories import IdeaFactory, idea_in
from tests.tips.factories import TipFactory
from tips.models import Tip

pytestmark = pytest.mark.django_db


def entry_of(obj: Any) -> Entry:
    return Entry.objects.get(page=None, object_id=obj.pk, url=obj.get_absolute_url())


class TestObjects:
    def test_a_changed_object_has_its_row_changed(self, outsider, titles):
        tip = TipFactory.create(title="Nommer ses fichiers")
        tip.title = "Classer ses dossiers"
        tip.save()
        assert titles("classer", outsider) == ["Classer ses dossiers"]
        assert titles("nommer", outsider) == []

    def test_a_kind_that_holds_no_file_asks_for_none(self):
        with CaptureQueriesContext(connection) as sent:
            TipFactory.create().save()
        assert not [query for query in sent if Holding._meta.db_table in query["sql"]]

    def test_a_kind_that_offers_files_says_so(self):
        """Otherwise they would be found by nobody, and nobody would know."""
        manual = manual_of("Une page.")
        with pytest.raises(ValueError, match="does not say has_files"):
            refresh_batch(replace(MANUALS, has_files=False), [manual.pk])

    def test_a_sign_in_and_a_role_leave_it_alone(self, outsider):
        group = Group.objects.get(name=Role.ROOM_MANAGER)
        with CaptureQueriesContext(connection) as sent:
            Client().force_login(outsider)
            outsider.groups.add(group)
            outsider.groups.clear()
        assert not [query for query in sent if "search_" in query["sql"]]

    def test_a_field_that_shows_is_refreshed_with_one_that_does_not(self, outsider, author, titles):
        outsider.last_name = "Zquidamovitch"
        outsider.save(update_fields=["last_name", "last_login"])
        assert titles("zquidamovitch", author) == [str(outsider)]

    def test_a_row_that_does_not_change_is_not_written(self):
        tip = TipFactory.create()
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid FROM search_entry WHERE object_id = %s", [tip.pk])
            before = cursor.fetchone()
            refresh([tip])
            cursor.execute("SELECT ctid FROM search_entry WHERE object_id = %s", [tip.pk])
            assert cursor.fetchone() == before

    def test_as_many_statements_for_one_and_for_twenty(self, author, statements):
        ideas = IdeaFactory.create_batch(20, author=author)
        assert statements(lambda: refresh(ideas[:1])) == statements(lambda: refresh(ideas))

    def test_equipment_given_to_a_room_is_found(self, outsider, titles):
        room = a_room()
        projector = Equipment.objects.create(name="vidéoprojecteur")
        room.equipment.add(projector)
        assert titles("videoprojecteur", outsider) == [room.name]
        projector.name = "téléviseur"
        projector.save()
        assert titles("televiseur", outsider) == [room.name]
        room.equipment.remove(projector)
        assert titles("televiseur", outsider) == []

    def test_an_answer_is_found_once_it_is_published(self, outsider, titles):
        idea = idea_in("retained", title="Le formulaire")
        assert titles("janvier", outsider) == ["Le formulaire"]
        assert idea.published_answer

    def test_a_tip_published_ahead_waits_for_its_month(self, outsider, titles):
        tip = TipFactory.create(title="La piscine", months_ago=-1)
        assert titles("piscine", outsider) == []
        assert entry_of(tip).changes_on == tip.month
        refresh_due()
        assert titles("piscine", outsider) == []
        # The month has come: what the clock does, the test does to the row.
        Tip.objects.filter(pk=tip.pk).update(month=timezone.localdate().replace(day=1))
        Entry.objects.filter(object_id=tip.pk).update(changes_on=timezone.localdate() - timedelta(days=1))
        refresh_due()
        assert titles("piscine", outsider) == ["La piscine"]
        assert entry_of(tip).changes_on is None


class TestFiles:
    def test_pages_are_found_with_what_holds_them(self, outsider):
        manual = manual_of("Le début.", "Une girafe.")
        (row,) = search("girafe", outsider).rows
        assert (row.url, row.page) == (manual.get_absolute_url(), 2)

    def test_pages_read_after_the_object_was_saved(self, outsider, titles):
        document = read_document()
        manual = ManualFactory.create(document=document, body="")
        assert titles("girafe", outsider) == []
        give_pages(document, "Une girafe.")
        assert titles("girafe", outsider) == [manual.title]
        give_pages(document, "Un zèbre.", "")
        assert titles("girafe", outsider) == []
        assert titles("zebre", outsider) == [manual.title]
        assert Entry.objects.filter(page__isnull=False).count() == 1

    def test_a_file_that_is_held_no_more_is_found_no_more(self, outsider, titles):
        manual = manual_of("Une girafe.")
        manual.document = read_document("Un zèbre.")
        manual.save()
        assert titles("girafe", outsider) == []
        assert titles("zebre", outsider) == [manual.title]

    def test_a_deleted_object_takes_its_pages_with_it(self):
        manual = manual_of("Une girafe.")
        manual.delete()
        assert not Entry.objects.filter(page__isnull=False).exists()
        assert not Holding.objects.exists()

    def test_pages_follow_the_readers_of_their_object(self):
        manual = manual_of("Une girafe.")
        rows = Entry.objects.filter(kind="manuals.manual")
        rows.update(readers=["personne"])
        refresh([manual])
        assert [row.readers for row in rows] == [["tous"], ["tous"]]

    def test_one_file_in_two_objects_is_found_twice(self, outsider):
        document = read_document("Une girafe.")
        ManualFactory.create_batch(2, document=document, body="")
        assert search("girafe", outsider).count == 2


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Real threads, real commits: the row shows what was committed last."""

    def test_a_refresh_waits_for_a_change_that_is_not_committed(self):
        tip = TipFactory.create(title="Avant")
        changed, done = threading.Event(), threading.Event()

        def refresh_meanwhile() -> None:
            changed.wait(20)
            refresh([tip])
            done.set()
            connection.close()

        thread = threading.Thread(target=refresh_meanwhile)
        thread.start()
        with transaction.atomic():
            tip.title = "Après"
            tip.save()
            changed.set()
            # It cannot be done: the row is locked until this transaction ends.
            assert not done.wait(0.5)
        thread.join(20)
        assert done.is_set()
        assert entry_of(tip).title == "Après"

    def test_a_first_refresh_and_a_change_at_once(self, together):
        """A row that is missing cannot be locked: whoever inserts it first is waited for."""
        tip = TipFactory.create(title="Avant")

        def change() -> None:
            with transaction.atomic():
                changed = Tip.objects.select_for_update().get(pk=tip.pk)
                changed.title = "Après"
                changed.save()

        for _ in range(5):
            Entry.objects.all().delete()
            Tip.objects.update(title="Avant")
            assert together(change, lambda: refresh([tip]), lambda: refresh([tip])) == [None] * 3
            assert entry_of(tip).title == "Après"

    def test_a_file_is_read_while_what_holds_it_changes(self, together):
        manual = manual_of("Une page.")
        document = manual.document

        def read() -> None:
            with transaction.atomic():
                Document.objects.select_for_update().get(pk=document.pk)
                give_pages(document, "Une girafe.", "Un zèbre.")

        def change() -> None:
            with transaction.atomic():
                changed = Manual.objects.select_for_update(of=("self",)).get(pk=manual.pk)
                changed.dated_on += timedelta(days=1)
                changed.save()

        for _ in range(4):
            assert together(read, change, lambda: refresh([manual])) == [None] * 3
            manual.refresh_from_db()
            pages = Entry.objects.filter(page__isnull=False)
            assert pages.count() == 2
            assert {page.on for page in pages} == {manual.dated_on}

    def test_a_file_is_read_while_it_is_attached(self, together):
        for _ in range(4):
            document = read_document()

            def read(document: Document = document) -> None:
                with transaction.atomic():
                    Document.objects.select_for_update().get(pk=document.pk)
                    PageText.objects.create(document=document, number=1, text="Une girafe.")
                    text_read.send(sender=Document, document=document)

            def attach(document: Document = document) -> None:
                with transaction.atomic():
                    ManualFactory.create(document=document, body="")

            assert together(read, attach) == [None] * 2
            assert Entry.objects.filter(page__document=document).count() == 1
