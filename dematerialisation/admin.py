from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from core.people.models import Agent
from core.people.roles import GROUP
from dematerialisation.group_actions.admin import ActionAdmin
from dematerialisation.group_admin import GroupAdmin
from dematerialisation.models import (
    Action,
    Article,
    GroupMember,
    Page,
    PrinterlessDay,
    Priority,
    Questionnaire,
    QuestionSection,
    ReviewIssue,
    Wish,
)
from dematerialisation.printerless.admin import PrinterlessDayAdmin
from dematerialisation.priorities.admin import PriorityAdmin, WishAdmin
from dematerialisation.review.admin import ArticleAdmin, ReviewIssueAdmin
from dematerialisation.survey.admin import QuestionnaireAdmin, QuestionSectionAdmin


@admin.register(Page)
class PageAdmin(GroupAdmin):
    list_display = ["title", "slug", "position", "is_to_review"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary", "body", "position", "is_to_review"]


@admin.register(GroupMember)
class GroupMemberAdmin(GroupAdmin):
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
            in_role = Agent.objects.with_role(*GROUP)
            offered = Q(pk__in=in_role.values("pk")) | Q(group_membership__isnull=False)
            kwargs["queryset"] = Agent.objects.filter(offered).by_name()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


admin.site.register(Action, ActionAdmin)
admin.site.register(Priority, PriorityAdmin)
admin.site.register(Wish, WishAdmin)
admin.site.register(ReviewIssue, ReviewIssueAdmin)
admin.site.register(Article, ArticleAdmin)
admin.site.register(PrinterlessDay, PrinterlessDayAdmin)
admin.site.register(Questionnaire, QuestionnaireAdmin)
admin.site.register(QuestionSection, QuestionSectionAdmin)
