"""An assessment: begun with the actions of its period, written, published, frozen; the yearly reminder."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import to_do_for
from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent
from core.web.charts import SUPPRESSED
from dematerialisation.assessment import actions
from dematerialisation.assessment.comparison import comparison_of, figures_of
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.assessment import HEADINGS
from suggestions.statistics import load_statistics
from tests.dematerialisation.factories import (
    ActionFactory,
    AssessedActionFactory,
    AssessmentFactory,
    GainFactory,
    a_head,
)
from tests.factories import AgentFactory, member
from tests.legalwatch.factories import EntryFactory
from tests.rooms.factories import a_booking, a_room, hours
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db


def day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def begun(by: Agent) -> Assessment:
    return actions.begin(by=by, starts_on=day(366), ends_on=day(1))


def published(assessment: Assessment, by: Agent) -> Assessment:
    actions.publish(assessment, by=by, seen=assessment.stamp)
    assessment.refresh_from_db()
    return assessment


# Begun


@pytest.mark.parametrize("who", ["member", "head_without_role"])
def test_only_the_head_of_the_group_begins(who):
    agent = {"member": member, "head_without_role": a_head}[who]()
    if who == "head_without_role":
        agent.groups.clear()
        agent = Agent.objects.get(pk=agent.pk)
    with pytest.raises(PermissionDenied):
        begun(agent)
    assert not Assessment.objects.exists()


def test_an_assessment_begins_with_the_actions_of_its_period():
    done = ActionFactory.create(
        done_on=day(100), what_it_changed="<p>Un tampon de <strong>moins</strong></p>"
    )
    going = ActionFactory.create(in_progress=True, decided_on=day(50))
    dropped = ActionFactory.create(dropped=True, dropped_on=day(30), dropped_reason="La loi a changé.")
    ActionFactory.create(done_on=day(500))
    ActionFactory.create(planned=True, decided_on=day(0))
    assessment = begun(a_head())
    rows = {row.action: row for row in assessment.actions.all()}
    assert set(rows) == {done, going, dropped}
    assert rows[done].what_changed == "Un tampon de moins"
    assert [rows[action].verdict for action in (done, going, dropped)] == ["", "", "dropped"]
    assert rows[dropped].reason == "La loi a changé."


def test_gains_are_known_as_measured_or_as_estimated():
    action = ActionFactory.create(done_on=day(100))
    GainFactory.create(action=action, unit="sheets", was_measured=True)
    GainFactory.create(action=action, unit="hours", guessed=12, guess_method="au jugé")
    row = begun(a_head()).actions.get()
    assert (row.sheets, row.hours, row.links) == (900, 12, None)


@pytest.mark.django_db(transaction=True)
def test_begun_twice_at_once_is_begun_once(together):
    head = a_head()
    one, other = together(lambda: begun(head), lambda: begun(head))
    assert one == other
    assert Assessment.objects.count() == 1


def test_two_periods_do_not_overlap():
    head = a_head()
    begun(head)
    with pytest.raises(ValidationError, match="couvre déjà"):
        actions.begin(by=head, starts_on=day(30), ends_on=day(-30))
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory.create(starts_on=day(1), ends_on=day(-30))


def test_a_period_that_moves_takes_its_actions():
    head = a_head()
    late, early = (ActionFactory.create(done_on=day(ago)) for ago in (10, 400))
    assessment = begun(head)
    for first, last, taken in ((500, 200, early), (366, 1, late)):
        actions.move(assessment, by=head, starts_on=day(first), ends_on=day(last))
        assert [row.action for row in assessment.actions.all()] == [taken]
    with pytest.raises(PermissionDenied):
        actions.move(assessment, by=member(), starts_on=day(500), ends_on=day(200))


def test_actions_taken_again_leave_what_was_said():
    said = AssessedActionFactory.create(action__done_on=day(500))
    pending = AssessedActionFactory.create(assessment=said.assessment, action__done_on=day(500), pending=True)
    new = ActionFactory.create(done_on=day(5))
    actions.take_actions_again(said.assessment, by=member())
    assert {row.action for row in said.assessment.actions.all()} == {said.action, new}
    assert not AssessedAction.objects.filter(pk=pending.pk).exists()


def test_the_head_discards_a_draft_in_which_nothing_is_written():
    head = a_head()
    ActionFactory.create(dropped=True, decided_on=day(40))
    assessment = begun(head)
    with pytest.raises(PermissionDenied):
        actions.discard(assessment, by=member())
    actions.discard(assessment, by=head)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("written", ["heading", "verdict"])
def test_a_draft_in_which_something_is_written_stays(written):
    head, row = a_head(), AssessedActionFactory.create(pending=written != "verdict")
    if written == "heading":
        actions.write(row.assessment, "idea", by=head, text="Moins de papier.")
    with pytest.raises(ValidationError, match="déjà écrit"):
        actions.discard(row.assessment, by=head)
    assert Assessment.objects.exists()


# Published


def test_a_published_assessment_keeps_its_figures():
    assessment, by = AssessmentFactory.create(written=True), member()
    published(assessment, by)
    shown = comparison_of(assessment).figures
    for _ in range(5):
        idea_in("done")
    live = {figure.code: figure.value for figure in figures_of(assessment.starts_on, assessment.ends_on)}
    assert live["ideas_received"] == 5
    assert comparison_of(Assessment.objects.get()).figures == shown
    assert shown[0].now == "0"
    assert assessment.published_by == by
    assert history_of(assessment)[0].action == "a publié le bilan"


def test_what_was_not_read_is_not_published():
    row = AssessedActionFactory.create(assessment__written=True)
    seen = row.assessment.stamp
    AssessedAction.objects.filter(pk=row.pk).update(reason="Enfin.")
    with pytest.raises(ValidationError, match="a changé"):
        actions.publish(row.assessment, by=member(), seen=seen)
    assert not Assessment.objects.published().exists()


@pytest.mark.parametrize("heading", HEADINGS)
def test_an_assessment_is_published_whole(heading):
    row = AssessedActionFactory.create(
        assessment__written=True, **{f"assessment__{heading}": ""}, pending=True
    )
    Assessment.objects.update(ends_on=day(0))
    row.assessment.refresh_from_db()
    with pytest.raises(ValidationError, match=r"il manque.*, le verdict d’une action, la fin de la période"):
        published(row.assessment, member())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.update(
            published_at=timezone.now(), published_by=row.assessment.begun_by, figures=[]
        )


@pytest.mark.parametrize(
    "change",
    [
        *({name: "<p>Autre</p>"} for name in ("idea", "context")),
        {"ends_on": date(2027, 1, 1)},
        {"published_at": None, "published_by": None, "figures": None},
    ],
)
def test_the_database_keeps_a_published_assessment(change):
    row = AssessedActionFactory.create(assessment__written=True)
    assessment = published(row.assessment, member())
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        assessment.delete()


def test_the_database_keeps_the_actions_of_a_published_assessment():
    row = AssessedActionFactory.create(assessment__written=True)
    assessment, rows = published(row.assessment, member()), AssessedAction.objects.filter(pk=row.pk)
    other = AssessmentFactory.create(starts_on=day(3000), ends_on=day(2900))
    for write in (
        lambda: rows.update(verdict="partly"),
        lambda: rows.update(assessment=other),
        rows.delete,
        lambda: AssessedActionFactory.create(assessment=assessment),
    ):
        with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
            write()


@pytest.mark.parametrize(
    "write",
    [
        lambda row, by: actions.publish(row.assessment, by=by, seen=row.assessment.stamp),
        lambda row, by: actions.write(row.assessment, "context", by=by, text="<p>Autre</p>"),
        lambda row, by: actions.assess(row, by=by, verdict="partly"),
        lambda row, by: actions.take_actions_again(row.assessment, by=by),
    ],
)
def test_the_group_writes_until_it_is_published(write):
    row, by = AssessedActionFactory.create(assessment__written=True), member()
    with pytest.raises(PermissionDenied):
        write(row, AgentFactory.create())
    published(row.assessment, by)
    with pytest.raises(ValidationError, match="publié"):
        write(row, by)


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "kept", "reason": " "},
        {"verdict": "unknown"},
        {"hours": 2_000_000_000},
    ],
)
def test_the_database_refuses_a_verdict_without_reason_and_a_number_without_end(wrong):
    row = AssessedActionFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessedAction.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_counts_the_words_of_the_idea():
    assessment = AssessmentFactory.create(idea=" ".join(["l’idée", *["mot"] * 49, ":", "«", "!"]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(idea=" ".join(["mot"] * 51))


def test_rich_text_is_sanitised():
    assessment = actions.write(
        AssessmentFactory.create(), "context", by=member(), text="<p>Bien<script>alert(1)</script></p>"
    )
    assert "script" not in assessment.context


# Figures


def test_the_figures_of_a_period():
    for state in (*["done"] * 5, "under_study"):
        idea_in(state)
    # As the statistics: not what nobody reads, or not yet.
    idea_in("withdrawn")
    idea_in("received")
    idea_in("done", received_at=timezone.now() - timedelta(days=300))
    place = a_room()
    for number in range(2):
        a_booking(place, AgentFactory.create(), hours("09:00", "10:00", on=day(-1 - number)))
    a_booking(a_room(), AgentFactory.create(), hours("09:00", "10:00", on=day(-1)))
    EntryFactory.create()
    EntryFactory.create(draft=True)
    found = {figure.code: figure.value for figure in figures_of(day(30), day(-30))}
    assert (found["ideas_received"], found["ideas_done"]) == (6, 5)
    assert (found["ideas_promised"], found["ideas_in_time"]) == (5, 5)
    assert (found["rooms_shared"], found["watch"]) == (1, 1)
    assert found["tips_read"] is None
    # No answer due is no figure.
    before = {figure.code: figure.value for figure in figures_of(day(100), day(90))}
    assert (before["ideas_promised"], before["ideas_in_time"]) == (0, None)


def test_fewer_than_five_people_are_not_told_as_in_the_statistics():
    authors = AgentFactory.create_batch(4)
    row = AssessedActionFactory.create(assessment__ends_on=day(-30))

    def shown() -> dict[str, str]:
        return {line.label: line.now for line in comparison_of(row.assessment).figures}

    for author in [*authors, authors[0]]:
        idea_in("done", author=author)
    told = {str(figure) for figure in load_statistics().total.figures.values()}
    assert told == {shown()["idées reçues"]} == {shown()["dont répondues à temps"]} == {SUPPRESSED}
    idea_in("done", author=AgentFactory.create())
    assert shown()["idées reçues"] == str(load_statistics().total.figures["received"]) == "6"


def test_a_period_is_shown_beside_the_one_before():
    before = AssessmentFactory.create(starts_on=day(800), ends_on=day(400), written=True)
    AssessedActionFactory.create(assessment=before, sheets=40)
    published(before, member())
    row = AssessedActionFactory.create(sheets=1200)
    shown = comparison_of(row.assessment)
    assert shown.previous == before
    assert [(line.label, line.now, line.before) for line in shown.sums] == [
        ("feuilles de papier", "1\u202f200", "40"),
    ]
    assert shown.charts[0].series == (row.assessment.years, before.years)


# The anniversary


def test_the_next_period_follows_the_last_assessment():
    AssessmentFactory.create(starts_on=date(2025, 3, 1), ends_on=date(2026, 2, 28))
    assert actions.next_period(date(2026, 11, 28)) == (date(2026, 3, 1), date(2027, 2, 28))


def test_the_first_period_is_the_year_of_the_group_that_ends_next():
    assert actions.next_period(date(2026, 11, 28)) is None
    ActionFactory.create(done_on=date(2024, 2, 29), decided_on=None)
    assert actions.next_period(date(2026, 11, 28)) == (date(2026, 3, 1), date(2027, 2, 28))
    # Without a head, nobody is reminded of it.
    assert not actions.remind_of_anniversary(on=date(2027, 2, 20))


def test_the_head_is_reminded_once_a_month_before():
    head, other = a_head(), member()
    last = AssessmentFactory.create(starts_on=date(2025, 3, 1), ends_on=date(2026, 2, 28))
    Assessment.objects.filter(pk=last.pk).update(begun_at=timezone.now() - timedelta(days=1))
    days = (date(2027, 1, 29), date(2027, 1, 30), date(2027, 2, 5))
    assert [actions.remind_of_anniversary(on=on) for on in days] == [False, True, False]
    told = Notification.objects.get()
    assert (told.recipient, told.url) == (head, reverse("assessment_begin"))

    def has_to_begin(agent: Agent) -> bool:
        return "bilan à commencer" in [line.singular for line in to_do_for(agent)]

    assert (has_to_begin(head), has_to_begin(other)) == (True, False)
    actions.begin(by=head, starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28))
    assert not has_to_begin(head)
