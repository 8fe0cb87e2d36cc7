"""Form fields for files: a file sent once stays through a failed form, and belongs to one agent."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.documents import actions, storage
from core.documents.limits import DEFAULT, Limits, size_label
from core.documents.models import Upload
from core.documents.upload_handler import Arrival, StreamedFile
from core.people.models import Agent
from core.web.idempotency import RECEIVED, REFUSED

# The same form sent twice (a double click, « back ») still finds its file for this long.
KEPT_IS_FOUND = timedelta(minutes=15)
MOST_FILES = 20
# A file name and a reason; the browser sends it back.
LONGEST_REFUSAL = 500


@dataclass
class Posted:
    """Data of one field: files of this very request, keys of earlier files, and those refused ahead."""

    files: list[Any]
    keys: list[str]
    refusals: list[str] = dataclasses.field(default_factory=list)


class DocumentInput(forms.Widget):
    """A file input that also lists what is already here; `static/js/uploads.js` sends ahead and shows progress."""

    template_name = "documents/document_input.html"
    needs_multipart_form = True
    is_multiple = False

    def __init__(self, attrs: dict[str, Any] | None = None, *, limits: Limits = DEFAULT) -> None:
        super().__init__(attrs)
        self.limits = limits
        self.agent: Agent | None = None
        # References of files that were refused: they come back unticked.
        self.refused: frozenset[str] = frozenset()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Posted:
        many = hasattr(files, "getlist")
        given = files.getlist(name) if many else [files[name]] if files.get(name) else []
        keys, refusals = _listed(data, self.key_name(name)), _listed(data, self.refusal_name(name))
        return Posted([file for file in given if file], keys, refusals)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and self.key_name(name) not in data and self.refusal_name(name) not in data

    def use_required_attribute(self, initial: Any) -> bool:
        # What is already here satisfies the field, and the browser cannot know.
        return False

    @staticmethod
    def key_name(name: str) -> str:
        return name + RECEIVED

    @staticmethod
    def refusal_name(name: str) -> str:
        return name + REFUSED

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        received = self._received(value)
        context["widget"].update(
            key_name=self.key_name(name),
            refusal_name=self.refusal_name(name),
            received=received if self.is_multiple else received[:1],
            refused=self.refused,
            is_multiple=self.is_multiple,
            accept=",".join(self.limits.extensions),
            largest=self.limits.largest,
            largest_label=size_label(self.limits.largest),
            token=self.limits.token,
            upload_url=reverse("documents:upload_create"),
        )
        return context

    def _received(self, value: Any) -> list[Upload]:
        if isinstance(value, Upload):
            return [value]
        if isinstance(value, (list, tuple)):
            return [upload for upload in value if isinstance(upload, Upload)]
        if not isinstance(value, Posted):
            return []
        fresh = [file.staged for file in value.files if getattr(file, "staged", None)]
        return [*fresh, *waiting(value.keys, by=self.agent)]


def _listed(data: Any, name: str) -> list[str]:
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
    return [values] if isinstance(values, str) else list(values)


class DocumentsInput(DocumentInput):
    is_multiple = True


class _FileField(forms.Field):
    widget: Any = DocumentInput
    default_error_messages = {
        "required": "Choisissez un fichier.",
        "gone": "Un fichier envoyé plus tôt n’est plus là : choisissez-le de nouveau.",
        "many": f"Pas plus de {MOST_FILES} fichiers à la fois.",
        "size": "« %(name)s » dépasse %(largest)s.",
    }

    def __init__(self, *, limits: Limits = DEFAULT, help_text: str = "", **kwargs: Any) -> None:
        self.limits = limits
        sentence = limits.sentence
        super().__init__(help_text=f"{help_text} {sentence}".strip(), **kwargs)
        self.widget.limits = limits

    @property
    def agent(self) -> Agent:
        agent = self.widget.agent
        if agent is None:
            raise RuntimeError("A form with files is made with UploadFormMixin and by=…")
        return agent

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data and (data.files or data.keys or data.refusals))

    def clean(self, posted: Posted | None) -> Any:
        """Return the field's files; fresh ones are staged first, so that an error elsewhere loses nothing."""
        posted = posted or Posted([], [])
        if len(posted.files) + len(posted.keys) > MOST_FILES:
            raise ValidationError(self.error_messages["many"], code="many")
        earlier = waiting(posted.keys, by=self.agent)
        # Refused when it was sent ahead of the form: as without a script, the form does not go without it in silence.
        faults: list[Any] = [
            ValidationError(reason[:LONGEST_REFUSAL], code="refused")
            for reason in dict.fromkeys(posted.refusals[:MOST_FILES])
            if reason.strip()
        ]
        fresh = []
        for file in posted.files:
            try:
                fresh.append(self._staged(file))
            except ValidationError as error:
                faults.append(error)
        if len(earlier) < len(set(posted.keys)) and not (fresh and not self.widget.is_multiple):
            faults.append(ValidationError(self.error_messages["gone"], code="gone"))
        uploads = [*earlier, *fresh]
        for upload in earlier:
            if fault := self._misfit(upload):
                self.refuse(upload)
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return uploads

    def refuse(self, upload: Upload) -> None:
        """Show this file unticked when the form comes back."""
        self.widget.refused |= {upload.reference}

    def _staged(self, file: Any) -> Upload:
        if not isinstance(file, StreamedFile):
            file = streamed(file)
        if file.staged is None:
            file.staged = actions.stage(file, by=self.agent, limits=self.limits)
        return file.staged

    def _misfit(self, upload: Upload) -> ValidationError | None:
        """Sent ahead under another field's limits."""
        if upload.size > self.limits.largest:
            values = {"name": upload.name, "largest": size_label(self.limits.largest)}
            return ValidationError(self.error_messages["size"], code="size", params=values)
        if upload.kind is None or upload.kind.code not in self.limits.kinds:
            return ValidationError(f"« {upload.name} » n’est pas d’un type accepté ici.", code="kind")
        return None


class DocumentField(_FileField):
    """One file; the cleaned value is an Upload, or None when the field is empty."""

    def clean(self, value: Any) -> Upload | None:
        uploads = super().clean(value)
        # A newly chosen file replaces the one already here.
        return uploads[-1] if uploads else None


class DocumentsField(_FileField):
    """Several files; the cleaned value is a list of Upload."""

    widget = DocumentsInput


class UploadFormMixin(forms.Form):
    """Gives the form's file fields the agent whose files they are: `Form(…, by=request.user)`."""

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for field in self.fields.values():
            if isinstance(field, _FileField):
                field.widget.agent = by


class FilesForm(UploadFormMixin):
    """Several optional files; `about_files` stands before the sentence that says which ones are accepted."""

    about_files = ""
    # Django's own `files`, what the request brought, is of the instance.
    files = DocumentsField(label="Fichiers", required=False)  # type: ignore[assignment]  # the name of a field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["files"]
        field.help_text = f"{self.about_files} {field.help_text}".strip()


def waiting(keys: list[str], *, by: Agent | None) -> list[Upload]:
    """This agent's uploads of these keys, in their order; those of others are left out."""
    keys = list(dict.fromkeys(key for key in keys if "\x00" not in key))[:MOST_FILES]
    if not keys or by is None:
        return []
    found = Upload.objects.filter(reference__in=keys, agent=by, sent_at__gt=timezone.now() - Upload.LIFE)
    recent = timezone.now() - KEPT_IS_FOUND
    rows = {row.reference: row for row in found.select_related("document")}
    return [row for key in keys if (row := rows.get(key)) and (row.kept_at is None or row.kept_at > recent)]


def streamed(file: Any) -> StreamedFile:
    """A file that did not come through the site's own handler (a test's, a command's), as if it had."""
    arrival = Arrival(storage.new_file())
    digest, size = hashlib.sha256(), 0
    for block in file.chunks():
        digest.update(block)
        arrival.file.write(block)
        size += len(block)
    arrival.file.flush()
    return StreamedFile(arrival, file.name or "", size=size, sha256=digest.hexdigest())
