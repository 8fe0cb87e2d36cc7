from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.people.desk import PolicyAdmin
from core.people.models import Agent
from core.people.roles import Role
from dematerialisation import policies
from dematerialisation.models import Action, GroupMember, Page


class GroupDesk(PolicyAdmin):
    """The project group's desk for the common section."""

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_write(agent)

    can_change = can_see

    def can_add(self, agent: Any) -> bool:
        return policies.can_write(agent)

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_write(agent)


@admin.register(Page)
class PageAdmin(GroupDesk):
    list_display = ["title", "slug", "position"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary", "body", "position"]


@admin.register(GroupMember)
class GroupMemberAdmin(GroupDesk):
    list_display = ["__str__", "dga", "category", "is_head", "position"]
    list_select_related = ["agent", "dga"]
    fieldsets = [
        ("Agent de la ville", {"fields": ["agent"]}),
        ("Ou bien quelqu’un d’ailleurs", {"fields": ["name", "organisation"]}),
        (
            "Dans le groupe",
            {"fields": ["function", "dga", "category", "presentation", "is_head", "position"]},
        ),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "agent":
            # A member who lost the role stays in the list, or correcting their rank would drop them.
            in_role = Agent.objects.with_role(Role.PROJECT_GROUP, Role.GROUP_HEAD)
            offered = Q(pk__in=in_role.values("pk")) | Q(group_membership__isnull=False)
            kwargs["queryset"] = Agent.objects.filter(offered).by_name()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ActionForm(forms.ModelForm):
    def clean_done_on(self) -> Any:
        done_on = self.cleaned_data["done_on"]
        if done_on > timezone.localdate():
            raise forms.ValidationError(
                "Une action se raconte une fois faite : choisissez aujourd’hui ou une date passée."
            )
        return done_on


@admin.register(Action)
class ActionAdmin(GroupDesk):
    form = ActionForm
    list_display = ["title", "done_on"]
    date_hierarchy = "done_on"
    search_fields = ["title"]
    filter_horizontal = ["ideas"]
    fields = ["title", "done_on", "what_it_changed", "ideas"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        return super().get_queryset(request).order_by("-done_on", "-pk")
