"""Share between all admin pages: rights from policies, history from triggers, buttons for actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst

from core.admin.inlines import TypedTextMixin
from core.admin.lists import ReadableListAdmin
from core.admin.optimistic_locking import StampedAdmin
from core.french import spaced
from core.history.context import action_context
from core.history.entries import has_history, history_of, is_tracked
from core.web.stale_forms import StaleCheckForm, lock_on_post


@dataclass(frozen=True)
class ObjectAction:
    """A button of an object's admin page.

    `run(obj, by=agent, **cleaned_data)` is an action: it checks the right and the state itself, raises
    PermissionDenied or ValidationError, and may return the sentence shown afterwards. `allowed(agent, obj)` is a
    policy, of the person and of the object's state: without it the button is not there. `may(agent, obj)` is the
    part of it that concerns the person: without it nothing is built nor rendered, whatever the method. With a `form`
    (a forms.Form subclass) a page asks first; one that says `takes_object = True` is built with `obj=` and `by=`,
    others take what `initial_for(obj)` gives; one that says `takes_files = True` is given the request's files too.
    """

    name: str
    label: str
    run: Callable[..., Any]
    allowed: Callable[[Any, Any], bool]
    may: Callable[[Any, Any], bool] = field(kw_only=True)
    form: type[forms.Form] | None = None
    done: str = "C’est fait."
    is_main: bool = False
    help: str = ""

    @property
    def asks(self) -> bool:
        """A page asks first; for templates, which would call the form's class."""
        return self.form is not None


MOVED = spaced(
    "Cette fiche a changé depuis l’ouverture de cette page : ce geste n’y est plus possible. "
    "Rien n’est enregistré, et vos mots sont toujours là."
)


# Where a request keeps what refused its form while it was saved; no header has such a name.
REFUSAL = "core.admin.refusal"


class RefusedForm(forms.BaseForm):
    """Mixed into the form of a request that an action refused while it was saved."""

    refused_with: list[str]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self.add_error(None, ValidationError(self.refused_with))


def try_action(action: ObjectAction, request: HttpRequest, obj: Any) -> tuple[forms.Form, str]:
    """The action's form, and what to say when it was done by this request; a refusal keeps what was typed.

    Raises PermissionDenied when the action is not this person's, before anything of the object is read for the form;
    or when nothing was sent and it is not possible on this object. What was sent to an object whose state has changed
    since is shown again, with a sentence that says so.
    """
    if not action.may(request.user, obj):
        raise PermissionDenied("Ce geste n’est pas possible pour vous sur cette fiche.")
    if request.method != "POST":
        if not action.allowed(request.user, obj):
            raise PermissionDenied("Ce geste n’est pas (ou plus) possible sur cette fiche.")
        return _form_of(action, request, obj), ""
    if action.form is None or not issubclass(action.form, StaleCheckForm):
        return _sent(action, request, obj)
    with transaction.atomic():
        lock_on_post(request, obj)
        return _sent(action, request, obj)


def _sent(action: ObjectAction, request: HttpRequest, obj: Any) -> tuple[forms.Form, str]:
    form = _form_of(action, request, obj)
    if form.is_valid():
        try:
            sentence = action.run(obj, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            # The state moved meanwhile: say so beside the text, which stays in the form.
            form.add_error(None, error)
        else:
            return form, sentence if isinstance(sentence, str) else action.done
    elif not action.allowed(request.user, obj):
        form.add_error(None, MOVED)
    return form, ""


def _form_of(action: ObjectAction, request: HttpRequest, obj: Any) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if action.form is None:
        return forms.Form(data)
    if getattr(action.form, "takes_object", False):
        given: dict[str, Any] = {"obj": obj, "by": request.user}
        if getattr(action.form, "takes_files", False) and data is not None:
            given["files"] = request.FILES
        return action.form(data, **given)
    initial: dict[str, Any] = getattr(action.form, "initial_for", lambda obj: {})(obj)
    return action.form(data, initial=initial)


def _without(found: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """Filter the nested lists of names that Django makes."""
    rows = [_without(each, beginnings) if isinstance(each, list) else each for each in found]
    return [each for each in rows if each and not (isinstance(each, str) and each.startswith(beginnings))]


def asks(policy: Callable[[Any], bool]) -> Any:
    """Return a `can_…` of PolicyAdmin that is this policy, of the person alone."""
    return lambda self, agent, obj=None: policy(agent)


class PolicyAdmin(TypedTextMixin, StampedAdmin, ReadableListAdmin):
    """Base of the project's admin classes: closed until a subclass's policies open it."""

    object_actions: Sequence[ObjectAction] = ()
    # Under « Réglages » on the home page of the admin.
    is_technical = False
    # Under each button of an object's page, what it does.
    shows_action_help = False
    # The main button alone; the others under « Autres actions ».
    folds_actions = False
    show_full_result_count = False
    object_action_template = "admin/object_action.html"
    object_history_template = "admin/tracked_history.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Titled by what it lists: the stock « Sélectionnez l’objet … à modifier » is nobody’s word."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        title = spaced(f"Ajouter : {self.opts.verbose_name}")
        return super().add_view(request, form_url, {"title": title, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Titled by its kind: the stock « Modification de article » elides nothing."""
        title = capfirst(self.opts.verbose_name)
        return super().change_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    # Policies: subclasses override what they open, some by `asks`.
    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return False

    def can_add(self, agent: Any) -> bool:
        return False

    can_change = can_delete = can_see

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.can_see(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_see(request.user, obj)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.can_add(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete(request.user, obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list's own filters only: any other column could be read value by value (`?password__startswith=…`)."""
        filters = [
            each[0] if isinstance(each, (list, tuple)) else each for each in self.get_list_filter(request)
        ]
        names = {
            str(getattr(each, "parameter_name", each)) for each in [*filters, self.date_hierarchy] if each
        }
        is_offered = any(lookup == name or lookup.startswith(f"{name}__") for name in names)
        return is_offered and super().lookup_allowed(lookup, value, request)

    # History
    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *given: Any) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, object_id, *given)
        with action_context("a modifié la fiche" if object_id else "a créé la fiche", by=request.user):
            try:
                return super().changeform_view(request, object_id, *given)
            except IntegrityError:
                # Two sendings at once, both valid: the other's row is there now, and the form says so.
                pass
            except ValidationError as refusal:
                # An action of `save_model` refused, and nothing is saved: the form says it beside what was typed.
                request.META[REFUSAL] = refusal.messages
            return super().changeform_view(request, object_id, *given)

    def stamped(self, form_class: Any, request: HttpRequest, obj: Any) -> Any:
        form = super().stamped(form_class, request, obj)
        if refusal := request.META.get(REFUSAL):
            return type(form.__name__, (RefusedForm, form), {"refused_with": refusal})
        return form

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        with action_context("a supprimé la fiche", by=request.user):
            return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Leave out the rows of many-to-many tables, which go with their object and have no name to show."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        tables = [
            model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created
        ]
        beginnings = tuple(f"{capfirst(table.verbose_name)}: " for table in tables)
        names = {str(table.verbose_name_plural) for table in tables}
        counts = {name: count for name, count in counts.items() if str(name) not in names}
        return _without(found, beginnings), counts, needed, protected

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self._visible_or_404(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Historique : {obj}",
            "entries": history_of(obj) if has_history(self.model) else [],
            "is_tracked": is_tracked(self.model),
            "object": obj,
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # Actions
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_action"
        view = self.admin_site.admin_view(self.object_action_view)
        return [path("<path:object_id>/geste/<slug:action_name>/", view, name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["shows_action_help"], context["folds_actions"] = self.shows_action_help, self.folds_actions
        context["object_actions"] = self.actions_for(request.user, obj) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    def actions_for(self, agent: Any, obj: Any) -> list[ObjectAction]:
        """The buttons of this object's page, in their order."""
        return [each for each in self.object_actions if each.allowed(agent, obj)]

    def object_action_view(self, request: HttpRequest, object_id: str, action_name: str) -> HttpResponse:
        """Ask (when the action has a form), do, say, return to the object; a refusal keeps what was typed."""
        obj = self._visible_or_404(request, object_id)
        action = next((each for each in self.object_actions if each.name == action_name), None)
        if action is None:
            raise Http404
        form, sentence = try_action(action, request, obj)
        if sentence:
            self.message_user(request, self.said_after(request, action, sentence), messages.SUCCESS)
            return redirect(self._after(request, obj))
        context = {
            **self.admin_site.each_context(request),
            "title": action.label,
            "action": action,
            "form": form,
            "media": self.media + form.media,
            "object": obj,
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
        }
        return TemplateResponse(request, self.object_action_template, context)

    def said_after(self, request: HttpRequest, action: ObjectAction, sentence: str) -> str:
        """What is said of an action that was done; a subclass may lead further."""
        return sentence

    def _after(self, request: HttpRequest, obj: models.Model) -> str:
        """The object's page, or the list when the action took it out of sight; the list's filters stay."""
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        is_seen = self.get_queryset(request).filter(pk=obj.pk).exists()
        url = reverse(f"{base}_change", args=[obj.pk]) if is_seen else reverse(f"{base}_changelist")
        context: dict[str, Any] = {
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
        }
        return str(add_preserved_filters(context, url))

    def _visible_or_404(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        return obj
