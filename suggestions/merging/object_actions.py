"""Two ideas read as one, and one as two."""

from typing import Any

from core.admin.base import ObjectAction
from core.people.models import Agent
from core.ui.french import spaced
from suggestions.merging import actions, policies
from suggestions.merging.forms import MergeForm, SplitForm, UndoMergeForm
from suggestions.models import Idea, Merge
from suggestions.policies import may_moderate


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
    ObjectAction(
        "reunir",
        "Réunir à une autre idée",
        _merge,
        policies.can_merge,
        may=may_moderate,
        form=MergeForm,
        help=spaced(
            "Les deux se liront sur une seule page : auteurs, soutiens, commentaires et fichiers y sont réunis, "
            "et les anciens liens y mènent. Cela se défait : chacune retrouve alors ce qui est à elle."
        ),
    ),
    ObjectAction(
        "defaire-la-reunion",
        "Séparer de nouveau",
        _undo_merge,
        policies.can_undo_merge,
        may=may_moderate,
        form=UndoMergeForm,
        done="Chacune a retrouvé sa page, et tous sont prévenus.",
    ),
    ObjectAction(
        "detacher",
        "Détacher une partie",
        _split,
        policies.can_split,
        may=may_moderate,
        form=SplitForm,
        help=spaced(
            "Une idée qui en contient deux : la partie détachée garde l’auteur, les dates promises et les "
            "soutiens, et recevra sa propre réponse. Les mots de l’idée d’origine ne changent pas."
        ),
    ),
    ObjectAction(
        "rattacher",
        "La lire de nouveau avec son origine",
        actions.undo_split,
        policies.can_undo_split,
        may=may_moderate,
        done="Les deux se lisent de nouveau ensemble, et tous sont prévenus.",
    ),
]
