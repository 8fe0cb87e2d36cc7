"""Forms to merge, split and undo; each is built with `obj=` and `by=`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.french import spaced
from core.people.models import Agent
from core.web.fields import OneLineField, PlainTextField, offer
from core.web.idempotency import OneTimeForm
from suggestions import policies
from suggestions.ideas.forms import group_action
from suggestions.ideas.locking import author_words
from suggestions.merging import actions
from suggestions.merging.actions import check_mergeable
from suggestions.models import TEXT_LENGTH, TITLE_LENGTH, Idea, Merge
from suggestions.policies import OPEN_STATES, can_merge
from suggestions.similar import similar_to

SHOWN = 10


class MergeForm(forms.Form):
    """Two steps on one page: look for the other idea, then choose it among those found."""

    takes_object = True

    typed = OneLineField(
        label="Chercher l’autre idée",
        max_length=200,
        required=False,
        help_text="Son numéro, comme S-2026-0042, ou des mots de son titre ou de son texte.",
    )
    other = forms.ChoiceField(
        label="L’autre idée",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": spaced("Cette idée n’est plus dans la liste : cherchez-la de nouveau.")
        },
    )
    keep = forms.ChoiceField(
        label=spaced("Sur quelle page tout se lira-t-il ?"),
        choices=[("other", "Sur celle de l’autre idée"), ("this", "Sur celle de cette idée-ci")],
        initial="other",
        widget=forms.RadioSelect,
    )
    reason = OneLineField(
        label="Pourquoi",
        max_length=300,
        required=False,
        help_text="Les auteurs et ceux qui suivent l’une des deux liront ces mots.",
    )

    def __init__(self, data: Any = None, *, obj: Idea, by: Agent) -> None:
        super().__init__(data)
        self.idea, self.agent = obj, by
        typed = str((data or {}).get("typed", "")).replace("\x00", " ").strip()
        chosen = str((data or {}).get("other", "")).replace("\x00", " ")
        found = self._found(typed)
        # What was chosen stays in the list, whatever is looked for now.
        if chosen and chosen not in {idea.reference for idea in found}:
            found += self._mergeable(self._allowed().filter(reference=chosen))
        offer(self, "other", [(idea.reference, self._said(idea)) for idea in found])
        if not found:
            self.fields["other"].widget = forms.HiddenInput()
            typed_field = self.fields["typed"]
            typed_field.help_text = f"{typed_field.help_text} Aucune idée trouvée pour le moment."

    def clean(self) -> dict[str, Any]:
        """Without a choice the page only looked for it: it comes back with what it found."""
        data = super().clean() or {}
        if self.errors:
            return data
        if not data.get("other"):
            raise ValidationError("Choisissez l’autre idée dans la liste, ou cherchez-la avec d’autres mots.")
        other = Idea.objects.select_related("head").get(reference=data["other"])
        pair = (other, self.idea) if data["keep"] == "other" else (self.idea, other)
        check_mergeable(*pair)
        return {"kept": pair[0], "absorbed": pair[1], "reason": data["reason"]}

    def _allowed(self) -> Any:
        return (
            Idea.objects.visible_to(self.agent)
            .heads()
            .filter(state__in=OPEN_STATES)
            .exclude(pk=self.idea.pk)
            .select_related("author__direction")
            .with_authors()
        )

    def _found(self, typed: str) -> list[Idea]:
        if typed:
            found = self._allowed().about(typed).newest_first()[: SHOWN * 2]
        else:
            near = similar_to(self.agent, self.idea.words, limit=SHOWN, excluding=self.idea)
            alike = [one.reference for one in near]
            by_reference = {idea.reference: idea for idea in self._allowed().filter(reference__in=alike)}
            found = [by_reference[key] for key in alike if key in by_reference]
        return self._mergeable(found)[:SHOWN]

    def _mergeable(self, ideas: Iterable[Idea]) -> list[Idea]:
        return [idea for idea in ideas if can_merge(self.agent, idea)]

    def _said(self, idea: Idea) -> str:
        number = f"{idea.label} · " if idea.label else ""
        return (
            f"{number}{idea.title} — {idea.get_state_display().lower()}, par {author_words(self.agent, idea)}"
        )


class UndoMergeForm(forms.Form):
    takes_object = True

    merge = forms.ModelChoiceField(
        label=spaced("Quelle réunion défaire ?"),
        queryset=Merge.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez la réunion à défaire.",
            "invalid_choice": "Cette réunion a été défaite entre-temps.",
        },
    )

    def __init__(self, data: Any = None, *, obj: Idea, by: Agent) -> None:
        super().__init__(data)
        live = Merge.objects.filter(undone_at=None, absorbed__head=obj)
        merges = live.select_related("kept", "absorbed").order_by("made_at", "pk")
        offer(self, "merge", merges)
        if not self.is_bound and (first := merges.first()):
            self.fields["merge"].initial = first.pk


class SplitForm(OneTimeForm):
    """The part's own words; those of the original stay as they are."""

    takes_object = True

    title = OneLineField(
        label="Titre de la partie détachée",
        max_length=TITLE_LENGTH,
        error_messages={"required": "Donnez un titre à la partie détachée."},
    )
    problem = PlainTextField(label="Ce qui gêne", max_length=TEXT_LENGTH, required=False)
    proposal = PlainTextField(
        label="Ce que l’auteur ferait",
        max_length=TEXT_LENGTH,
        error_messages={"required": "Reprenez les mots de l’auteur qui vont avec cette partie."},
    )
    benefit = PlainTextField(label="Ce que cela changerait", max_length=TEXT_LENGTH, required=False)
    reason = OneLineField(
        label="Pourquoi",
        max_length=300,
        required=False,
        help_text="L’auteur et ceux qui suivent l’idée liront ces mots.",
    )

    def __init__(self, data: Any = None, *, obj: Idea, by: Agent) -> None:
        super().__init__(data)
        for name in ("problem", "proposal", "benefit"):
            self.fields[name].initial = getattr(obj, name)


def _merge(idea: Idea, *, by: Agent, kept: Idea, absorbed: Idea, reason: str) -> str:
    actions.merge(kept, absorbed, by=by, reason=reason)
    return spaced(f"« {absorbed} » se lit maintenant avec « {kept} » ; tous sont prévenus.")


def _undo_merge(idea: Idea, *, by: Agent, merge: Merge) -> None:
    actions.undo_merge(merge, by=by)


def _split(idea: Idea, *, by: Agent, **words: Any) -> str:
    part = actions.split(idea, by=by, **words)
    number = f" Elle porte le numéro {part.label}." if part.label else ""
    return spaced(f"« {part} » est maintenant une idée à part.{number}")


MERGING = [
    group_action(
        "reunir",
        "Réunir à une autre idée",
        _merge,
        policies.can_merge,
        form=MergeForm,
        help=spaced(
            "Les deux se liront sur une seule page : auteurs, soutiens, commentaires et fichiers y sont réunis, "
            "et les anciens liens y mènent. Cela se défait : chacune retrouve alors ce qui est à elle."
        ),
    ),
    group_action(
        "defaire-la-reunion",
        "Séparer de nouveau",
        _undo_merge,
        policies.can_undo_merge,
        form=UndoMergeForm,
        done="Chacune a retrouvé sa page, et tous sont prévenus.",
    ),
    group_action(
        "detacher",
        "Détacher une partie",
        _split,
        policies.can_split,
        form=SplitForm,
        help=spaced(
            "Une idée qui en contient deux : la partie détachée garde l’auteur, les dates promises et les "
            "soutiens, et recevra sa propre réponse. Les mots de l’idée d’origine ne changent pas."
        ),
    ),
    group_action(
        "rattacher",
        "La lire de nouveau avec son origine",
        actions.undo_split,
        policies.can_undo_split,
        done="Les deux se lisent de nouveau ensemble, et tous sont prévenus.",
    ),
]
