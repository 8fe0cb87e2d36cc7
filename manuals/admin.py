from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from core.admin.base import ObjectAction, PolicyAdmin
from core.french import spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.people.requests import agent_of
from core.search import index
from manuals import actions, policies
from manuals.forms import OutageForm, ReferentsForm, SuccessorForm
from manuals.models import Manual, Need, Software

group_action = partial(ObjectAction, may=policies.can_manage)


class GroupAdmin(PolicyAdmin):
    """Nothing here is deleted but an unused need: pins, manuals and histories refer to it."""

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_manage(agent)

    can_add = can_change = can_see


@admin.register(Need)
class NeedAdmin(GroupAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    # The software's filter and its two lists of needs take this order too.
    ordering = alphabetical("name")

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        # Without an object Django asks for the list's « delete the selected »: one at a time, on its page.
        return obj is not None and policies.can_manage(agent)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        answering = list(obj.software.all())
        super().delete_model(request, obj)
        # Their results named it.
        index.refresh(answering)


class SoftwareAdminForm(forms.ModelForm):
    """Spaces that were pasted with a name make no other name of it."""

    class Meta:
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField"}),
            "purpose": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        }

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def can_start_outage(agent: Any, software: Software) -> bool:
    return policies.can_start_outage(agent, software, is_down=software.outages.open().exists())


def can_end_outage(agent: Any, software: Software) -> bool:
    return policies.can_end_outage(agent, software, is_down=software.outages.open().exists())


@admin.register(Software)
class SoftwareAdmin(GroupAdmin):
    form = SoftwareAdminForm
    list_display = ["name", "owner", "state", "version_in_use", "functional_referent", "it_referent"]
    list_filter = ["state", "needs"]
    list_select_related = ["owner", "functional_referent", "it_referent"]
    ordering = [*alphabetical("name"), "pk"]
    search_fields = ["name", "purpose", "vendor"]
    boxes = ["needs"]
    readonly_fields = ["situation", "functional_referent", "it_referent", "replaced_by", "site_page"]
    object_actions = [
        group_action(
            "nommer-les-referents",
            "Nommer les référents",
            actions.name_referents,
            policies.can_manage,
            form=ReferentsForm,
            is_main=True,
            done=spaced("Les référents sont nommés ; les nouveaux en sont prévenus."),
            help="Ils tiennent la page du progiciel, et les agents y lisent leur nom, leur téléphone, leur adresse.",
        ),
        group_action(
            "mettre-en-service",
            "Mettre en service",
            actions.put_in_use,
            policies.can_put_in_use,
            done="Le progiciel est en service.",
        ),
        group_action(
            "annoncer-son-remplacement",
            "Annoncer son remplacement",
            actions.announce_replacement,
            policies.can_announce_replacement,
            form=SuccessorForm,
            done="Le remplacement est annoncé sur sa page.",
        ),
        group_action(
            "retirer",
            "Retirer le progiciel",
            actions.retire,
            policies.can_retire,
            form=SuccessorForm,
            done=spaced("Le progiciel est retiré de la liste ; sa page reste, et dit ce qui le remplace."),
            help=spaced("Sa page et ses manuels restent lisibles ; une panne en cours est terminée."),
        ),
        ObjectAction(
            "signaler-une-panne",
            "Signaler une panne",
            actions.start_outage,
            can_start_outage,
            may=policies.can_keep,
            form=OutageForm,
            done="La panne est signalée en haut de sa page et dans la liste.",
        ),
        ObjectAction(
            "terminer-la-panne",
            "La panne est terminée",
            actions.end_outage,
            can_end_outage,
            may=policies.can_keep,
            done="La panne est terminée.",
        ),
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ["name", "purpose", "how_to_start", "owner", "needs", "vendor", "link", "version_in_use"]
        if obj is None:
            return [*written, "state"]
        return ["situation", "site_page", *written, "functional_referent", "it_referent", "replaced_by"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "state":
            # A new one has not left yet; afterwards the state moves by actions.
            states = [Software.State.IN_USE, Software.State.PROJECT]
            kwargs["choices"] = [(state.value, state.label) for state in states]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            # Only what was typed: an action done meanwhile keeps what it changed.
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=columns.intersection(form.changed_data))
            actions.notify_outdated_manuals(actions.lock_software(obj, by=agent_of(request)))
        else:
            super().save_model(request, obj, form, change)

    @admin.display(description="situation", ordering="state")
    def situation(self, software: Software) -> str:
        return str(software.get_state_display())

    @admin.display(description="page")
    def site_page(self, software: Software) -> str:
        return format_html('<a href="{}">Voir sa page, ses manuels</a>', software.get_absolute_url())


def _may_keep(agent: Agent, manual: Manual) -> bool:
    return policies.can_keep(agent, manual.software)


@admin.register(Manual)
class ManualAdmin(GroupAdmin):
    """Read here, changed by actions and on the site."""

    list_display = ["title", "software", "software_version", "dated_on", "note"]
    list_select_related = ["software", "replaced_by"]
    ordering = ["-added_at", "-pk"]
    search_fields = ["title", "software__name"]
    readonly_fields = (
        "note",
        "site_page",
        "title",
        "software",
        "document",
        "software_version",
        "dated_on",
        "audience",
        "replaces",
        "added_by",
        "added_at",
    )
    fields = readonly_fields
    object_actions = [
        ObjectAction(
            "retirer",
            "Retirer le manuel",
            actions.withdraw_manual,
            policies.can_withdraw,
            may=_may_keep,
            done=spaced("Le manuel est retiré : il reste lisible parmi les anciens."),
        ),
        ObjectAction(
            "remettre",
            "Remettre parmi les manuels courants",
            actions.restore_manual,
            policies.can_restore,
            may=_may_keep,
            done="Le manuel est remis.",
        ),
    ]

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return False

    can_add = can_change

    @admin.display(description="à savoir")
    def note(self, manual: Manual) -> str:
        return manual.note or "à jour"

    @admin.display(description="page")
    def site_page(self, manual: Manual) -> str:
        return format_html('<a href="{}">Lire, corriger, remplacer</a>', manual.get_absolute_url())
