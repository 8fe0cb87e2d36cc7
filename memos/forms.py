from __future__ import annotations

from typing import Any

from django import forms

from core.documents.fields import DocumentsField, UploadFormMixin
from core.french import spaced
from core.people.fields import AgentField, AgentsField
from core.people.models import Agent
from core.people.roles import Role
from core.web.fields import DayField, OneLineField, PlainTextField, offer
from core.web.forms import FilterForm, ModelTextMixin, ModelTextSelect
from core.web.idempotency import OneTimeForm
from core.web.stale_forms import StaleCheckForm
from memos import policies
from memos.models import SUBJECT_LENGTH, TEXT_LENGTH, Memo, MemoKind, ModelText, Opinion, State
from memos.querysets import MemoQuerySet

MOST_PEOPLE = 20
GONE = spaced(
    "Ce que demande cette note a changé depuis l’ouverture de la page, et un champ rempli n’y est plus. Rien n’est "
    "envoyé : relisez-la, complétez son texte s’il le faut, puis recommencez."
)
AGENT_HELP = "Prénom et nom, ou identifiant."


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
        help_text="Un agent de votre équipe sans poste informatique, qui vous l’a demandé. Vous imprimerez sa copie.",
    )
    field_order = ["written_for", "subject", "people", "starts_on", "ends_on", "text", "files"]


class MemoChangeForm(StaleCheckForm, MemoForm):
    person = AgentField(label="Agent concerné", required=False, help_text=AGENT_HELP)
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
        files = memo.files.filter(is_answer=False, question=None).select_related("document")
        documents = [file.document for file in files]
        offer(self, "removed", [(document.reference, document.name) for document in documents])
        if documents:
            self.fields["files"].label = "Fichiers à ajouter"
        else:
            del self.fields["removed"]

    @staticmethod
    def initial_for(memo: Memo) -> dict[str, Any]:
        names = ("subject", "text", "starts_on", "ends_on", "person", "state")
        return {name: getattr(memo, name) for name in names}


class ReplyForm(StaleCheckForm, UploadFormMixin):
    text = PlainTextField(
        label="Votre réponse",
        max_length=TEXT_LENGTH,
        error_messages={"required": spaced("Écrivez votre réponse : une phrase suffit.")},
    )
    # Django's own `files`, what the request brought, is of the instance.
    files = DocumentsField(  # type: ignore[assignment]  # the name of a field
        label="Fichiers demandés",
        required=False,
        help_text="Les ressources humaines les lisent avec votre réponse.",
    )

    @staticmethod
    def initial_for(memo: Memo) -> dict[str, Any]:
        question = memo.questions.filter(replied_at=None).first()
        return {"question": question.pk if question else None}


# Human resources'


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Qui suivra cette note",
        queryset=Agent.objects.with_role(Role.HUMAN_RESOURCES).by_name(),
        empty_label="Choisissez…",
        error_messages={
            "required": "Choisissez qui suivra cette note.",
            "invalid_choice": spaced(
                "Cet agent n’est pas ou plus aux ressources humaines : choisissez dans la liste."
            ),
        },
    )


class AskForm(OneTimeForm):
    text = PlainTextField(
        label="Votre question",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="L’auteur y répond sur la page de sa note.",
        error_messages={"required": "Écrivez votre question."},
    )


class AnswerForm(ModelTextMixin, UploadFormMixin):
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
        self.offer_models(ModelText.objects.filter(kind=obj.kind_id))
