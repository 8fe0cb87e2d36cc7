"""The votes of a whole session, entered in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.french import count_of, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.pagination import paginate
from core.web.refusals import refusals_in
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from deliberations import policies
from deliberations.fields import VoteField
from deliberations.locking import explain_constraints, lock_session
from deliberations.models import CouncilSession, Deliberation
from deliberations.models.deliberations import Result, vote_misfit

UNANIMOUS = "unanimous"
RESULTS = [
    (Result.PENDING.value, Result.PENDING.label),
    (UNANIMOUS, "adoptée à l’unanimité"),
    *((value, label) for value, label in Result.choices if value != Result.PENDING),
]
# What is counted: other results have no votes to write.
COUNTED = (Result.ADOPTED, Result.REJECTED)
CELLS = {"voters": "Votants", "votes_for": "Pour", "votes_against": "Contre", "abstentions": "Abstentions"}


@dataclass(frozen=True)
class Row:
    """One act of the table: its result, then its numbers by column, as bound fields."""

    deliberation: Deliberation
    result: Any
    cells: list[tuple[str, Any]]


class VotesForm(StaleCheckForm):
    """The votes of a session's acts, a row each; `votes` is what the action takes.

    A row left as it was is left alone, or unanimous when `everyone` says so; but a unanimous row shows no numbers, and
    follows those of the session. In a row that is filled in, the number of voters may be left to that of the session,
    those for to what remains of them, and the others to none.
    """

    seats = VoteField(label="Effectif du conseil")
    voters = VoteField(label="Votants")
    everyone = forms.BooleanField(
        label="Toutes adoptées à l’unanimité, sauf celles que je remplis ci-dessous", required=False
    )

    def __init__(self, *args: Any, deliberations: Iterable[Deliberation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliberations = list(deliberations)
        for act in self.deliberations:
            said = act.short_label if act.number else f"« {act.object[:60]} »"
            self.fields[f"result_{act.pk}"] = forms.ChoiceField(
                label=f"Résultat, {said}", choices=RESULTS, required=False
            )
            for name, label in CELLS.items():
                self.fields[f"{name}_{act.pk}"] = VoteField(label=f"{label}, {said}")
        for name, field in self.fields.items():
            if "_" in name and not field.widget.is_hidden:
                # The column's heading is what eyes read.
                field.widget.attrs["aria-label"] = field.label

    @staticmethod
    def initial_from(session: CouncilSession, deliberations: Iterable[Deliberation]) -> dict[str, Any]:
        """The council and its voters: those of the session's first vote, or of the last vote of the session before."""
        acts = list(deliberations)
        known = next((act for act in acts if act.seats), None) or _last_vote_before(session)
        initial: dict[str, Any] = {"seats": known and known.seats, "voters": known and known.voters}
        for act in acts:
            vote = vote_of(act)
            shown = UNANIMOUS if _is_unanimous(vote) else vote.result
            initial[f"result_{act.pk}"] = shown
            for name in CELLS:
                is_said = shown != UNANIMOUS or (name == "voters" and vote.voters != initial["voters"])
                initial[f"{name}_{act.pk}"] = getattr(vote, name) if is_said else None
        return initial

    def rows(self) -> Iterator[Row]:
        for act in self.deliberations:
            cells = [(label, self[f"{name}_{act.pk}"]) for name, label in CELLS.items()]
            yield Row(act, self[f"result_{act.pk}"], cells)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.votes: dict[int, Vote] = {}
        if "seats" in self.errors or "voters" in self.errors:
            # Rows are read with these two.
            return cleaned
        seats, voters = cleaned["seats"], cleaned["voters"]
        if cleaned.get("everyone") and voters is None:
            self.add_error("voters", spaced("Écrivez le nombre de votants : c’est lui qui fait l’unanimité."))
            return cleaned
        if vote_misfit(seats, voters, 0):
            self.add_error("voters", f"Il y a {voters} votants pour un conseil de {seats}.")
            return cleaned
        for act in self.deliberations:
            names = [self._name(act, name) for name in ("result", *CELLS)]
            # A row that was not sent, or not whole, says nothing: nothing of it is erased.
            if all(self.add_prefix(name) in self.data for name in names) and not self.errors.keys() & set(
                names
            ):
                self._read(act, cleaned)
        return cleaned

    def _name(self, act: Deliberation, name: str) -> str:
        return f"{name}_{act.pk}"

    def _read(self, act: Deliberation, cleaned: dict[str, Any]) -> None:
        said: dict[str, Any] = {name: cleaned.get(self._name(act, name)) for name in ("result", *CELLS)}
        is_touched = any(self._name(act, name) in self.changed_data for name in said)
        follows = ["seats"] if said["voters"] is not None else ["seats", "voters"]
        if said["result"] == UNANIMOUS and any(name in self.changed_data for name in follows):
            is_touched = True
        counts = [said[name] for name in ("votes_for", "votes_against", "abstentions")]
        is_unsaid = all(count is None for count in counts)
        if cleaned.get("everyone") and is_unsaid and said["result"] in ("", Result.PENDING, Result.ADOPTED):
            said["result"] = UNANIMOUS
        elif not is_touched:
            return
        voters = cleaned["voters"] if said["voters"] is None else said["voters"]
        against, abstentions = said["votes_against"] or 0, said["abstentions"] or 0
        result = said["result"] or Result.PENDING
        if result == UNANIMOUS:
            if voters is None:
                self.add_error(self._name(act, "voters"), "Écrivez le nombre de votants.")
            elif against or abstentions or said["votes_for"] not in (None, voters):
                self.add_error(self._name(act, "result"), "L’unanimité n’a ni contre ni abstention.")
            else:
                self.votes[act.pk] = Vote(Result.ADOPTED, cleaned["seats"], voters, voters, 0, 0)
            return
        if is_unsaid:
            if result == Result.PENDING and said["voters"] is not None:
                self.add_error(self._name(act, "votes_for"), "Écrivez les votes, ou videz la ligne.")
            else:
                known = cleaned["seats"] if result in COUNTED else None
                self.votes[act.pk] = Vote(result, known, voters if result in COUNTED else None)
            return
        if result not in (Result.PENDING, *COUNTED):
            self.add_error(
                self._name(act, "result"), spaced("Ce résultat n’a pas de votes : videz-les, ou changez-le.")
            )
            return
        self._count(act, cleaned["seats"], voters, said["votes_for"], against, abstentions, result)

    def _count(
        self,
        act: Deliberation,
        seats: int | None,
        voters: int | None,
        votes_for: int | None,
        against: int,
        abstentions: int,
        result: str,
    ) -> None:
        if votes_for is None:
            if voters is None:
                self.add_error(self._name(act, "votes_for"), "Écrivez combien ont voté pour.")
                return
            if against + abstentions > voters:
                cell = "votes_against" if against else "abstentions"
                said = f"Contre et abstentions font {against + abstentions}, pour {voters} votants."
                self.add_error(self._name(act, cell), said)
                return
            votes_for = voters - against - abstentions
        if misfit := vote_misfit(seats, voters, votes_for + against + abstentions):
            council, total = f"un conseil de {seats}", votes_for + against + abstentions
            if misfit == "voters":
                self.add_error(self._name(act, "voters"), f"Il y a {voters} votants pour {council}.")
            else:
                most = council if voters is None else f"{voters} votants"
                self.add_error(self._name(act, "votes_for"), f"Ces votes font {total}, pour {most}.")
            return
        if result == Result.PENDING:
            if votes_for == against:
                self.add_error(self._name(act, "result"), spaced("Égalité : choisissez le résultat."))
                return
            result = Result.ADOPTED if votes_for > against else Result.REJECTED
        self.votes[act.pk] = Vote(result, seats, voters, votes_for, against, abstentions)


def _is_unanimous(vote: Vote) -> bool:
    counts = (vote.votes_for, vote.votes_against, vote.abstentions)
    return vote.result == Result.ADOPTED and vote.voters is not None and counts == (vote.voters, 0, 0)


def _last_vote_before(session: CouncilSession) -> Deliberation | None:
    """Return an act of the newest earlier session whose votes are known."""
    before = Deliberation.objects.filter(session__held_on__lte=session.held_on, seats__isnull=False)
    return before.exclude(session=session).order_by("-session__held_on", "-pk").first()


FIELDS = ("result", "seats", "voters", "votes_for", "votes_against", "abstentions")


@dataclass(frozen=True)
class Vote:
    """The result of an act and its five numbers; what is unknown is None."""

    result: str
    seats: int | None = None
    voters: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


def vote_of(deliberation: Deliberation) -> Vote:
    return Vote(*(getattr(deliberation, name) for name in FIELDS))


def record_votes(session: CouncilSession, votes: Mapping[int, Vote], *, by: Agent) -> int:
    """Write these votes, by the key of their act; returns how many have changed.

    Raises PermissionDenied; ValidationError for an act that is no longer of the session, or numbers that do not fit.
    """
    with explain_constraints(), transaction.atomic(), action_context("a saisi les votes", by=by):
        session = lock_session(session, by=by)
        acts = {act.pk: act for act in session.deliberations.filter(pk__in=votes)}
        if acts.keys() != votes.keys():
            raise ValidationError(
                spaced("Une des délibérations n’est plus dans cette séance : rouvrez cette page.")
            )
        changed = [acts[key] for key, vote in votes.items() if vote != vote_of(acts[key])]
        for act in changed:
            for name in FIELDS:
                setattr(act, name, getattr(votes[act.pk], name))
        Deliberation.objects.bulk_update(changed, FIELDS)
    return len(changed)


# Five fields each: fewer than a request may carry.
ACTS_A_PAGE = 100


@atomic_post
def session_votes(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    lock_on_post(request, session)
    page = paginate(session.deliberations.order_by("position"), request, size=ACTS_A_PAGE)
    data = request.POST if request.method == "POST" else None
    form = VotesForm(data, deliberations=page.rows, initial=VotesForm.initial_from(session, page.rows))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            done = record_votes(session, form.votes, by=request.user)
            said = count_of(done, "vote enregistré", "votes enregistrés")
            if done:
                messages.success(request, f"{said}.")
            else:
                messages.info(request, "Rien n’a changé.")
            return redirect("deliberations:session_prepare", session.reference)
    context = {"session": session, "page": page, "form": form}
    return render(request, "deliberations/session_votes.html", context)
