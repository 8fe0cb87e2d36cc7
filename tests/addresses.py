"""Every address of the site, and an example of each: nonsense, or one that leads to a real row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

# A value of the right shape for each converter; it names nothing that exists.
NONSENSE: dict[str, Any] = {
    "IntConverter": 999_999,
    "SlugConverter": "zzzzzzzzzzzz",
    "StringConverter": "zzzzzzzzzzzz",
    "PathConverter": "999999",
    "UUIDConverter": "00000000-0000-0000-0000-000000000000",
}
# Regular expressions have no converters.
BY_EXPRESSION = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "abcde-0123456789"},
    "app_list": {"app_label": "people"},
}


@dataclass(frozen=True)
class Route:
    """`name` is what `reverse` takes; `arguments` are nonsense of the right shape."""

    name: str
    pattern: str
    view: Any
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return reverse(self.name, kwargs=self.arguments) if self.name else "/" + self.pattern

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")

    def __str__(self) -> str:
        return self.name or self.pattern


def routes() -> list[Route]:
    return list(_walk(get_resolver(), "", "", {}))


def _walk(resolver: URLResolver, prefix: str, namespace: str, given: dict[str, Any]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        converters = getattr(entry.pattern, "converters", {})
        values = given | {name: _nonsense(converter) for name, converter in converters.items()}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner, values)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Route(name, pattern, entry.callback, values | BY_EXPRESSION.get(entry.name or "", {}))


def _nonsense(converter: Any) -> Any:
    kind = type(converter).__name__
    if kind in NONSENSE:
        return NONSENSE[kind]
    return timezone.localdate()  # Ours: a day in an address.


# What leads to a row: (namespace, argument) → its model and its field.
ROWS: dict[tuple[str, str], tuple[str, str]] = {
    ("approvals", "reference"): ("approvals.Approval", "reference"),
    ("suggestions", "reference"): ("suggestions.Idea", "reference"),
    ("suggestions", "comment"): ("suggestions.Comment", "reference"),
    ("tips", "reference"): ("tips.Tip", "reference"),
    ("rooms", "reference"): ("rooms.Booking", "reference"),
    ("rooms", "slug"): ("rooms.Room", "slug"),
    ("rooms", "room"): ("rooms.Room", "slug"),
    ("rooms", "site"): ("rooms.Site", "slug"),
    ("rooms", "problem"): ("rooms.RoomProblem", "reference"),
    ("rooms", "closure"): ("rooms.Closure", "reference"),
    ("rooms", "series"): ("rooms.Series", "reference"),
    ("rooms", "attendee"): ("rooms.Attendee", "pk"),
    ("rooms", "asked"): ("rooms.ServiceRequest", "pk"),
    ("rooms", "wait"): ("rooms.Wait", "reference"),
    ("rooms", "screen"): ("rooms.Screen", "reference"),
    ("notifications", "reference"): ("notifications.Notification", "reference"),
    ("demo", "reference"): ("demo.TrialMail", "reference"),
    ("mail", "reference"): ("mail.OutgoingMail", "reference"),
    ("mail", "message"): ("mail.IncomingMail", "reference"),
    ("mail", "name"): ("mail.Mailbox", "name"),
    ("manuals", "reference"): ("manuals.Software", "reference"),
    ("manuals", "follow_up"): ("manuals.FollowUp", "reference"),
    ("manuals", "link"): ("manuals.SoftwareLink", "reference"),
    ("manuals", "imported"): ("manuals.SoftwareImport", "reference"),
    ("manuals", "picture"): ("manuals.ManualPicture", "reference"),
    ("manuals", "manual_reference"): ("manuals.Manual", "reference"),
    ("directory", "reference"): ("people.Agent", "reference"),
    ("directory", "direction"): ("people.Direction", "reference"),
    ("directory", "correction"): ("directory.Correction", "reference"),
    ("directory", "skill"): ("people.Skill", "reference"),
    ("directory", "assignment"): ("people.Assignment", "reference"),
    ("directory", "imported"): ("directory.AgentImport", "reference"),
    ("mailroom", "reference"): ("mailroom.Item", "reference"),
    ("mailroom", "scan"): ("mailroom.Scan", "reference"),
    ("mailroom", "elimination"): ("mailroom.Elimination", "reference"),
    ("memos", "kind"): ("memos.MemoKind", "reference"),
    ("memos", "reference"): ("memos.Memo", "reference"),
    ("memos", "elimination"): ("memos.Elimination", "reference"),
    ("legalwatch", "reference"): ("legalwatch.Entry", "reference"),
    ("spaces", "reference"): ("people.Project", "reference"),
    ("spaces", "member_reference"): ("people.Assignment", "reference"),
    ("spaces", "request_reference"): ("spaces.ProjectRequest", "reference"),
    ("rooms", "imported"): ("rooms.CalendarImport", "reference"),
    ("spaces", "note_reference"): ("spaces.Note", "reference"),
    ("spaces", "folder_reference"): ("spaces.Folder", "reference"),
    ("spaces", "file_reference"): ("spaces.File", "reference"),
    ("spaces", "event_reference"): ("spaces.Event", "reference"),
    ("spaces", "decision_reference"): ("spaces.Decision", "reference"),
    ("spaces", "thread_reference"): ("spaces.Thread", "reference"),
    ("spaces", "elimination"): ("spaces.Elimination", "reference"),
    ("spaces", "message_key"): ("spaces.Message", "submission_key"),
    ("", "absence"): ("people.Absence", "reference"),
    ("", "slug"): ("dematerialisation.Page", "slug"),
    ("", "reference"): ("dematerialisation.Action", "reference"),
    ("", "step"): ("dematerialisation.ActionStep", "reference"),
    ("", "article"): ("dematerialisation.Article", "reference"),
    ("", "issue"): ("dematerialisation.ReviewIssue", "reference"),
    ("", "picture"): ("dematerialisation.ReviewPicture", "reference"),
    ("", "tip"): ("tips.Tip", "reference"),
    ("", "day"): ("dematerialisation.PrinterlessDay", "reference"),
    ("", "priority"): ("dematerialisation.Priority", "reference"),
    ("", "assessment"): ("dematerialisation.Assessment", "reference"),
    ("", "survey"): ("dematerialisation.Survey", "reference"),
    ("", "interview"): ("dematerialisation.Interview", "reference"),
}


def real_path(route: Route) -> str | None:
    """The route's address for the first row that it can show; None when there is no such row."""
    if not route.name:
        return None
    arguments = dict(route.arguments)
    namespace = route.name.rpartition(":")[0]
    for name in arguments:
        if (namespace, name) in ROWS:
            label, column = ROWS[namespace, name]
            arguments[name] = (
                apps.get_model(label).objects.order_by("pk").values_list(column, flat=True).first()
            )
        elif namespace == "spaces" and name in ("number", "version"):
            arguments[name] = 1
        elif (namespace, name) == ("manuals", "deadline"):
            arguments[name] = "fin"
        elif name == "year":
            arguments[name] = timezone.localdate().year
        elif namespace == "admin" and name == "object_id":
            arguments[name] = _first_of_admin(route.name)
    if route.name == "unsubscribe":
        arguments["token"] = _unsubscribing()
    if route.name == "mail:confirm":
        arguments["token"] = _confirming()
    if namespace == "suggestions":
        arguments |= _of_the_group(arguments)
    if namespace == "deliberations":
        arguments |= _of_the_council(route.name, arguments)
    if None in arguments.values():
        return None
    return reverse(route.name, kwargs=arguments)


def _unsubscribing() -> str | None:
    """The signed end of the address that a digest gives to leave it."""
    from core.notifications.digests import url_for

    agent = apps.get_model("people.Agent").objects.order_by("pk").first()
    return url_for(agent).rstrip("/").rpartition("/")[2] if agent else None


def _confirming() -> str | None:
    """The signed end of the address that asks an agent whether they wrote a mail."""
    from core.mail.inbound.sender_confirmation import confirmation_token

    mails = apps.get_model("mail.IncomingMail").objects.filter(sender__isnull=False)
    held = mails.filter(state="held").first() or mails.first()
    return confirmation_token(held) if held else None


def _of_the_group(asked: dict[str, Any]) -> dict[str, Any]:
    """A meeting goes with an idea of its agenda, an opinion and a question with the idea that they are about."""
    known: dict[str, Any] = {}
    if "meeting" in asked:
        items = apps.get_model("suggestions.AgendaItem").objects.select_related("meeting", "idea")
        # The meetings that were held have minutes.
        item = items.order_by("-meeting__opened_at", "position").exclude(meeting__opened_at=None).first()
        known = {
            "meeting": item.meeting.reference if item else None,
            "idea": item.idea.reference if item else None,
            "number": 1,
            "move": "monter",
        }
    for name, label in (
        ("opinion", "suggestions.Opinion"),
        ("message", "suggestions.Message"),
        ("telling", "suggestions.Telling"),
    ):
        if name in asked:
            row = apps.get_model(label).objects.select_related("idea").order_by("pk").first()
            known |= {name: row.reference if row else None, "reference": row.idea.reference if row else None}
    if "mail" in asked:
        # Its sender's page, while it waits for their choice.
        mails = apps.get_model("mail.IncomingMail").objects.filter(state="held", reason="closed")
        known["mail"] = mails.order_by("pk").values_list("reference", flat=True).first()
    if "document" in asked:
        file = apps.get_model("suggestions.IdeaFile").objects.select_related("document", "idea").first()
        known |= {
            "document": file.document.reference if file else None,
            "reference": file.idea.reference if file else None,
        }
    return {argument: value for argument, value in known.items() if argument in asked}


def _of_the_council(name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Year, session and number go together: those of an act with files; an import has a key of its own."""
    if name.startswith("deliberations:import"):
        keys = (
            apps.get_model("deliberations.Import").objects.order_by("pk").values_list("reference", flat=True)
        )
        return {"imported": keys.first()} if "imported" in asked else {}
    acts = apps.get_model("deliberations.Deliberation").objects.select_related("session")
    act = acts.filter(annexes__isnull=False, text__isnull=False).order_by("session__state", "pk").last()
    if act is None:
        return dict.fromkeys(asked)
    known = {
        "year": act.session.year,
        "session": act.session.slug,
        "slug": act.slug,
        "reference": act.session.reference,
        "position": act.annexes.order_by("position").values_list("position", flat=True).first(),
        "number": 1,
    }
    return {argument: known[argument] for argument in asked}


def _first_of_admin(name: str) -> Any:
    """`admin:rooms_room_change` → the first room's key."""
    app_label, model_name = name.removeprefix("admin:").split("_")[:2]
    if app_label == "view":  # view_on_site, which leads from any row to its page.
        return None
    return (
        apps.get_model(app_label, model_name)
        ._base_manager.order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )


def action_paths(agent: Any) -> list[str]:
    """The admin's page of each action that this person may do now, on the first object that allows it."""
    paths = []
    for model, desk in admin.site._registry.items():
        # Read once for all the actions, with what each row looks up of itself.
        rows = model._base_manager.order_by("pk")
        for action in getattr(desk, "object_actions", ()):
            allowed = (row for row in rows if action.allowed(agent, row))
            if row := next(allowed, None):
                base = f"admin:{model._meta.app_label}_{model._meta.model_name}_action"
                paths.append(reverse(base, args=[row.pk, action.name]))
    return paths
