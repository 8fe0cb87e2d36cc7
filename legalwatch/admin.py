"""The subjects; entries are written on the site."""

from typing import Any

from django.contrib import admin

from core.admin.base import PolicyAdmin, asks
from legalwatch import policies
from legalwatch.models import Subject


@admin.register(Subject)
class SubjectAdmin(PolicyAdmin):
    list_display = ["name", "slug", "position"]
    search_fields = ["name"]
    fields = ["name", "slug", "position"]

    can_see = can_add = can_change = asks(policies.can_write)

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return obj is not None and policies.can_delete_subject(agent, obj)
