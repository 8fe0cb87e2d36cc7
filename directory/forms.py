"""What people type in the directory, and what is said when it cannot be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.ui import phones
from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.filters import FilterForm
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from directory.agent_search import QUERY_LENGTH, SEARCH_SCOPES, by_name, search_agents
from directory.cards import photos
from directory.models import DUTIES_LENGTH, MESSAGE_LENGTH, OFFICE_LENGTH, Correction
from directory.tree import Tree, Unit

LIST_LIMITS = Limits(10 * MEGABYTE, ("csv", "text"))


class DirectionField(forms.ChoiceField):
    """A unit of the tree, chosen by its key; the cleaned value is the Unit, or None."""

    def __init__(self, *, empty: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.empty = empty
        self.tree: Tree | None = None
        self.error_messages["invalid_choice"] = (
            "Cette direction n’existe pas ou plus\u00a0: choisissez dans la liste."
        )

    def offer(self, tree: Tree) -> None:
        self.tree = tree
        pairs = [(unit.reference, "\u2003" * unit.depth + unit.name) for unit in tree]
        self.choices = [("", self.empty), *pairs]

    def clean(self, value: Any) -> Unit | None:
        reference = super().clean(value)
        return self.tree.by_reference(reference) if self.tree and reference else None


class AgentField(OneLineField):
    """Someone by their identifiant or their whole name; the cleaned value is the agent, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=170, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.identifiant if isinstance(value, Agent) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        active = Agent.objects.active()
        if found := active.filter(identifiant__iexact=typed).first():
            return found
        found_by_name = list(search_agents(active, typed, Tree(heads=False), within="nom")[:2])
        if len(found_by_name) == 1:
            return found_by_name[0]
        if found_by_name:
            raise ValidationError(
                f"Plusieurs personnes répondent à ce nom, dont {found_by_name[0]} ({found_by_name[0].identifiant}) et "
                f"{found_by_name[1]} ({found_by_name[1].identifiant})\u00a0: écrivez l’identifiant."
            )
        raise ValidationError("Personne ne porte ce nom ni cet identifiant dans l’annuaire.")


class SearchForm(FilterForm):
    """One box; where to look, and in which part of the town, only if one wants."""

    q = OneLineField(label="Qui cherchez-vous\u00a0?", required=False, max_length=QUERY_LENGTH)
    dans = forms.ChoiceField(
        label="Chercher", required=False, choices=[("", "Partout"), *SEARCH_SCOPES.items()]
    )
    direction = DirectionField(label="Direction ou service", empty="Toute la ville")
    fermes = forms.BooleanField(label="Comptes fermés seulement", required=False)

    def __init__(self, data: Any, *, by: Agent, tree: Tree) -> None:
        super().__init__(data)
        self.tree = tree
        direction = self.fields["direction"]
        assert isinstance(direction, DirectionField)
        direction.offer(tree)
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "maxlength": QUERY_LENGTH}
        )
        if not can_keep_directory(by):
            del self.fields["fermes"]

    @property
    def query(self) -> str:
        return str(self.cleaned_data["q"])

    @property
    def unit(self) -> Unit | None:
        unit: Unit | None = self.cleaned_data["direction"]
        return unit

    @property
    def is_searching(self) -> bool:
        return bool(self.query or self.unit or self.cleaned_data.get("fermes"))

    def narrow(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        """Everything but the words."""
        agents = agents.filter(is_active=not self.cleaned_data.get("fermes"))
        return agents.filter(direction__in=self.unit.ids()) if self.unit else agents

    def filter(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        agents = self.narrow(agents)
        if not self.query:
            return by_name(agents)
        return search_agents(agents, self.query, self.tree, within=self.cleaned_data["dans"])


class CardForm(StaleCheckForm):
    """What each agent says of themselves."""

    phone = OneLineField(
        label="Téléphone",
        required=False,
        max_length=phones.LENGTH,
        help_text="Par exemple 04\u00a000\u00a000\u00a020\u00a001, ou un numéro interne.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    office = OneLineField(
        label="Bureau ou site", required=False, max_length=OFFICE_LENGTH, help_text="Où l’on vous trouve."
    )
    duties = PlainTextField(
        label="Ce dont je m’occupe",
        required=False,
        max_length=DUTIES_LENGTH,
        help_text=(
            "Ce pour quoi on peut vous appeler, avec les mots de tous les jours\u00a0: c’est ainsi que l’on "
            "vous trouve en demandant «\u00a0qui s’occupe de…\u00a0». 2\u202f000 caractères au plus."
        ),
    )

    def clean_phone(self) -> str:
        try:
            return phones.written(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(phones.UNREADABLE) from error


class KeepCardForm(StaleCheckForm):
    """What the directory's manager writes for someone."""

    office = OneLineField(label="Bureau ou site", required=False, max_length=OFFICE_LENGTH)
    duties = PlainTextField(label="S’occupe de", required=False, max_length=DUTIES_LENGTH)
    manager = AgentField(
        label="Responsable",
        required=False,
        help_text=(
            "L’identifiant ou le nom entier, seulement si ce n’est pas le responsable de la direction ou du service."
        ),
    )


class PhotoForm(UploadFormMixin):
    photo = DocumentField(
        label="Votre photo",
        limits=photos.LIMITS,
        help_text=(
            "Votre visage, seul. Elle est réduite à 512 pixels, sans la date ni le lieu que l’appareil y a écrits."
        ),
    )
    has_consent = forms.BooleanField(
        label="J’accepte que ma photo soit montrée à tous les agents dans l’annuaire",
        help_text="Rien ne vous y oblige, et vous la retirez quand vous voulez\u00a0: elle est effacée aussitôt.",
        error_messages={
            "required": "Cochez cette case si vous êtes d’accord\u00a0: sans elle, la photo n’est pas montrée."
        },
    )


class CorrectionForm(StaleCheckForm, OneTimeForm):
    """A card as it should be; the fields come filled with what it says now."""

    last_name = OneLineField(label="Nom", required=False, max_length=80)
    first_name = OneLineField(label="Prénom", required=False, max_length=80)
    function = OneLineField(label="Fonction", required=False, max_length=120)
    direction = DirectionField(label="Direction ou service", empty="Ne pas changer")
    email = forms.EmailField(
        label="Adresse de messagerie",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Écrivez-la comme nadia.benali@ville.fr.",
            "max_length": TOO_LONG,
        },
    )
    message = PlainTextField(
        label="Autre chose à dire",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Par exemple la date du changement. 1\u202f000 caractères au plus.",
    )

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction = self.fields["direction"]
        assert isinstance(direction, DirectionField)
        direction.offer(tree)

    @staticmethod
    def initial_for(subject: Agent, tree: Tree) -> dict[str, Any]:
        unit = tree.of(subject)
        said = {name: getattr(subject, name) for name in Correction.FIELDS if name != "direction"}
        return said | {"direction": unit.reference if unit else ""}

    @property
    def proposed(self) -> dict[str, Any]:
        """What `actions.propose` takes."""
        data = {name: self.cleaned_data[name] for name in (*Correction.FIELDS, "message")}
        unit = data.pop("direction")
        return data | {"direction_id": unit.pk if unit else None}


class MissingForm(OneTimeForm):
    """Someone is not in the directory."""

    message = PlainTextField(
        label="Qui manque, ou qu’est-ce qui n’est pas juste\u00a0?",
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Le nom, le service, et ce que vous savez. 1\u202f000 caractères au plus.",
        error_messages={"required": "Dites qui manque, ou ce qui n’est pas juste."},
    )


class AcceptForm(StaleCheckForm):
    """A button beside what the card says now."""

    @staticmethod
    def initial_for(correction: Correction) -> dict[str, Any]:
        return {label: now for label, now, _ in correction.changes} if correction.subject else {}


class RefusalForm(forms.Form):
    reason = OneLineField(
        label="Motif",
        max_length=300,
        help_text="La personne qui a proposé la correction le recevra.",
        error_messages={"required": "Dites pourquoi à la personne qui a proposé cette correction."},
    )


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier des agents",
        limits=LIST_LIMITS,
        help_text=(
            "L’export CSV de l’outil des ressources humaines, tel quel\u00a0: une ligne par agent, avec au moins le "
            "matricule, le nom et le prénom."
        ),
        error_messages={"required": "Choisissez le fichier exporté."},
    )


class ConfirmForm(forms.Form):
    """What an import does beyond creating and correcting is asked for, box by box."""

    deactivate_leavers = forms.BooleanField(
        label="Fermer les comptes des agents absents du fichier",
        required=False,
        help_text=(
            "Seulement si le fichier contient toute la ville. Rien n’est supprimé\u00a0: les comptes se rouvrent."
        ),
    )
    confirm_many = forms.BooleanField(
        label="Oui, fermer plus de 5\u00a0% des comptes d’un coup",
        required=False,
        help_text="À cocher seulement après avoir relu la liste des absents.",
    )
    reopen = forms.BooleanField(
        label="Rouvrir les comptes fermés des agents qui sont de nouveau dans le fichier", required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
