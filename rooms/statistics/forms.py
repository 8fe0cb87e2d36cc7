from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.ui.fields import DayField, offer
from core.ui.filters import FilterForm
from core.ui.french import count_of, spaced
from rooms.models import Site

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
