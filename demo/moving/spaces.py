"""The demonstration's projects: what a visitor closed or wrote since keeps its dates."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, Func, Q, Value

from core.people.models import Assignment, Project
from demo.keys import key_of
from demo.texts.spaces import PROJECTS, REQUESTS
from spaces.models import Decision, Event, FileVersion, Message, NoteVersion, ProjectRequest, Thread


def move_spaces(anchor: date, today: date) -> None:
    gap = today - anchor
    keys = [key_of("project", text.key) for text in PROJECTS]
    ours = Project.objects.filter(Q(submission_key__in=keys) | Q(is_group=True))
    projects = list(ours.filter(Q(closed_on=None) | Q(closed_on__lte=anchor)).values_list("pk", flat=True))
    requests = ProjectRequest.objects.filter(
        submission_key__in=[key_of("project request", asked.key) for asked in REQUESTS], state="waiting"
    )
    rows: list[tuple[Any, str, tuple[str, ...]]] = [
        (Project.objects.filter(pk__in=projects), "starts_on", ("starts_on", "closed_on")),
        (requests, "asked_at__date", ("asked_at",)),
        (NoteVersion.objects.filter(note__project__in=projects), "written_at__date", ("written_at",)),
        (FileVersion.objects.filter(file__project__in=projects), "stored_at__date", ("stored_at",)),
        (
            Event.objects.filter(project__in=projects),
            "changed_at__date",
            ("starts_at", "ends_at", "changed_at"),
        ),
        (Decision.objects.filter(project__in=projects), "written_at__date", ("decided_on", "written_at")),
        (Thread.objects.filter(project__in=projects), "last_at__date", ("last_at",)),
        (Message.objects.filter(thread__project__in=projects), "written_at__date", ("written_at",)),
    ]
    for queryset, day, names in rows:
        queryset.filter(**{f"{day}__lte": anchor}).update(**{name: F(name) + gap for name in names})
    move_members(projects, anchor, today)


def move_members(projects: list[int], anchor: date, today: date) -> None:
    """Who was removed since does not come back."""
    gap = Value(today - anchor)
    first, last = (Func(F("period"), function=name) for name in ("lower", "upper"))
    moved = Func(
        Func(first + gap, template="(%(expressions)s)::date"),
        Func(last + gap, template="(%(expressions)s)::date"),
        function="daterange",
        output_field=DateRangeField(),
    )
    theirs = Assignment.objects.filter(project__in=projects, period__startswith__lte=anchor)
    theirs.filter(Q(period__upper_inf=True) | Q(period__endswith__lte=anchor)).update(period=moved)
