from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from core.documents.fields import DocumentField, DocumentsField, UploadFormMixin
from core.documents.limits import DELIBERATION, Limits
from core.people.models import Agent
from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.french import count_of, spaced
from core.ui.once import OneTimeForm
from deliberations import policies
from deliberations.acts.actions import SubmittedFiles, stamp_of
from deliberations.constraint_messages import TWICE
from deliberations.fields import DayField, VoteField
from deliberations.models import Councillor, CouncilSession, Deliberation, Matter
from deliberations.models.deliberations import OBJECT_LENGTH, Nature, Result, vote_misfit
from deliberations.models.nomenclature import BY_CODE


class MatterField(forms.ModelChoiceField):
    """The matters of the nomenclature in force, by level 1; and the one that the deliberation has already."""

    def offer(self, matters: list[Matter]) -> None:
        groups: dict[str, list[tuple[Any, str]]] = {}
        for matter in matters:
            level1 = f"{matter.code.partition('.')[0]}. {matter.level1}"
            groups.setdefault(level1, []).append((matter.pk, str(matter)))
        self.choices = [("", "Pas encore choisie"), *groups.items()]


class DeliberationForm(UploadFormMixin, OneTimeForm):
    """A deliberation as the secretary writes it; `files_brought()` and `fields_written()` are what the actions take."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    number = OneLineField(
        label="Numéro",
        max_length=60,
        required=False,
        help_text=spaced(
            "Laissé vide, il peut être donné à toute la séance d’un seul bouton. Gardé tel quel : "
            "7.1 n’est pas 7.10."
        ),
    )
    object = PlainTextField(
        label="Objet",
        max_length=OBJECT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{OBJECT_LENGTH} caractères au plus.",
        error_messages={"required": "Écrivez l’objet de la délibération."},
    )
    matter = MatterField(label="Matière (nomenclature ACTES)", queryset=Matter.objects.none(), required=False)
    nature = forms.ChoiceField(label="Nature", choices=Nature.choices, initial=Nature.DELIBERATION)
    rapporteur = forms.ModelChoiceField(
        label="Rapporteur",
        queryset=Councillor.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Les élus en fonction le jour de la séance.",
    )
    co_rapporteurs = forms.ModelMultipleChoiceField(
        label="Co-rapporteurs",
        queryset=Councillor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leur visa est demandé aussi.",
    )
    adopted_on = DayField(label="Date", help_text="Celle de la séance, sauf exception.")
    text = DocumentField(
        label="Texte de la délibération", limits=Limits(DELIBERATION.largest, ("pdf",)), required=False
    )
    annexes = DocumentsField(label="Annexes à ajouter", limits=DELIBERATION, required=False)
    result = forms.ChoiceField(label="Résultat", choices=Result.choices, initial=Result.PENDING)
    seats = VoteField(label="Effectif du conseil")
    voters = VoteField(label="Votants")
    votes_for = VoteField(label="Pour")
    votes_against = VoteField(label="Contre")
    abstentions = VoteField(label="Abstentions")
    budget_year = OneLineField(
        label="Année du budget", max_length=9, required=False, help_text="2026, ou 2026/2027."
    )
    budget_name = OneLineField(label="Nom du budget", max_length=120, required=False)
    prefecture = OneLineField(
        label="Préfecture", max_length=40, required=False, help_text="Son identifiant, par exemple PREF099."
    )
    acknowledgement = OneLineField(
        label="Référence de l’accusé de réception",
        max_length=100,
        required=False,
        help_text="Remplie par l’import de l’accusé de réception.",
    )
    acknowledged_on = DayField(label="Reçue en préfecture le", required=False)
    public_url = forms.URLField(
        label="Adresse sur le site public",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Cette adresse n’est pas lisible. Écrivez-la comme https://www.ville.fr/acte.",
            "max_length": TOO_LONG,
        },
    )

    VOTES = ("seats", "voters", "votes_for", "votes_against", "abstentions")
    # The page's headings, and the fields below each.
    SECTIONS = (
        ("L’acte", ("number", "object", "matter", "nature", "rapporteur", "co_rapporteurs", "adopted_on")),
        ("Les fichiers", ("text", "annexes")),
        # The five numbers of the vote stand on one line, below it.
        ("Le vote", ("result",)),
        ("Le budget", ("budget_year", "budget_name")),
        (
            "La préfecture et la publication",
            ("prefecture", "acknowledgement", "acknowledged_on", "public_url"),
        ),
    )

    def __init__(
        self,
        *args: Any,
        by: Agent,
        session: CouncilSession,
        deliberation: Deliberation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.deliberation = deliberation
        self._offer_matters()
        councillors = Councillor.objects.in_office(session.held_on)
        if deliberation:
            named = Q(pk=deliberation.rapporteur_id) | Q(co_reported=deliberation)
            councillors = councillors | Councillor.objects.filter(named)
        for name in ("rapporteur", "co_rapporteurs"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = councillors.distinct().by_name()
        if deliberation and deliberation.text:
            self.fields["text"].label = spaced(f"Remplacer le texte « {deliberation.text.name} »")
        self.held_annexes = list(deliberation.annexes.select_related("document")) if deliberation else []
        for annex in self.held_annexes:
            self.fields[f"title_{annex.pk}"] = OneLineField(
                label=spaced(f"Titre de l’annexe « {annex.document.name} »"),
                max_length=200,
                initial=annex.title,
                error_messages={"required": "Donnez un titre à l’annexe."},
            )
            self.fields[f"remove_{annex.pk}"] = forms.BooleanField(
                label=spaced(f"Retirer l’annexe « {annex.title} »"), required=False
            )
        if deliberation and not policies.can_renumber(by, deliberation):
            self.fields["number"].disabled = True
            self.fields["number"].help_text = "Publié, un numéro ne change plus."

    def _offer_matters(self) -> None:
        field = self.fields["matter"]
        assert isinstance(field, MatterField)
        matters: QuerySet[Matter] = Matter.objects.current()
        if self.deliberation and self.deliberation.matter_id:
            matters = matters | Matter.objects.filter(pk=self.deliberation.matter_id)
        field.queryset = matters
        field.offer(list(matters.order_by("-nomenclature__dated_on", *BY_CODE)))

    @staticmethod
    def initial_for(deliberation: Deliberation) -> dict[str, Any]:
        names = set(DeliberationForm.base_fields) - {"text", "annexes", "stamp", "submission_key"}
        initial = {name: getattr(deliberation, name) for name in names}
        initial["co_rapporteurs"] = list(deliberation.co_rapporteurs.all())
        return {**initial, "stamp": stamp_of(deliberation)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("rapporteur") and cleaned["rapporteur"] in cleaned.get("co_rapporteurs", ()):
            self.add_error("co_rapporteurs", TWICE)
        if any(cleaned.get(name) is None and name in self.errors for name in self.VOTES):
            return cleaned
        seats, voters, *said = (cleaned.get(name) for name in self.VOTES)
        total = sum(votes or 0 for votes in said)
        misfit = vote_misfit(seats, voters, total)
        present, council = count_of(voters or 0, "votant"), f"un conseil de {seats}"
        if misfit == "voters":
            self.add_error("voters", f"Il y a {present} pour {council}.")
        elif misfit:
            whole = f"{council}." if voters is None else spaced(f"{present} : corrigez l’un d’eux.")
            self.add_error("votes_for", f"Pour, contre et abstentions font {total}, pour {whole}")
        return cleaned

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields by heading, with those of the annexes that are there already; focus on the first fault."""
        if self.errors and not self.non_field_errors():
            first = next(name for name in self.fields if name in self.errors)
            self.fields[first].widget.attrs["autofocus"] = True
        sections = [(title, [self[name] for name in names]) for title, names in self.SECTIONS]
        mine = [self[f"{name}_{annex.pk}"] for annex in self.held_annexes for name in ("title", "remove")]
        sections[1][1].extend(mine)
        return sections

    def votes(self) -> list[Any]:
        return [self[name] for name in self.VOTES]

    def take_new_stamp(self) -> None:
        """After a refusal the page shows what stands now: sent again, it knows of it."""
        assert self.deliberation is not None
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form is bound
        data["stamp"] = stamp_of(Deliberation.objects.get(pk=self.deliberation.pk))
        self.data = data

    def fields_written(self) -> dict[str, Any]:
        kept = set(self.base_fields) - {"text", "annexes", "stamp", "submission_key"}
        return {name: value for name, value in self.cleaned_data.items() if name in kept}

    def files_brought(self) -> SubmittedFiles:
        data = self.cleaned_data
        return SubmittedFiles(
            text=data["text"],
            annexes=data["annexes"],
            titles={annex.pk: data[f"title_{annex.pk}"] for annex in self.held_annexes},
            removed=[annex.pk for annex in self.held_annexes if data[f"remove_{annex.pk}"]],
        )
