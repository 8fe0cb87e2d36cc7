"""The subjects; entries are written on the site."""

from typing import Any

from django.contrib import admin

from core.admin.base import PolicyAdmin
from legalwatch import policies
from legalwatch.models import Subject
from legalwatch.policies import can_write


@admin.register(Subject)
class SubjectAdmin(PolicyAdmin):
    list_display = ["name", "slug", "position"]
    search_fields = ["name"]
    fields = ["name", "slug", "position"]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return can_write(agent)

    can_add = can_change = can_see

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return obj is not None and policies.can_delete_subject(agent, obj)
