"""Files of former calendars: what their pages ask and show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.documents.fields import UploadFormMixin
from core.french import NBSP, spaced
from core.imports.views import ImportPages
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import DayField
from core.web.idempotency import OneTimeForm
from imports.calendars.actions import rooms_import
from imports.calendars.report import LINES_KEPT, SHOWN, Report
from rooms.ics.splitting import LARGEST
from rooms.models import CalendarImport, Room


class RoomField(forms.ModelChoiceField):
    """Two sites may each have a « Salle 1 »."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.site.name})"


class ImportForm(UploadFormMixin, OneTimeForm):
    file = forms.FileField(
        label="Fichier",
        help_text=(
            "L’agenda d’une salle (.ics) exporté d’Outlook, Google, Thunderbird ou Zimbra. "
            f"{LARGEST // 1_000_000}{NBSP}Mo au plus."
        ),
        error_messages={"required": "Choisissez un fichier."},
    )
    room = RoomField(
        label="Salle",
        queryset=Room.objects.select_related("site").order_by(*alphabetical("site__name", "name")),
        error_messages={"required": spaced("Un agenda est celui d’une salle : dites laquelle.")},
    )
    since = DayField(
        label="À partir du",
        initial=timezone.localdate,
        help_text="Ce qui finit avant ce jour est laissé.",
    )


class RoomsImportPages(ImportPages[CalendarImport]):
    steps, import_form = rooms_import, ImportForm

    def start(self, request: AgentRequest, given: dict[str, Any]) -> CalendarImport:
        file = given.pop("file")
        if refusal := getattr(file, "refusal", ""):
            # Too large, or a full disk: what is left of it is no file to read.
            raise ValidationError(refusal)
        file.seek(0)
        return rooms_import.begin(file.read(LARGEST + 1), name=file.name, by=request.user, **given)

    def shown(self, started: CalendarImport, request: AgentRequest) -> dict[str, Any]:
        said = started.report
        counts, lines = Counter(said.get("counts", {})), said.get("lines", [])
        found = {outcome: [line for line in lines if line["outcome"] == outcome] for outcome in SHOWN}
        return {
            "counts": Report(counts).facts(is_trial=started.is_ready) if "counts" in said else [],
            "notes": said.get("notes", []),
            "sample": said.get("sample", []) if started.is_ready else [],
            "is_idle": not any(counts[name] for name in ("booked", "rooms", "sites")),
            # Of very many, the lines kept are the first only.
            "cut": [
                outcome.value for outcome, kept in found.items() if LINES_KEPT <= len(kept) < counts[outcome]
            ],
            "most": LINES_KEPT,
            "lists": {
                outcome.value: (outcome.label, max(len(kept), counts[outcome]) if kept else 0, kept)
                for outcome, kept in found.items()
            },
        }


pages = RoomsImportPages()
