"""The use of rooms, for those who manage at least one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import count_of, long_date, plain, spaced
from core.people.requests import AgentRequest
from core.web.charts import Chart, bars
from core.web.fields import DayField, offer
from core.web.forms import FilterForm
from core.web.spreadsheets import table_response
from rooms import policies
from rooms.models import Room, Site
from rooms.statistics import compute
from rooms.statistics.compute import Search, Statistics, Use
from rooms.view_shortcuts import check_manages

BREAKDOWNS = [
    ("salle", "Par salle"),
    ("site", "Par site"),
    ("heure", "Par heure"),
    ("direction", "Par direction"),
]
LONGEST_DAYS = 366
USUAL_DAYS = 90


class UseForm(FilterForm):
    """`start` and `end` always hold days, the first not after the last, a year apart at most."""

    du = DayField(label="Du", required=False)
    au = DayField(label="Au", required=False)
    site = forms.ChoiceField(label="Site", required=False)
    par = forms.ChoiceField(label="Découpage", required=False, choices=BREAKDOWNS)

    def __init__(self, data: Any, *, sites: Sequence[Site]) -> None:
        super().__init__(data)
        self.sites = {site.slug: site for site in sites}
        offer(self, "site", [("", "Tous"), *((site.slug, site.name) for site in sites)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = timezone.localdate()
        end = data.get("au") or max(today, data.get("du") or today)
        start = data.get("du") or end - timedelta(days=USUAL_DAYS - 1)
        self.notice = ""
        if start > end:
            start, end = end, start
            self.notice = spaced("La première date venait après la dernière : elles sont échangées.")
        if (end - start).days >= LONGEST_DAYS:
            start = end - timedelta(days=LONGEST_DAYS - 1)
            self.notice = spaced(f"On compte {count_of(LONGEST_DAYS, 'jour')} au plus : voici les derniers.")
        data["start"], data["end"] = start, end
        # What the page shows is what its fields say.
        self.data = {**dict(self.data.items()), "du": start.isoformat(), "au": end.isoformat()}
        return data

    @property
    def chosen_site(self) -> Site | None:
        return self.sites.get(self.cleaned_data.get("site") or "")

    @property
    def query(self) -> dict[str, str]:
        data = self.cleaned_data
        asked = {
            "du": data["start"].isoformat(),
            "au": data["end"].isoformat(),
            "site": data.get("site") or "",
        }
        return {name: value for name, value in asked.items() if value}


# More bars than these are read in the table.
MOST_BARS = 15
MOST_SEARCHES = 10
HEADER = [
    "Découpage",
    "Ligne",
    "Réservations",
    "Heures réservées",
    "Heures utilisées",
    "Heures d’ouverture",
    "Occupation (en %)",
    "Absences",
]


@require_safe
def statistics(request: AgentRequest) -> HttpResponse:
    form, known = _asked(request)
    by = form.cleaned_data["par"] or "salle"
    lines = known.by[by]
    context = {
        "form": form,
        "known": known,
        "is_of_all": policies.can_manage(request.user),
        "start": long_date(form.cleaned_data["start"]),
        "end": long_date(form.cleaned_data["end"]),
        "spans": _spans(form),
        "by": dict(BREAKDOWNS)[by],
        "chart": _chart(by, lines),
        "left_out": max(len(lines) - MOST_BARS, 0) if by == "salle" else 0,
        "lines": lines,
        "has_rate": by != "direction",
        "searches": known.searches[:MOST_SEARCHES],
        "searches_chart": _searches_chart(known.searches[:MOST_SEARCHES]),
        "file_url": f"{reverse('rooms:statistics_file')}?{urlencode(form.query)}",
    }
    return render(request, "rooms/statistics/statistics.html", context)


@require_safe
def statistics_file(request: AgentRequest) -> HttpResponseBase:
    """The whole of it, for a spreadsheet; `quoi=recherches` gives what was sought."""
    what = request.GET.get("quoi", "")
    if what not in ("", "recherches"):
        raise Http404("Ce fichier n’existe pas.")
    form, known = _asked(request)
    span = f"{form.cleaned_data['start']:%Y-%m-%d}-{form.cleaned_data['end']:%Y-%m-%d}"
    if what == "recherches":
        header = ["Personnes", "Recherches", "Avec une salle", "Sans salle"]
        rows = ([each.people, each.sought, each.found, each.missed] for each in known.searches)
        return table_response(header, rows, name=f"salles-cherchees-{span}")
    return table_response(HEADER, _table(known), name=f"salles-en-chiffres-{span}")


def _asked(request: AgentRequest) -> tuple[UseForm, Statistics]:
    check_manages(request)
    rooms = list(Room.objects.kept_by(request.user).select_related("site").by_name())
    sites = sorted({room.site for room in rooms}, key=lambda site: plain(site.name))
    form = UseForm.reading(request.GET, sites=sites)
    site = form.chosen_site
    chosen = [room for room in rooms if site is None or room.site_id == site.pk]
    return form, compute.compute_statistics(
        chosen, form.cleaned_data["start"], form.cleaned_data["end"], site=site
    )


def _chart(by: str, lines: Sequence[Use]) -> Chart:
    if by == "direction":
        rows = [(line.label, line.used) for line in lines]
        return bars("Heures utilisées par direction", rows, unit="heures")
    titles = {
        "salle": "Les salles les plus occupées",
        "site": "Occupation par site",
        "heure": "Occupation selon l’heure",
    }
    shown = lines[:MOST_BARS] if by == "salle" else lines
    return bars(titles[by], [(line.label, line.rate or 0) for line in shown], unit="% des heures d’ouverture")


def _searches_chart(searches: Sequence[Search]) -> Chart:
    rows = [(count_of(search.people, "personne"), search.missed) for search in searches]
    return bars("Recherches sans salle, selon le nombre de personnes", rows, unit="recherches")


def _spans(form: UseForm) -> list[tuple[str, str, bool]]:
    """Usual periods, one click each: what the link says, its address, and whether it is the one shown."""
    today = timezone.localdate()
    month = today.replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    spans: list[tuple[str, date, date]] = [
        ("Ce mois-ci", month, today),
        ("Le mois dernier", last_month, month - timedelta(days=1)),
        ("90 jours", today - timedelta(days=89), today),
        ("Un an", today - timedelta(days=364), today),
    ]
    shown = (form.cleaned_data["start"], form.cleaned_data["end"])
    kept = {name: form.cleaned_data[name] for name in ("site", "par") if form.cleaned_data.get(name)}
    return [
        (label, "?" + urlencode({"du": start, "au": end, **kept}), (start, end) == shown)
        for label, start, end in spans
    ]


def _table(known: Statistics) -> Iterator[list[Any]]:
    yield _row("Ensemble", known.total)
    for by, label in BREAKDOWNS:
        for line in known.by[by]:
            yield _row(label, line)


def _row(breakdown: str, line: Use) -> list[Any]:
    return [
        breakdown,
        line.label,
        line.bookings,
        line.booked,
        line.used,
        line.open_hours,
        line.rate,
        line.absences,
    ]
