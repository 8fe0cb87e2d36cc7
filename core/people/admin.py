from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import escape
from django.utils.text import capfirst

from core.admin.base import ObjectAction, PolicyAdmin, asks
from core.admin.inlines import NamedRowsFormSet, PolicyInline
from core.admin.lists import EMPTY
from core.french import moment, of, spaced
from core.operations.models import PurgeCount
from core.people import actions, confirmations, policies, reauthentication, sessions
from core.people.fields import AgentField
from core.people.forms import RefusalForm
from core.people.models import AddressAlias, Agent, ChangeRequest, Direction, Project, SignIn
from core.people.ordering import alphabetical
from core.people.requests import agent_of
from core.people.second_factor import actions as second_factor_actions
from core.people.second_factor import policies as second_factor_policies
from core.people.second_factor.forms import LostForm
from core.web import phones

# Providers are settings, and links to them are undone by `manage.py reset_sign_in`; roles are fixed; second factors and
# the address are on the agent's page, where an address that opens confidential texts waits for a second account.
admin.site.unregister(
    [Group, EmailAddress, SocialAccount, SocialApp, SocialToken, Authenticator, UserSession]
)


# Of a request whose form asks for a change that waits.
WAITING = "people.waiting"


class DirectoryAdmin(PolicyAdmin):
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Directions by name, in a plain list: the autocomplete widget stumbles on a value that is no number."""
        if db_field.related_model is Direction:
            kwargs["queryset"] = Direction.objects.by_name()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.by = agent_of(request)
        return form

    def say_it_waits(self, request: HttpRequest, what: str) -> None:
        """Instead of Django's « C’est enregistré », which says it of the whole form."""
        request.META[WAITING] = True
        super().message_user(request, f"{what} {confirmations.WAITS}", messages.WARNING)

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **more: Any
    ) -> None:
        if level != messages.SUCCESS or WAITING not in request.META:
            super().message_user(request, message, level, *args, **more)

    can_see = can_add = can_change = asks(policies.can_keep_directory)


def say_what_waits(field: forms.Field, **changed: Any) -> None:
    """Name beside `field` the change that waits for a second account, so that nobody asks for it again."""
    change = ChangeRequest.objects.waiting().filter(**changed).for_list().first()
    if change:
        named = change.email or change.person or "personne"
        waits = escape(f"En attente de confirmation : {named}, demandé par {change.asked_by}.")
        field.help_text = spaced(f"{field.help_text} {waits}".strip())


class DirectionForm(forms.ModelForm):
    """The head by name or identifiant: a list of two thousand people would be no help."""

    head = AgentField(
        label="Responsable",
        required=False,
        help_text="L’identifiant, par exemple cmartin, ou le prénom et le nom.",
    )

    # Set by the admin for each request.
    by: Agent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        head = self.instance.head
        if head and not head.is_active:
            # The organisation chart shows nobody there, and the field takes open accounts only.
            field = self.fields["head"]
            field.help_text = f"{field.help_text} {head}, qui l’était, a un compte fermé."
            self.initial["is_interim"], head = False, None
        if self.instance.pk:
            say_what_waits(self.fields["head"], direction=self.instance)
        # A model form would give the primary key, which people do not know.
        self.initial["head"] = head

    def clean_head(self) -> Agent | None:
        head: Agent | None = self.cleaned_data["head"]
        if head is not None and head == self.by and head != self.instance.head:
            raise ValidationError(confirmations.OWN_NAME)
        return head

    def clean_parent(self) -> Direction | None:
        """Refuse a parent under one's own direction: its head reads more of what is put below it."""
        parent: Direction | None = self.cleaned_data["parent"]
        if policies.comes_under(self.by, parent, before=self.instance.parent):
            raise ValidationError(confirmations.OWN_PLACE)
        return parent

    def clean(self) -> dict[str, Any] | None:
        """Leave the place of one's own direction to others: visas go up by levels, mail is read in the one above."""
        data: dict[str, Any] | None = super().clean()
        own = {self.by.direction_id, *self.by.directions_headed.values_list("pk", flat=True)}
        if self.instance.pk in own - {None} and {"kind", "parent"} & {*self.changed_data}:
            raise ValidationError(confirmations.OWN_LEVEL)
        return data


class InterimFilter(admin.BooleanFieldListFilter):
    """Its title follows « Par »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "intérim"


@admin.register(Direction)
class DirectionAdmin(DirectoryAdmin):
    form = DirectionForm
    list_display = ["name", "kind", "parent", "head", "is_interim"]
    list_filter = ["kind", ("is_interim", InterimFilter)]
    list_select_related = ["parent", "head"]
    search_fields = ["name", "head__last_name"]
    fields = ["name", "kind", "parent", "head", "is_interim"]
    ordering = alphabetical("name")

    can_delete = DirectoryAdmin.can_see

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save all but another head, which a second account confirms."""
        held = Direction.objects.select_related("head").get(pk=obj.pk) if change else Direction()
        asked = {"person": obj.head, "is_interim": obj.is_interim}
        is_asked = "head" in form.changed_data and obj.head != held.head
        if is_asked:
            obj.head, obj.is_interim = held.head, held.is_interim
        super().save_model(request, obj, form, change)
        if is_asked and confirmations.ask(by=agent_of(request), direction=obj, **asked):
            self.say_it_waits(request, "Le nouveau responsable")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Hide the names of projects, among those that keep a direction, that this agent may not read."""
        *found, protected = super().get_deleted_objects(objs, request)
        carried = Project.objects.filter(sponsor__in=[obj.pk for obj in objs])
        hidden = carried.exclude(pk__in=Project.objects.visible_to(agent_of(request)).values("pk"))
        # As Django writes what has no page in the admin.
        said = {f"{capfirst(Project._meta.verbose_name)}: {project}" for project in hidden}
        return *found, ["Un projet réservé à ses membres" if each in said else each for each in protected]


class AliasFormSet(NamedRowsFormSet):
    def clean(self) -> None:
        """A mail from these addresses is believed to be the agent's."""
        super().clean()
        if self.instance.pk and self.has_changed():
            reauthentication.check()


class AliasInline(PolicyInline):
    """The other addresses of an agent, which `can_write_aliases` opens and others of the directory read."""

    model = AddressAlias
    formset = AliasFormSet
    template = "admin/people/alias_inline.html"
    can_write = staticmethod(policies.can_keep_directory)
    verbose_name_plural = "Autres adresses d’où cet agent écrit"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        agent = agent_of(request)
        return policies.can_write_aliases(agent, obj) if obj else self.can_write(agent)

    has_add_permission = has_delete_permission = has_change_permission


class AgentForm(forms.ModelForm):
    """Require a fresh sign-in to open an account, and refuse to move someone below the person who writes it."""

    # What one types to sign in, where the link to a new password goes, whether the account opens, which entry of the
    # town's directory writes its address.
    OPENS = frozenset({"identifiant", "email", "is_active", "directory_key"})

    class Meta:
        error_messages = {
            "directory_key": {
                "invalid": spaced(
                    "Ce n’est pas une clé d’annuaire : laissez ce champ tel qu’il était, ou vide."
                )
            }
        }

    # Set by the admin for each request.
    by: Agent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "email" in self.fields:
            say_what_waits(self.fields["email"], account=self.instance)

    def clean_direction(self) -> Direction | None:
        """Refuse another for oneself, or one that makes one their manager; a new account has nothing to read yet."""
        direction: Direction | None = self.cleaned_data["direction"]
        if self.instance.pk == self.by.pk:
            if direction != self.instance.direction:
                raise ValidationError(confirmations.OWN_DIRECTION)
        elif self.instance.pk and policies.comes_under(self.by, direction, before=self.instance.direction):
            raise ValidationError(confirmations.OWN_TEAM)
        return direction

    def clean_phone(self) -> str:
        return phones.cleaned(self, "phone")

    def clean(self) -> dict[str, Any] | None:
        data: dict[str, Any] | None = super().clean()
        # A new account is nobody's yet; a role is given to it all the same.
        asking = {*self.OPENS, "groups"} if self.instance.pk else {"groups"}
        for name in asking.intersection(self.changed_data):
            try:
                reauthentication.check()
            except ValidationError as error:
                self.add_error(name, error)
        closes = "is_active" in self.changed_data and not self.cleaned_data.get("is_active")
        if closes and self.instance.pk in policies.heads_below(self.by):
            self.add_error("is_active", confirmations.OWN_HEAD)
        return data


@admin.register(Agent)
class AgentAdmin(DirectoryAdmin):
    """An agent is never deleted: their account is closed."""

    form = AgentForm
    list_display = ["last_name", "first_name", "identifiant", "direction", "function", "is_active"]
    list_display_links = ["last_name", "first_name"]
    list_filter = ["is_active", "category", "has_workstation", "groups"]
    list_select_related = ["direction"]
    ordering = alphabetical("last_name", "first_name")
    search_fields = ["last_name", "first_name", "identifiant", "email", "personnel_number"]
    change_form_template = "admin/people/agent_change_form.html"
    change_list_template = "admin/people/agent_list.html"
    fieldsets = [
        (None, {"fields": ["identifiant", "first_name", "last_name", "is_active"]}),
        (
            "Dans la ville",
            {
                "fields": [
                    "direction",
                    "function",
                    "category",
                    "personnel_number",
                    "directory_key",
                    "has_workstation",
                ]
            },
        ),
        ("Pour la joindre, pour le joindre", {"fields": ["email", "phone"]}),
        ("Droits", {"fields": ["groups"]}),
    ]
    boxes = ["groups"]
    inlines = [AliasInline]
    object_actions = [
        ObjectAction(
            "sessions",
            "Mettre fin à ses sessions",
            sessions.end_all,
            policies.can_end_sessions,
            may=policies.can_end_sessions,
            form=forms.Form,
            done=sessions.ENDED,
            help=sessions.ENDS,
        ),
        ObjectAction(
            "second-facteur",
            "Retirer le second facteur",
            second_factor_actions.remove_lost,
            second_factor_policies.can_remove_of,
            may=policies.can_remove_second_factor,
            form=LostForm,
            done="Le second facteur est retiré, ses sessions sont terminées, et la personne est prévenue.",
            help=second_factor_actions.REMOVES,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agent]:
        return super().get_queryset(request).filter(is_elected=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if policies.can_give_roles(agent_of(request)) else ["groups"]

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        # Someone else's address opens their account: a directory manager corrects no one above them.
        if obj is not None and obj.roles and obj.pk != agent.pk:
            return policies.can_give_roles(agent)
        return policies.can_keep_directory(agent)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        before, asked = form.initial.get("email") or "", obj.email or ""
        is_asked = change and asked != before and policies.is_guarded(obj)
        if is_asked:
            obj.email = before or None
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data and not obj.is_active:
            sessions.end_what_is_open([obj.pk])
        if not is_asked:
            actions.record_address(obj, before=before if change else None)
        elif confirmations.ask(by=agent_of(request), account=obj, email=asked):
            self.say_it_waits(request, "La nouvelle adresse")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        agent = form.instance
        before = set(agent.aliases.values_list("address", flat=True))
        # Django takes back what is no longer chosen, then gives: between the two, who goes from one role of the group
        # to the other would leave its space, and lose what they were told of it.
        agent.groups.add(*form.cleaned_data.get("groups", ()))
        super().save_related(request, form, formsets, change)
        # A new account is told nothing, as for its own address.
        if change:
            actions.notify_other_addresses(agent, before=before)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.print_code)
        return [path("<int:object_id>/code/", view, name="people_agent_code"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["can_print_code"] = obj is not None and policies.can_print_code(agent_of(request), obj)
        context["is_guarded"] = obj is not None and obj.is_active and policies.is_guarded(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def print_code(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return code_page(self, request, Agent.objects.agents().filter(pk=object_id).first(), object_id)


@admin.register(ChangeRequest)
class ChangeRequestAdmin(PolicyAdmin):
    """Changes that one account asks and another confirms; only the buttons write here."""

    list_display = ["__str__", "asked_by", "shown_asked_at", "state", "decided_by"]
    list_filter = ["state"]
    fields = readonly_fields = (
        "what",
        "now",
        "asked",
        *("asked_by", "shown_asked_at", "state", "decided_by", "shown_decided_at"),
    )
    actions = None
    object_actions = [
        ObjectAction(
            "confirmer",
            "Confirmer",
            confirmations.confirm,
            lambda agent, change: change.is_waiting and policies.may_confirm(agent, change),
            may=policies.may_confirm,
            form=reauthentication.FreshForm,
            done="Le changement est fait, et ceux qu’il concerne en sont prévenus.",
            is_main=True,
            help=spaced(
                "Vérifiez-le auprès des personnes concernées : il donne à lire ce que d’autres n’ont pas à lire."
            ),
        ),
        ObjectAction(
            "refuser",
            "Refuser",
            confirmations.refuse,
            lambda agent, change: change.is_waiting and policies.can_read_changes(agent),
            may=lambda agent, change: policies.can_read_changes(agent),
            form=RefusalForm,
            done="Le changement est refusé, et qui l’a demandé le sait.",
        ),
    ]

    can_see = asks(policies.can_read_changes)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChangeRequest]:
        found: QuerySet[ChangeRequest] = ChangeRequest.objects.for_list()
        return found

    @admin.display(description="changement")
    def what(self, change: ChangeRequest) -> str:
        return capfirst(str(change))

    @admin.display(description="aujourd’hui")
    def now(self, change: ChangeRequest) -> str:
        return str((change.account.email if change.account else change.current) or EMPTY)

    @admin.display(description="demandé")
    def asked(self, change: ChangeRequest) -> str:
        """Show the address until it is decided."""
        return change.email or (EMPTY if change.account else str(change.person or "personne"))

    @admin.display(description="demandé le", ordering="asked_at")
    def shown_asked_at(self, change: ChangeRequest) -> str:
        return moment(change.asked_at)

    @admin.display(description="décidé le")
    def shown_decided_at(self, change: ChangeRequest) -> str:
        return moment(change.decided_at) if change.decided_at else EMPTY


def code_page(
    shown_by: admin.ModelAdmin, request: HttpRequest, agent: Agent | None, owner_id: int
) -> HttpResponse:
    """A sheet to print and hand over: the code is shown this once and kept nowhere.

    `owner_id` is the row of the admin page that leads here. Raises Http404 without an account or the right.
    """
    if agent is None or not policies.can_print_code(agent_of(request), agent):
        raise Http404
    reauthentication.require(request)
    code = actions.print_sign_in_code(agent, by=agent_of(request)) if request.method == "POST" else None
    context = {
        **shown_by.admin_site.each_context(request),
        "title": f"Code de connexion {of(agent)}",
        "agent": agent,
        "owner_id": owner_id,
        "code": code,
        "days": actions.CODE_DAYS,
        "site": settings.SITE_URL,
        "opts": shown_by.opts,
    }
    response = TemplateResponse(request, "admin/people/print_code.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@admin.register(PurgeCount)
class PurgeCountAdmin(PolicyAdmin):
    """The journal of the nightly purge; here, for `core.operations` stands below who may read it."""

    is_technical = True
    list_display = ["day", "kind", "count"]
    list_filter = ["kind"]
    can_see = asks(policies.can_read_sign_ins)


@admin.register(SignIn)
class SignInAdmin(PolicyAdmin):
    """The sign-in journal: administrators read it, nobody writes in it."""

    is_technical = True
    list_display = ["at", "agent", "outcome", "means", "address"]
    list_filter = ["outcome", "means"]
    list_select_related = ["agent"]
    search_fields = ["agent__identifiant", "agent__last_name", "agent__first_name", "address"]
    search_help_text = "Nom, identifiant, ou adresse du poste"
    can_see = asks(policies.can_read_sign_ins)
