from __future__ import annotations

from typing import Any

from django import forms

from core.documents.fields import DocumentsField, UploadFormMixin
from core.people.fields import AgentField, AgentsField
from core.people.models import Agent
from core.people.roles import Role
from core.ui.fields import DayField, OneLineField, PlainTextField
from core.ui.filters import FilterForm
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from memos import policies
from memos.models import SUBJECT_LENGTH, TEXT_LENGTH, Memo, MemoKind, ModelText, Opinion, State
from memos.querysets import MemoQuerySet

MOST_PEOPLE, NAME_LENGTH = 20, 160
GONE = spaced(
    "Ce que demande cette note a changé depuis l’ouverture de la page, et un champ rempli n’y est plus. Rien n’est "
    "envoyé : relisez-la, complétez son texte s’il le faut, puis recommencez."
)
AGENT_HELP = "Prénom et nom, ou identifiant."
TAKE = "reprendre"


class MemoFilterForm(FilterForm):
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ("", "Toutes"),
            ("asked", "Question des RH"),
            ("returned", "À corriger"),
            ("draft", "Brouillons"),
            ("open", "En cours"),
            ("closed", "Terminées"),
        ],
    )

    def filter(self, memos: MemoQuerySet) -> MemoQuerySet:
        match self.cleaned_data["state"]:
            case "asked":
                return memos.with_open_question()
            case "returned" | "draft" as state:
                return memos.filter(state=state)
            case "open":
                return memos.filter(state__in=(State.IN_CIRCUIT, State.RECEIVED, State.TAKEN))
            case "closed":
                return memos.closed()
        return memos


class MemoForm(UploadFormMixin):
    """Fields of every note; a kind asks only for its own."""

    subject = OneLineField(
        label="Objet",
        max_length=SUBJECT_LENGTH,
        help_text="En une phrase. Les notifications ne le montrent jamais.",
        error_messages={"required": "Donnez un objet à votre note."},
    )
    text = PlainTextField(
        label="Votre note",
        max_length=TEXT_LENGTH,
        help_text=spaced("Ce que vous demandez ou faites savoir, et pourquoi. 8 000 caractères au plus."),
        error_messages={"required": spaced("Écrivez votre note : une phrase suffit.")},
    )
    starts_on = DayField(label="À partir du", required=False)
    ends_on = DayField(label="Jusqu’au", required=False)
    # Django's own `files`, what the request brought, is of the instance.
    files = DocumentsField(  # type: ignore[assignment]  # the name of a field
        label="Fichiers", required=False, help_text="Lus par tous ceux qui visent et traitent la note."
    )

    def __init__(self, *args: Any, by: Agent, kind: MemoKind, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        left_out = set() if kind.asks_dates else {"starts_on", "ends_on"}
        left_out |= set() if kind.asks_person else {"people", "person"}
        if not policies.manages_somebody(by):
            left_out.add("written_for")
        for name in left_out & self.fields.keys():
            del self.fields[name]
        # Of a page that showed them: what was typed there is never dropped in silence.
        self.has_gone = any(str(self.data.get(name) or "").strip() for name in left_out)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.has_gone:
            self.add_error(None, GONE)
        first, last = data.get("starts_on"), data.get("ends_on")
        if last and not first and "starts_on" in data:
            self.add_error("starts_on", "Dites aussi le premier jour.")
        elif first and last and last < first:
            self.add_error("ends_on", "Le dernier jour vient après le premier.")
        return data


class MemoWriteForm(OneTimeForm, MemoForm):
    people = AgentsField(
        label="Agents concernés",
        required=False,
        most=MOST_PEOPLE,
        help_text="Prénom et nom, ou identifiant, un par ligne. Chacun aura sa note, avec le même texte.",
    )
    written_for = AgentField(
        label="Saisie pour",
        required=False,
        max_length=NAME_LENGTH,
        help_text="Un agent de votre équipe sans poste informatique, qui vous l’a demandé. Vous imprimerez sa copie.",
    )
    field_order = ["written_for", "subject", "people", "starts_on", "ends_on", "text", "files"]


class MemoChangeForm(StaleCheckForm, MemoForm):
    person = AgentField(label="Agent concerné", required=False, max_length=NAME_LENGTH, help_text=AGENT_HELP)
    removed = forms.MultipleChoiceField(
        label="Fichiers à retirer",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": spaced("Ce fichier n’est plus joint à la note : rechargez la page.")
        },
    )
    field_order = ["subject", "person", "starts_on", "ends_on", "text", "removed", "files"]

    def __init__(self, *args: Any, memo: Memo, **kwargs: Any) -> None:
        super().__init__(*args, kind=memo.kind, **kwargs)
        documents = [file.document for file in memo.files.select_related("document")]
        field = self.fields["removed"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(document.reference, document.name) for document in documents]
        if documents:
            self.fields["files"].label = "Fichiers à ajouter"
        else:
            del self.fields["removed"]

    @staticmethod
    def initial_for(memo: Memo) -> dict[str, Any]:
        return {
            name: getattr(memo, name)
            for name in ("subject", "text", "starts_on", "ends_on", "person", "state")
        }


class ReplyForm(StaleCheckForm):
    text = PlainTextField(
        label="Votre réponse",
        max_length=TEXT_LENGTH,
        error_messages={"required": spaced("Écrivez votre réponse : une phrase suffit.")},
    )

    @staticmethod
    def initial_for(memo: Memo) -> dict[str, Any]:
        question = memo.questions.filter(replied_at=None).first()
        return {"question": question.pk if question else None}


class CodeForm(forms.Form):
    code = OneLineField(
        label="Code de suivi",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        help_text="Vingt-quatre lettres et chiffres, en bas de la copie papier.",
        error_messages={"required": "Écrivez le code de suivi."},
    )


# Human resources'


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Qui suivra cette note",
        queryset=Agent.objects.none(),
        empty_label="Choisissez…",
        error_messages={
            "required": "Choisissez qui suivra cette note.",
            "invalid_choice": spaced(
                "Cet agent n’est pas ou plus aux ressources humaines : choisissez dans la liste."
            ),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agent.objects.with_role(Role.HUMAN_RESOURCES).by_name()


class AskForm(OneTimeForm):
    text = PlainTextField(
        label="Votre question",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="L’auteur y répond sur la page de sa note.",
        error_messages={"required": "Écrivez votre question."},
    )


class ModelTextSelect(forms.Select):
    """With the button that takes the chosen text, whose name is TAKE."""

    template_name = "memos/model_text_select.html"


class AnswerForm(UploadFormMixin):
    """`taking` a model text, it is only shown again: its words come after those already written."""

    takes_object = True
    takes_files = True

    model_text = forms.ModelChoiceField(
        label="Texte type",
        queryset=ModelText.objects.none(),
        required=False,
        empty_label="Choisissez…",
        widget=ModelTextSelect,
        help_text="Il s’ajoute à la suite de ce que vous avez écrit.",
        error_messages={"invalid_choice": spaced("Ce texte type n’existe plus : choisissez dans la liste.")},
    )
    text = PlainTextField(
        label="Réponse",
        max_length=2 * TEXT_LENGTH,
        error_messages={"required": "Écrivez la réponse."},
    )
    opinion = forms.ChoiceField(
        label="Avis",
        choices=Opinion.choices,
        widget=forms.RadioSelect,
        help_text="Il ne remplace aucune décision formelle.",
        error_messages={"required": "Choisissez un avis."},
    )
    # Django's own `files`, what the request brought, is of the instance.
    files = DocumentsField(label="Fichiers", required=False)  # type: ignore[assignment]  # the name of a field

    def __init__(self, data: Any = None, *, obj: Memo, by: Agent, **kwargs: Any) -> None:
        super().__init__(data, by=by, **kwargs)
        self.taking = data is not None and data.get("geste") == TAKE
        field = self.fields["model_text"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = texts = ModelText.objects.filter(kind=obj.kind_id)
        if not texts:
            del self.fields["model_text"]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.taking

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.pop("model_text", None)
        if self.taking and chosen:
            self._take(chosen)
        elif self.taking and "model_text" not in self.errors:
            self.add_error(None, "Choisissez d’abord un texte type.")
        return data

    def _take(self, chosen: ModelText) -> None:
        written = str(self["text"].value() or "").rstrip()
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent["text"] = f"{written}\n\n{chosen.text}" if written else chosen.text
        sent["model_text"] = ""
        # What is not filled yet is no fault.
        for name, typed in (("text", written), ("opinion", self.data.get("opinion"))):
            if not typed:
                self.errors.pop(name, None)
