"""The admin's change forms in the demonstration town, which a file shares with no test of its own rows."""

from typing import Any

from django.contrib import admin
from django.test import RequestFactory

from core.people.models import Agent
from core.web.stale_forms import FIELD
from tests.admin.test_optimistic_locking import REFUSED, change_form, change_url
from tests.town import ACCOUNTS, signed_in_as


def test_every_change_form_of_the_admin_carries_a_stamp(town):
    """Read from the registry: whoever may change one of its rows sends a stamp, and an older one changes nothing."""
    faults: list[Any] = []
    seen = set()
    for account in ACCOUNTS:
        agent, client = Agent.objects.get(identifiant=account), signed_in_as(account)
        request = RequestFactory().get("/")
        request.user = agent
        for model, desk in admin.site._registry.items():
            rows = model._base_manager.order_by("pk")[:20]
            row = next((row for row in rows if desk.has_change_permission(request, row)), None)
            if row is None or model in seen or not desk.get_queryset(request).filter(pk=row.pk).exists():
                continue
            seen.add(model)
            page = client.get(change_url(row)).text
            if f'name="{FIELD}"' not in page:
                faults.append((model._meta.label, "no stamp"))
                continue
            before = model._base_manager.filter(pk=row.pk).values().get()
            answer = client.post(change_url(row), change_form(page).values | {FIELD: "0" * 32})
            if answer.status_code != 200 or REFUSED not in answer.text:
                faults.append((model._meta.label, answer.status_code))
            if model._base_manager.filter(pk=row.pk).values().get() != before:
                faults.append((model._meta.label, "changed"))
    assert not faults
    assert len(seen) > 15
