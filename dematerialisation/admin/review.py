"""The admin pages of the review: its issues, and the articles, drafted, corrected, withdrawn."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from core.admin.base import ObjectAction
from core.french import long_date, moment, spaced
from core.history.context import action_context
from core.web import rich_text
from dematerialisation import policies
from dematerialisation.admin.group import GroupAdmin
from dematerialisation.models import Article, ReviewIssue
from dematerialisation.review import actions


class ReviewIssueForm(forms.ModelForm):
    """The month is not asked, so its constraint is not either."""

    def clean_closing_on(self) -> date:
        closing: date = self.cleaned_data["closing_on"]
        if closing >= self.instance.month:
            raise ValidationError("Le bouclage précède le premier jour du mois du numéro.")
        return closing


@admin.register(ReviewIssue)
class ReviewIssueAdmin(GroupAdmin):
    """The month of a tip opens its issue."""

    form = ReviewIssueForm
    list_display = ["__str__", "closing_on"]
    fields = ["site_page", "month", "closing_on"]
    readonly_fields = ["site_page", "month"]

    def can_add(self, agent: Any, obj: Any = None) -> bool:
        return False

    @admin.display(description="page")
    def site_page(self, issue: ReviewIssue) -> str:
        return format_html('<a href="{}">Voir ce qui y entre, télécharger</a>', issue.get_absolute_url())


class ArticleForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_published:
            # In the page's stamp: words written for a draft do not become those of a published article.
            self.fields["state"] = forms.CharField(required=False, disabled=True, initial="published")

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        rich_text.check_length(body)
        if self.instance.is_published and not rich_text.text_of(body):
            raise ValidationError("Écrivez le texte, ou retirez l’article.")
        return body


@admin.register(Article)
class ArticleAdmin(GroupAdmin):
    """Published on its own page, where it is read as everybody will."""

    form = ArticleForm
    list_display = ["title", "situation", "issue"]
    list_select_related = ["issue"]
    shows_action_help = True
    object_actions = [
        ObjectAction(
            "relever",
            "Relever les chiffres aujourd’hui",
            actions.take_figures_again,
            policies.can_take_figures,
            may=policies.may_write,
            help=spaced(
                "Les chiffres, le diagramme et le tableau deviennent ceux du jour ; votre texte reste tel quel."
            ),
        ),
        ObjectAction(
            "retirer",
            "Retirer l’article",
            actions.withdraw,
            policies.can_correct_article,
            may=policies.may_write,
            form=forms.Form,
            help=spaced("Pour toujours : sa page dit qu’il est retiré, la recherche ne le trouve plus."),
        ),
    ]

    def can_add(self, agent: Any, obj: Any = None) -> bool:
        # Begun on the page of the review, with the figures of the day.
        return False

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return obj is not None and policies.can_publish_article(agent, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ["situation", "preview", "figures_of", "title"]
        return [*shown, "issue"] if obj and obj.withdrawn_at else [*shown, "body", "issue"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ["situation", "preview", "figures_of"]
        return [*shown, "title"] if obj and obj.withdrawn_at else shown

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        # What the field cleans may differ from what stands, though nothing was typed.
        before = Article.objects.values_list("title", "body").filter(pk=obj.pk).first()
        if not obj.is_published or before == (obj.title, obj.body):
            return super().save_model(request, obj, form, change)
        obj.corrected_at = timezone.now()
        with action_context("a corrigé l’article", by=request.user):
            return super().save_model(request, obj, form, change)

    @admin.display(description="situation", ordering="published_at")
    def situation(self, article: Article) -> str:
        if article.published_at is None:
            return spaced("Brouillon : seul le groupe le voit.")
        if article.withdrawn_at:
            return spaced(f"Retiré le {moment(article.withdrawn_at)} : seul le groupe le lit.")
        return spaced(
            f"Publié le {moment(article.published_at)} : chacun lit les corrections, avec leur jour."
        )

    @admin.display(description="aperçu")
    def preview(self, article: Article) -> str:
        label = (
            "Voir la page" if article.is_published else "Relire avec ses chiffres et ses images, et publier"
        )
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), label)

    @admin.display(description="chiffres")
    def figures_of(self, article: Article) -> str:
        return f"Relevés le {long_date(article.taken_on)}." if article.figures else "Aucun."
