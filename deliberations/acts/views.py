"""The secretary adds, corrects and removes the deliberations of a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator

from core.approvals.timeline import refusals_of, visas_given
from core.documents.fields import DocumentField, DocumentsField, UploadFormMixin
from core.documents.limits import DELIBERATION, Limits
from core.french import count_of, spaced
from core.people.models import Agent, Direction
from core.people.ordering import alphabetical
from core.people.requests import AgentRequest
from core.web.fields import TOO_LONG, OneLineField, PlainTextField, offer
from core.web.idempotency import OneTimeForm, create_once
from core.web.refusals import refusals_as_messages, refusals_in
from deliberations import policies
from deliberations.acts import actions
from deliberations.acts.actions import SubmittedFiles, stamp_of
from deliberations.draft_approvals import is_returned
from deliberations.fields import DayField, VoteField
from deliberations.models import Councillor, CouncilSession, Deliberation, DraftCircuit, Matter
from deliberations.models.deliberations import OBJECT_LENGTH, Nature, Result, vote_misfit
from deliberations.models.nomenclature import BY_CODE


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
    matter = forms.ModelChoiceField(
        label="Matière (nomenclature ACTES)", queryset=Matter.objects.none(), required=False
    )
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
    direction = forms.ModelChoiceField(
        label="Direction qui propose",
        queryset=Direction.objects.by_name(),
        required=False,
        empty_label="Aucune",
        help_text="Son responsable et la direction au-dessus visent, si le circuit le dit.",
    )
    circuit = forms.ModelChoiceField(
        label="Circuit de visas",
        queryset=DraftCircuit.objects.none(),
        required=False,
        empty_label="Le rapporteur seulement",
        help_text="Qui vise le projet avant son rapporteur.",
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
    # Enough for a draft; the page folds the rest, by heading.
    FIRST = ("object", "rapporteur", "text")
    SECTIONS = (
        ("L’acte", ("number", "matter", "nature", "co_rapporteurs", "direction", "circuit", "adopted_on")),
        ("Les annexes", ("annexes",)),
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
        self._offer_circuits()
        councillors = Councillor.objects.in_office(session.held_on)
        if deliberation:
            named = Q(pk=deliberation.rapporteur_id) | Q(co_reported=deliberation)
            councillors = councillors | Councillor.objects.filter(named)
        for name in ("rapporteur", "co_rapporteurs"):
            offer(self, name, councillors.distinct().by_name())
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
        """The matters of the nomenclature in force, by level 1; and the one that the deliberation has already."""
        matters: QuerySet[Matter] = Matter.objects.current()
        if self.deliberation and self.deliberation.matter_id:
            matters = matters | Matter.objects.filter(pk=self.deliberation.matter_id)
        offer(self, "matter", matters)
        groups: dict[str, list[tuple[Any, str]]] = {}
        for matter in matters.order_by("-nomenclature__dated_on", *BY_CODE):
            level1 = f"{matter.code.partition('.')[0]}. {matter.level1}"
            groups.setdefault(level1, []).append((matter.pk, str(matter)))
        offer(self, "matter", [("", "Pas encore choisie"), *groups.items()])

    def _offer_circuits(self) -> None:
        """Those in use, and its own; no field in a town that has none."""
        own = self.deliberation.circuit_id if self.deliberation else None
        circuits = DraftCircuit.objects.filter(Q(circuit__is_retired=False) | Q(pk=own))
        offer(self, "circuit", circuits.order_by(*alphabetical("name")))
        if not circuits.exists():
            del self.fields["circuit"]

    @staticmethod
    def initial_for(deliberation: Deliberation) -> dict[str, Any]:
        names = set(DeliberationForm.base_fields) - {"text", "annexes", "stamp", "submission_key"}
        initial = {name: getattr(deliberation, name) for name in names}
        initial["co_rapporteurs"] = list(deliberation.co_rapporteurs.all())
        return {**initial, "stamp": stamp_of(deliberation)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
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

    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    def is_rest_open(self) -> bool:
        """Show the rest to who filled it in, when the form comes back."""
        filled = {*self.errors, *self.changed_data} if self.is_bound else set()
        return bool(filled.difference(self.FIRST, (field.name for field in self.hidden_fields())))

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The other fields by heading, with those of the annexes that are there already."""
        sections = [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS
        ]
        mine = [self[f"{name}_{annex.pk}"] for annex in self.held_annexes for name in ("title", "remove")]
        sections[1][1].extend(mine)
        return sections

    def votes(self) -> list[Any]:
        return [self[name] for name in self.VOTES]

    def take_new_stamp(self) -> None:
        """After a refusal the page shows what stands now: sent again, it knows of it."""
        assert self.deliberation is not None
        # A QueryDict: the form is bound.
        sent: Any = self.data
        data = sent.copy()
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


def deliberation_add(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    default = DraftCircuit.objects.filter(is_default=True, circuit__is_retired=False).first()
    initial = {"adopted_on": session.held_on, "circuit": default and default.pk}
    form = DeliberationForm(*sent, by=request.user, session=session, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            deliberation, is_new = create_once(
                session.deliberations.all(),
                form.cleaned_data["submission_key"],
                lambda key: actions.add_deliberation(
                    session,
                    by=request.user,
                    files=form.files_brought(),
                    submission_key=key,
                    **form.fields_written(),
                ),
            )
            again = spaced("Cette délibération était déjà ajoutée : la voici.")
            added = spaced(f"« {Truncator(deliberation.object).chars(80)} » est ajoutée.")
            messages.success(request, added if is_new else again)
            if "another" in request.POST:
                return redirect("deliberations:deliberation_add", session.reference)
            return redirect(row_url(deliberation))
    return _form_page(request, form, session)


def deliberation_change(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = policies.deliberation_to_prepare(request.user, year, session, slug)
    held = deliberation.session
    given: dict[str, Any] = {"by": request.user, "session": held, "deliberation": deliberation}
    given["initial"] = DeliberationForm.initial_for(deliberation)
    if request.method != "POST":
        return _form_page(request, DeliberationForm(**given), held, deliberation)
    form = DeliberationForm(request.POST, request.FILES, **given)
    if form.is_valid():
        with refusals_in(form):
            deliberation = actions.change_deliberation(
                deliberation,
                by=request.user,
                stamp=form.cleaned_data["stamp"],
                files=form.files_brought(),
                **form.fields_written(),
            )
            messages.success(request, "La délibération est enregistrée.")
            if deliberation.asks_visas_again:
                messages.info(request, spaced("Son texte a changé : les visas sont redemandés."))
            if deliberation.circuit_news:
                messages.info(request, deliberation.circuit_news)
            if is_returned(deliberation):
                messages.warning(
                    request, "Ce projet reste refusé tant que vous ne l’avez pas renvoyé en visa."
                )
                return redirect("deliberations:session_approvals", held.reference)
            return redirect(row_url(deliberation))
        form.take_new_stamp()
    return _form_page(request, form, held, deliberation)


def row_url(deliberation: Deliberation) -> str:
    """The deliberation's row on the page that prepares its session."""
    url = reverse("deliberations:session_prepare", args=[deliberation.session.reference])
    return f"{url}#d{deliberation.pk}"


def deliberation_remove(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = policies.deliberation_to_prepare(request.user, year, session, slug)
    reference = deliberation.session.reference
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.remove_deliberation(deliberation, by=request.user)
            messages.success(request, "La délibération est supprimée.")
        return redirect("deliberations:session_prepare", reference)
    if not policies.can_remove(request.user, deliberation):
        raise PermissionDenied(spaced("Cette délibération a été publiée : elle ne se supprime plus."))
    context = {"deliberation": deliberation, "session": deliberation.session}
    return render(request, "deliberations/deliberation_remove.html", context)


def _form_page(
    request: AgentRequest,
    form: DeliberationForm,
    session: CouncilSession,
    deliberation: Deliberation | None = None,
) -> HttpResponse:
    context = {"form": form, "session": session, "deliberation": deliberation}
    if deliberation and not session.is_published:
        context["refusals"] = refusals_of(deliberation)
        context["visas"] = visas_given(deliberation)
    return render(request, "deliberations/deliberation_form.html", context)
