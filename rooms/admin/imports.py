"""Files of former calendars in the admin: dropped, looked at, booked."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from core.admin.base import ObjectAction
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.ui.fields import DayField
from core.ui.french import NBSP, with_capital
from rooms import access
from rooms.admin.base import RoomsAdmin
from rooms.importers import steps
from rooms.importers.files import LARGEST
from rooms.importers.report import TOLD, WORDS, Report, report_lines
from rooms.models import CalendarImport, Room

LINES_SHOWN = 100
State = CalendarImport.State


class RoomField(forms.ModelChoiceField):
    """Two sites may each have a « Salle 1 »."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.site.name})"


class CalendarImportForm(forms.ModelForm):
    """The file is judged by its content as soon as it is there; what it holds is read by the worker."""

    file = forms.FileField(
        label="Fichier",
        help_text=(
            f"L’agenda d’une salle (.ics) exporté d’Outlook, Google, Thunderbird ou Zimbra{NBSP}; ou une copie (.sql) "
            f"des tables de MRBS ou de GRR. {LARGEST // 1_000_000}{NBSP}Mo au plus."
        ),
        error_messages={"required": "Choisissez un fichier."},
    )
    since = DayField(
        label="À partir du",
        initial=timezone.localdate,
        help_text="Ce qui finit avant ce jour est laissé.",
    )

    class Meta:
        model = CalendarImport
        fields = ["room"]
        field_classes = {"room": RoomField}
        help_texts = {
            "room": "Pour un agenda seulement\u00a0; les tables de MRBS disent elles-mêmes leurs salles."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.select_related("site").order_by(*alphabetical("site__name", "name"))
        field = self.fields["room"]
        assert isinstance(field, RoomField)
        field.queryset = rooms

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if refusal := getattr(file, "refusal", ""):
            raise ValidationError(refusal)
        return file

    def clean(self) -> dict[str, Any]:
        """The kind is known, and a calendar has its room, before anything is kept."""
        cleaned = super().clean() or {}
        if file := cleaned.get("file"):
            file.seek(0)
            try:
                steps.check(file.read(LARGEST + 1), room=cleaned.get("room"))
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def _post_clean(self) -> None:
        """What is kept is made by `steps.begin`, with its kind: the half-made row is not to be validated."""


def _may_import(agent: Agent, begun: CalendarImport) -> bool:
    return access.can_manage(agent)


@admin.register(CalendarImport)
class CalendarImportAdmin(RoomsAdmin):
    list_display = ["name", "kind", "room", "state", "created_by", "created_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["room", "created_by"]
    ordering = ["-created_at", "-pk"]
    change_form_template = "admin/rooms/import_change_form.html"
    fields = readonly_fields = ("name", "kind", "room", "created_by", "created_at", "ended_at")
    object_actions = [
        ObjectAction(
            name="reserver",
            label="Réserver tout cela",
            run=steps.confirm,
            allowed=steps.can_confirm,
            may=_may_import,
            is_main=True,
        ),
        ObjectAction(
            name="abandonner", label="Abandonner", run=steps.drop, allowed=steps.can_drop, may=_may_import
        ),
    ]

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        """Read here; its actions change it."""
        return obj is None and access.can_manage(agent)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else CalendarImportForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ("file", "room", "since")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> CalendarImport:
        file, by = form.cleaned_data["file"], request.user
        # The admin is closed to strangers.
        assert isinstance(by, Agent)
        file.seek(0)
        return steps.begin(
            file.read(),
            name=file.name,
            room=form.cleaned_data["room"],
            since=form.cleaned_data["since"],
            by=by,
        )

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To its page, which says how far the reading is."""
        return redirect("admin:rooms_calendarimport_change", obj.pk)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """`steps.begin` has made it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing hangs on it."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context["title"] = "Reprendre un ancien agenda"
        if obj := kwargs.get("obj"):
            context["title"] = "Reprise d’un ancien agenda"
            context["begun"] = shown(obj)
        return super().render_change_form(request, context, *args, **kwargs)


def shown(begun: CalendarImport) -> dict[str, Any]:
    """What the page says of it: how far it is, the counts, then the lines by what became of them."""
    is_busy = begun.state in (State.WAITING, State.BOOKING)
    # While it is booked, what the reading foresaw would be taken for what is done.
    said = {} if is_busy else begun.report
    report = Report(notes=said.get("notes", []))
    report.counts.update(said.get("counts", {}))
    lines = list(report_lines(said))
    is_trial = begun.state == State.READY
    return {
        "state": begun.state,
        "label": "Interrompu" if begun.error == steps.BROKEN else begun.get_state_display(),
        "is_busy": is_busy,
        "is_trial": is_trial,
        "done": begun.done,
        "total": begun.total if begun.state == State.BOOKING else 0,
        "error": begun.error,
        "is_idle": is_trial and not steps.books_something(begun),
        "summary": report.summary(is_trial=is_trial) if "counts" in said else [],
        "notes": report.notes,
        "sample": said.get("sample", []) if is_trial else [],
        "groups": [
            {
                "name": outcome.value,
                "title": with_capital(WORDS[outcome]),
                # Of very many, the lines kept are the first only.
                "count": max(sum(line.outcome == outcome for line in lines), report.counts[outcome]),
                "lines": [line for line in lines if line.outcome == outcome][:LINES_SHOWN],
            }
            for outcome in TOLD
            if any(line.outcome == outcome for line in lines)
        ],
    }
