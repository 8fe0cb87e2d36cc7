from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from core.french import long_date, spaced, with_capital
from core.history.entries import history_of
from core.imports.tables import Unreadable
from core.people.models import Agent, Direction
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.pdf import pdf_response
from core.web.qr import qr_svg
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from dematerialisation import policies as section
from dematerialisation.models import Hardest, PrinterlessDay, PrinterlessDirection
from dematerialisation.models.printerless import MOST_PAGES
from dematerialisation.printerless import actions
from dematerialisation.printerless.print_server import LARGEST, Reading, read
from dematerialisation.printerless.results import hardest_of, results_of
from dematerialisation.states import Unit

SALT = "printerless.reading"
AN_HOUR = 3600
READ_AGAIN = spaced("Cette lecture n’est plus valable : choisissez de nouveau le fichier.")
WRONG = dict.fromkeys(
    ("invalid", "min_value", "max_value"),
    "Écrivez un nombre entier, de 0 à un million, sans lettres ni virgule.",
)
COLUMNS = {
    "takes_part": "En est",
    "pages_before": "Pages un jour ordinaire",
    "pages_on_day": "Pages ce jour-là",
}


class DirectionsForm(StaleCheckForm):
    """A row a direction: whether it takes part, until the day is over; its pages, those of the day once it has come."""

    def __init__(self, *args: Any, day: PrinterlessDay, by: Agent, **kwargs: Any) -> None:
        self.day = day
        asked = {"takes_part": not day.is_over, "pages_on_day": day.has_come}
        self.columns = {name: label for name, label in COLUMNS.items() if asked.get(name, True)}
        known = {row.direction_id: row for row in day.directions.select_related("direction")}
        # Unsaved rows stand for directions of which nothing is said yet.
        self.directions = [
            known.get(direction.pk) or PrinterlessDirection(day=day, direction=direction)
            for direction in section.answered_for(by)
        ]
        kept = {self._name(name, row): getattr(row, name) for row in self.directions for name in self.columns}
        # The columns are part of what the page showed.
        super().__init__(*args, initial=kept | {"columns": list(self.columns)}, **kwargs)
        for row in self.directions:
            for name, label in self.columns.items():
                said = f"{label}, {row.direction}"
                self.fields[self._name(name, row)] = field = (
                    forms.BooleanField(label=said, required=False)
                    if name == "takes_part"
                    else forms.IntegerField(
                        label=said, required=False, min_value=0, max_value=MOST_PAGES, error_messages=WRONG
                    )
                )
                # The column's heading is what eyes read.
                field.widget.attrs["aria-label"] = said

    @staticmethod
    def _name(column: str, row: PrinterlessDirection) -> str:
        return f"{column}_{row.direction.reference}"

    def rows(self) -> Iterator[tuple[PrinterlessDirection, list[tuple[str, forms.BoundField]]]]:
        for row in self.directions:
            yield row, [(label, self[self._name(name, row)]) for name, label in self.columns.items()]

    def changed_rows(self) -> list[PrinterlessDirection]:
        """A row that was not sent says nothing: nothing of it is erased."""
        rows = []
        for row in self.directions:
            names = {name: self._name(name, row) for name in self.columns}
            if names["pages_before"] in self.data and not set(self.changed_data).isdisjoint(names.values()):
                said = {name: self.cleaned_data[sent] for name, sent in names.items()}
                rows.append(PrinterlessDirection(day=self.day, direction=row.direction, **said))
        return rows


class PrintServerForm(forms.Form):
    file = forms.FileField(
        label="Fichier du serveur d’impression (.csv)",
        help_text=spaced("Trois colonnes sont lues : direction, pages, date. 5 Mo au plus."),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "invalid": "Choisissez un fichier.",
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if refusal := getattr(file, "refusal", ""):
            raise ValidationError(refusal)
        if file.size > LARGEST:
            raise ValidationError(spaced("Ce fichier est trop lourd : 5 Mo au plus. Exportez un mois."))
        file.seek(0)
        return bytes(file.read())


def signed(reading: Reading, day: PrinterlessDay) -> str:
    """Sign the preview's sums for its button to send back: nothing waits on the server."""
    sums = [(each.direction.pk, each.before, each.on_day) for each in reading.counted]
    return signing.dumps([day.pk, sums], salt=SALT, compress=True)


class ConfirmForm(forms.Form):
    reading = forms.CharField(widget=forms.HiddenInput, error_messages={"required": READ_AGAIN})

    def __init__(self, *args: Any, day: PrinterlessDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_reading(self) -> list[tuple[Direction, int | None, int | None]]:
        try:
            day, sums = signing.loads(self.cleaned_data["reading"], salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature as error:
            raise ValidationError(READ_AGAIN) from error
        if day != self.day.pk:
            raise ValidationError(READ_AGAIN)
        directions = Direction.objects.in_bulk([key for key, _, _ in sums])
        return [(directions[key], before, on_day) for key, before, on_day in sums if key in directions]


SCREEN = "dematerialisation/printerless/printerless_screen.html"
SCREEN_EACH = 30


@require_safe
def printerless_list(request: AgentRequest) -> HttpResponse:
    context = {"days": PrinterlessDay.objects.all(), "can_write": section.can_write(request.user)}
    return render(request, "dematerialisation/printerless/printerless_list.html", context)


@require_safe
def printerless_detail(request: AgentRequest, day: str) -> HttpResponse:
    return _detail(request, _day(day))


def _detail(request: AgentRequest, day: PrinterlessDay, screen: str = "") -> HttpResponse:
    rows = list(day.directions.select_related("direction").order_by(*alphabetical("direction__name")))
    context = {
        "day": day,
        "in_days": (day.held_on - timezone.localdate()).days,
        "signed_up": day.agents.count(),
        "my_own": day.agents.filter(agent=request.user).first(),
        "taking_part": [row.direction for row in rows if row.takes_part],
        "form": DirectionsForm(day=day, by=request.user),
        "results": results_of(day),
        "hardest": hardest_of(day),
        "choices": Hardest.choices,
        "can_write": section.can_write(request.user),
        "can_report": section.can_report_gain(request.user, day),
        "measured": day.action.gains.filter(unit=Unit.SHEETS, measured__isnull=False).first()
        if day.action
        else None,
        "screen": screen,
        "entries": history_of(day),
    }
    return render(request, "dematerialisation/printerless/printerless_detail.html", context)


@require_POST
def printerless_sign_up(request: AgentRequest, day: str) -> HttpResponse:
    found, takes_part = _day(day), request.POST.get("participe") != "non"
    with refusals_as_messages(request):
        actions.sign_up(found, by=request.user, takes_part=takes_part)
        said = (
            spaced("C’est noté : vous en êtes.")
            if takes_part
            else spaced("C’est noté : vous n’êtes plus inscrit.")
        )
        messages.success(request, said)
    return redirect(found)


@require_POST
def printerless_hardest(request: AgentRequest, day: str) -> HttpResponse:
    """Then to the form of an idea, filled in, for who wishes."""
    found, hardest = _day(day), request.POST.get("difficile", "")
    with refusals_as_messages(request):
        actions.say_hardest(found, by=request.user, hardest=hardest)
        if request.POST.get("geste") == "idee":
            label = Hardest(hardest).label
            words = {
                "title": spaced(f"Se passer de l’imprimante : {label[:1].lower()}{label[1:]}"),
                "problem": spaced(
                    f"Pendant « {found.title} », le plus difficile a été : {label[:1].lower()}{label[1:]}."
                ),
            }
            return redirect(f"{reverse('suggestions:idea_propose_named')}?{urlencode(words)}")
        messages.success(request, spaced("C’est noté : personne ne lira que c’est vous. Merci !"))
    return redirect(f"{found.get_absolute_url()}#difficile")


@atomic_post
def printerless_pages(request: AgentRequest, day: str) -> HttpResponse:
    found = _day(day)
    if not section.answered_for(request.user):
        raise PermissionDenied(actions.NOT_ITS_HEAD)
    lock_on_post(request, found)
    form = DirectionsForm(request.POST or None, day=found, by=request.user)

    def write(**_: Any) -> None:
        actions.write_directions(found, form.changed_rows(), by=request.user, columns=form.columns)

    if submitted(request, form, write, done="C’est noté."):
        return redirect(f"{found.get_absolute_url()}#directions")
    return render(
        request, "dematerialisation/printerless/printerless_pages.html", {"day": found, "form": form}
    )


def printerless_import(request: AgentRequest, day: str) -> HttpResponse:
    """The file is read here and forgotten; the preview's button sends its sums back."""
    found = _day_of_group(request, day)
    form = PrintServerForm(request.POST or None, request.FILES or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        try:
            reading = read(form.cleaned_data["file"], found)
        except Unreadable as error:
            form.add_error("file", str(error))
    context: dict[str, Any] = {"day": found, "form": form, "reading": reading}
    if reading and reading.counted:
        context["confirm"] = ConfirmForm(day=found, initial={"reading": signed(reading, found)})
    return render(request, "dematerialisation/printerless/printerless_import.html", context)


@require_POST
def printerless_import_confirm(request: AgentRequest, day: str) -> HttpResponse:
    found = _day_of_group(request, day)
    form = ConfirmForm(request.POST, day=found)
    if not form.is_valid():
        messages.error(request, str(form.errors["reading"][0]))
        return redirect("printerless_import", found.reference)
    with refusals_as_messages(request):
        actions.import_pages(found, form.cleaned_data["reading"], by=request.user)
        messages.success(request, spaced("Les pages sont enregistrées ; le fichier n’est pas gardé."))
    return redirect(found)


@require_POST
def printerless_report_gain(request: AgentRequest, day: str) -> HttpResponse:
    found = _day(day)
    with refusals_as_messages(request):
        messages.success(request, actions.report_gain(found, by=request.user))
    return redirect(found)


@require_safe
def printerless_poster(request: AgentRequest, day: str) -> HttpResponse:
    found = _day(day)
    url = settings.SITE_URL + found.get_absolute_url()
    context = {"day": found, "url": url, "code": qr_svg(url, label="S’inscrire")}
    name = f"un-jour-sans-imprimante-{found.held_on:%Y-%m-%d}.pdf"
    return pdf_response(
        request,
        "dematerialisation/printerless/printerless_poster.html",
        context,
        title=found.title,
        name=name,
    )


# The screen of the hall


@require_POST
def printerless_screen_give(request: AgentRequest, day: str) -> HttpResponse:
    found = _day(day)
    secret = actions.give_screen(found, by=request.user)
    response = _detail(request, found, settings.SITE_URL + reverse("printerless_screen", args=[secret]))
    add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
def printerless_screen(request: HttpRequest, secret: str) -> HttpResponse:
    """The whole page; its script asks for what changes."""
    return _screen(request, secret, SCREEN)


@login_not_required
@require_safe
def printerless_screen_content(request: HttpRequest, secret: str) -> HttpResponse:
    return _screen(request, secret, f"{SCREEN}#content")


def _screen(request: HttpRequest, secret: str, template: str) -> HttpResponse:
    day = actions.day_of_screen(secret, request=request)
    if day is None:
        raise Http404
    context = {
        "screen": {"name": day.title},
        "day": day,
        "at": timezone.localtime(),
        "when": with_capital(long_date(day.held_on)),
        "in_days": (day.held_on - timezone.localdate()).days,
        "signed_up": day.agents.count(),
        "taking_part": day.directions.filter(takes_part=True).count(),
        "results": results_of(day),
        "seconds": SCREEN_EACH,
        "here": reverse("printerless_screen", args=[secret]),
        "content_url": reverse("printerless_screen_content", args=[secret]),
    }
    response = render(request, template, context)
    add_never_cache_headers(response)
    # The address is the key: it goes nowhere.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _day(reference: str) -> PrinterlessDay:
    return get_object_or_404(PrinterlessDay.objects.select_related("action"), reference=reference)


def _day_of_group(request: AgentRequest, reference: str) -> PrinterlessDay:
    day = _day(reference)
    if not section.can_write(request.user):
        raise PermissionDenied(actions.NOT_THE_GROUP)
    return day
