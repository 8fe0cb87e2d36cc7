"""What an import writes: once, whole, and said line by line."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from core.history.entries import history_of
from core.search.models import Entry
from deliberations import scdl
from deliberations.models import CouncilSession, Deliberation, Matter, NumberingChoice
from deliberations.models.imports import COUNTS
from imports.scdl import importer
from imports.scdl.parser import Outcome
from tests.deliberations.factories import DeliberationFactory, SessionFactory, unread
from tests.imports.scdl.scdl_files import line, raw, written

DAY = date(2026, 6, 25)


def events() -> int:
    """Rows of history, of acts and of sessions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM deliberations_deliberationevent)"
            " + (SELECT count(*) FROM deliberations_councilsessionevent)"
        )
        return int(cursor.fetchone()[0])


def test_a_line_becomes_a_published_deliberation(tmp_path, imported, council_secretary):
    report, results = imported(written(tmp_path, line()), by=council_secretary)
    assert [(each.outcome, each.words) for each in results.values()] == [(Outcome.CREATED, "")]
    assert report.notes == []
    assert (report.created, report.sessions) == (1, 1)
    deliberation = Deliberation.objects.select_related("session", "matter").get()
    assert deliberation.session.is_published
    assert deliberation.session.first_published_at == deliberation.session.published_at
    assert deliberation.session.held_on == DAY
    assert deliberation.session.deliberation_count == 1
    assert deliberation.number == deliberation.slug == "2026_06_001"
    assert deliberation.matter is not None
    assert deliberation.matter.code == "7.1"
    assert (deliberation.seats, deliberation.votes_for) == (45, 36)
    assert deliberation.result == Deliberation.Result.ADOPTED
    assert (deliberation.year, deliberation.session_kind) == (2026, "ordinary")
    assert deliberation.session.created_by == council_secretary
    for tracked in (deliberation, deliberation.session):
        assert [(entry.by, entry.action) for entry in history_of(tracked)] == [
            (council_secretary, "a importé un fichier SCDL")
        ]


def test_twice_changes_nothing(tmp_path, imported):
    lines = [line(DELIB_ID=f"2026_06_{number:03}") for number in range(30)]
    path = written(tmp_path, *lines, line(DELIB_ID="A 2", DELIB_DATE="02/07/2021", DELIB_MATIERE_CODE="9.9"))
    imported(path)
    rows, written_before = list(Deliberation.objects.order_by("pk").values()), events()
    report, results = imported(path)
    assert {each.outcome for each in results.values()} == {Outcome.SAME}
    assert report.sessions == 0
    assert list(Deliberation.objects.order_by("pk").values()) == rows
    assert events() == written_before


def test_a_changed_value_is_corrected_and_said(tmp_path, imported, council_secretary):
    imported(written(tmp_path, line()))
    changed = line(
        DELIB_OBJET="Adoption du budget", VOTE_POUR="35", DELIB_MATIERE_CODE="8.4", DELIB_MATIERE_NOM=""
    )
    _, results = imported(written(tmp_path, changed), by=council_secretary)
    words = results[2].words.split("\u00a0; ")
    assert results[2].outcome == Outcome.CHANGED
    assert any(word.startswith("objet") and "Adoption du budget" in word for word in words)
    assert any("36" in word and "35" in word for word in words)
    assert any("7.1" in word and "8.4" in word for word in words)
    deliberation = Deliberation.objects.get()
    assert (deliberation.object, deliberation.votes_for) == ("Adoption du budget", 35)
    entry = history_of(deliberation)[0]
    assert (entry.by, entry.action) == (council_secretary, "a importé un fichier SCDL")


def test_a_blank_never_erases(tmp_path, imported):
    imported(written(tmp_path, line()))
    before = Deliberation.objects.values().get()
    blanks = dict.fromkeys(
        ["DELIB_MATIERE_CODE", "DELIB_MATIERE_NOM", "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE"], ""
    ) | dict.fromkeys(
        ["VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION", "DELIB_URL"], ""
    )
    _, results = imported(written(tmp_path, line(**blanks)))
    assert results[2].outcome == Outcome.SAME
    assert Deliberation.objects.values().get() == before


def test_votes_that_contradict_those_of_the_intranet_are_left(tmp_path, imported):
    imported(written(tmp_path, line()))
    more = line(
        VOTE_EFFECTIF="", VOTE_REEL="", VOTE_POUR="44", VOTE_CONTRE="", VOTE_ABSTENTION="", PREF_ID="PREF034"
    )
    _, results = imported(written(tmp_path, more))
    assert results[2].outcome == Outcome.CHANGED
    assert "votes laissés" in results[2].words
    assert Deliberation.objects.get().votes_for == 36


def test_what_the_site_added_is_kept(tmp_path, imported):
    act = DeliberationFactory.create(
        number="2026_06_001", result="noted", acknowledgement="099-1", session__place="Théâtre"
    )
    _, results = imported(written(tmp_path, line()))
    assert results[2].outcome == Outcome.CHANGED
    act.refresh_from_db()
    assert (act.result, act.acknowledgement, act.session.place) == ("noted", "099-1", "Théâtre")
    assert Deliberation.objects.count() == 1


def test_a_new_line_goes_to_the_end_of_its_session(tmp_path, imported):
    session = SessionFactory.create()
    DeliberationFactory.create(session=session, number="2026_06_900", position=7)
    imported(written(tmp_path, line(DELIB_ID="B"), line(DELIB_ID="A")))
    found = session.deliberations.order_by("position").values_list("number", "position")
    assert list(found) == [("2026_06_900", 7), ("B", 8), ("A", 9)]
    session.refresh_from_db()
    assert session.deliberation_count == 3


def test_an_older_version_of_the_nomenclature_is_kept(tmp_path, imported):
    imported(written(tmp_path, line()))
    current = Matter.objects.get(code="7.1", nomenclature__is_current=True)
    old = type(current.nomenclature).objects.create(label="Ancienne", dated_on=date(2010, 1, 1))
    matter = Matter.objects.create(nomenclature=old, code="7.1", level1="A", level2="B", scdl_name="a/b")
    Deliberation.objects.update(matter=matter)
    _, results = imported(written(tmp_path, line()))
    assert results[2].outcome == Outcome.SAME


# Refusals


def test_a_session_in_preparation_is_neither_touched_nor_published(tmp_path, imported):
    session = unread()
    act = DeliberationFactory.create(session=session, number="2026_06_001")
    report, results = imported(written(tmp_path, line(), line(DELIB_ID="2026_06_777")))
    assert report.refused == 2
    assert all("en préparation" in each.words for each in results.values())
    session.refresh_from_db()
    assert not session.is_published
    assert list(session.deliberations.all()) == [act]


def test_a_published_session_of_the_day_takes_what_another_in_preparation_does_not(tmp_path, imported):
    unread()
    published = SessionFactory.create(slug="2026-06-25-2", kind="extraordinary")
    imported(written(tmp_path, line()))
    assert Deliberation.objects.get().session == published


def test_a_number_of_another_day_of_the_year_is_refused(tmp_path, imported):
    DeliberationFactory.create(number="2026_06_001", session__held_on=date(2026, 3, 5))
    _, results = imported(written(tmp_path, line()))
    assert "numéro déjà donné" in results[2].words
    assert "5\u00a0mars\u00a02026" in results[2].words


def test_the_same_number_another_year_is_another_act(tmp_path, imported):
    report, _ = imported(written(tmp_path, line(), line(DELIB_DATE="2025-06-26")))
    assert report.created == 2


@pytest.mark.parametrize("batch", [1, 1000])
@pytest.mark.parametrize("has_session", [True, False])
def test_numbers_that_begin_again_at_each_session(tmp_path, imported, monkeypatch, batch, has_session):
    monkeypatch.setattr(importer, "BATCH", batch)
    if has_session:
        DeliberationFactory.create(number="1", session__held_on=date(2026, 3, 5))
    NumberingChoice.objects.update_or_create(kind="ordinary", defaults={"numbering": "session"})
    lines = [line(DELIB_ID=number, DELIB_DATE=day) for day in ("2026-06-25", "2026-09-24") for number in "12"]
    path = written(tmp_path, *lines, line(DELIB_ID="1", DELIB_DATE="2026-09-24"))
    for dry_run in (True, False):
        report, results = imported(path, dry_run=dry_run)
        assert (report.created, report.sessions) == (4, 2)
        assert results[6].words == "même numéro et même date que la ligne 4"
        assert not any("se répètent" in note for note in report.notes)
    again, _ = imported(path)
    assert again.same == 4
    assert Deliberation.objects.filter(number="1").count() == 2 + has_session
    assert {act.numbering for act in Deliberation.objects.all()} == {"session"}


def test_numbers_that_repeat_say_how_to_accept_them(tmp_path, imported):
    lines = [line(DELIB_ID="1"), line(DELIB_ID="1", DELIB_DATE="2026-06-24")]
    report, _ = imported(written(tmp_path, *lines))
    assert "recommencent à chaque séance" in report.notes[0]
    DeliberationFactory.create(number="2", session__held_on=date(2026, 3, 5))
    report, _ = imported(written(tmp_path, line(DELIB_ID="2")))
    assert "recommencent à chaque séance" in report.notes[0]


@pytest.mark.parametrize("batch", [1, 1000])
def test_a_number_given_twice_is_refused_the_second_time(tmp_path, imported, monkeypatch, batch):
    monkeypatch.setattr(importer, "BATCH", batch)
    again = [line(), line(DELIB_OBJET="Autre"), line(DELIB_DATE="2026-06-26"), line(DELIB_ID="B")]
    for dry_run in (True, False, False):
        _, results = imported(written(tmp_path, *again), dry_run=dry_run)
        assert results[3].words == "même numéro et même date que la ligne 2"
        assert "numéro déjà donné" in results[4].words
        assert results[5].outcome in (Outcome.CREATED, Outcome.SAME)
    assert Deliberation.objects.get(number="2026_06_001").object == line()["DELIB_OBJET"]


def test_series_of_two_kinds_may_bear_one_number(tmp_path, imported):
    """As the site's own export of such a year does."""
    SessionFactory.create()
    SessionFactory.create(held_on=date(2026, 7, 2), kind="extraordinary")
    path = written(tmp_path, line(), line(DELIB_DATE="2026-07-02"))
    assert imported(path)[0].created == 2
    assert imported(path)[0].same == 2


def test_what_only_the_database_refuses_leaves_the_others_alone(tmp_path, imported):
    """A constraint that no check of ours foresees: one line is left out, and results."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE deliberations_deliberation ADD CONSTRAINT not_foreseen CHECK (object <> 'Sept')"
        )
    names = [f"Objet {number}" for number in range(12)]
    names[7] = "Sept"
    lines = [line(DELIB_ID=str(number), DELIB_OBJET=name) for number, name in enumerate(names)]
    report, results = imported(written(tmp_path, *lines, line(DELIB_DATE="hier")))
    assert (report.created, report.refused) == (11, 2)
    assert "not_foreseen" in results[9].words
    assert Deliberation.objects.count() == 11
    assert report.sessions == CouncilSession.objects.count() == 1


# Search, history, dry run


def test_index_rows_are_written_with_the_acts(tmp_path, imported):
    imported(written(tmp_path, line(), line(DELIB_ID="A 2")))
    of_acts = Entry.objects.filter(content_type=ContentType.objects.get_for_model(Deliberation))
    assert of_acts.count() == 2
    imported(written(tmp_path, line(DELIB_OBJET="Cimetière paysager")))
    entry = of_acts.get(object_id=Deliberation.objects.get(number="2026_06_001").pk)
    assert entry.title == "Cimetière paysager"


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path, imported):
    DeliberationFactory.create(number="2026_06_001")
    rows, written_before = list(Deliberation.objects.values()), events()
    lines = [line(), *(line(DELIB_ID=str(n), DELIB_DATE=f"2021-07-0{n % 3 + 1}") for n in range(9))]
    path = written(tmp_path, *lines, line(DELIB_DATE="hier"))
    forecast, foretold = imported(path, dry_run=True)
    assert list(Deliberation.objects.values()) == rows
    assert CouncilSession.objects.count() == 1
    assert events() == written_before
    report, results = imported(path)
    assert [getattr(forecast, name) for name in COUNTS] == [getattr(report, name) for name in COUNTS]
    said = [[(one.line, one.outcome, one.words) for one in each.values()] for each in (foretold, results)]
    assert said[0] == said[1]


def test_hostile_cells_do_no_harm(tmp_path, imported):
    nasty = line(
        DELIB_ID="'; DROP TABLE x; -- %s {0} \\N",
        DELIB_OBJET='Nul\x00 et \u202e %(a)s \\ " $$',
        BUDGET_NOM="\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    )
    imported(written(tmp_path, nasty))
    act = Deliberation.objects.get()
    assert act.number == "'; DROP TABLE x; -- %s {0} \\N"
    assert "\x00" not in act.object


def test_a_name_of_address_already_taken(tmp_path, imported):
    """A session moved to another day may keep the name of its first."""
    SessionFactory.create(held_on=date(2026, 6, 26), slug="2026-06-25")
    imported(written(tmp_path, line()))
    assert CouncilSession.objects.get(held_on=DAY).slug == "2026-06-25-2"


def test_the_sites_own_export_comes_back_unchanged(tmp_path, imported):
    session = SessionFactory.create()
    for number in ("2026_06_001", "DEL 2026 / 2", "7.1"):
        DeliberationFactory.create(
            session=session, number=number, object='Un « objet », avec "guillemets" ; et fin'
        )
    before = list(Deliberation.objects.order_by("pk").values())
    path = raw(tmp_path, b"".join(scdl.csv_chunks([session.pk])))
    report, results = imported(path)
    assert {each.outcome for each in results.values()} == {Outcome.SAME}
    assert report.notes == []
    assert {each.words for each in results.values()} == {""}
    assert list(Deliberation.objects.order_by("pk").values()) == before


def test_statements_do_not_grow_with_the_lines(tmp_path, imported, statements):
    def sent(count: int, start: int) -> int:
        lines = [line(DELIB_ID=str(start + n)) for n in range(count)]
        path = written(tmp_path, *lines)
        return statements(lambda: imported(path))  # type: ignore[operator]  # the fixture is a function

    sent(1, 0)
    assert sent(1, 100) == sent(200, 1000)
