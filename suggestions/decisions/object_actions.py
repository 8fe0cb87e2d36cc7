"""The decision, then the answer that says it."""

from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions import policies
from suggestions.decisions import actions, answers
from suggestions.decisions.forms import (
    AnswerForm,
    CorrectForm,
    DecisionForm,
    InPlaceForm,
    PublishForm,
    RereadForm,
)
from suggestions.decisions.policies import (
    can_answer_in_place,
    can_correct_answer,
    can_decide,
    can_prepare_answer,
    can_publish_answer,
    can_reread_answer,
    may_decide,
)

OBJECT_ACTIONS = [
    ObjectAction(
        "publier",
        "Publier la réponse",
        answers.publish_answer,
        can_publish_answer,
        may=policies.may_moderate,
        form=PublishForm,
        is_main=True,
        done="La réponse est publiée et l’auteur prévenu.",
        help=spaced(
            "Après la publication, ces mots ne changent plus : une correction s’y ajoute, avec sa raison."
        ),
    ),
    ObjectAction(
        "relire-et-publier",
        "Relire et publier",
        answers.reread_and_publish,
        can_reread_answer,
        may=may_decide,
        form=RereadForm,
        is_main=True,
        done="La réponse est publiée et l’auteur prévenu.",
        help=spaced(
            "Est-elle claire, juste, aimable ? Sinon, reprenez-la par « Préparer la réponse ». "
            "Après la publication, ces mots ne changent plus : une correction s’y ajoute, avec sa raison."
        ),
    ),
    ObjectAction(
        "relire",
        "Relire sans publier",
        answers.reread_answer,
        can_reread_answer,
        may=may_decide,
        form=RereadForm,
        done=spaced("La réponse est relue : elle peut être publiée."),
        help=spaced("Est-elle claire, juste, aimable ? Sinon, reprenez-la par « Préparer la réponse »."),
    ),
    ObjectAction(
        "decider",
        "Noter la décision",
        actions.decide,
        can_decide,
        may=may_decide,
        form=DecisionForm,
        done=spaced("La décision est notée. Il reste à préparer la réponse : l’auteur ne sait encore rien."),
        help="L’auteur et les lecteurs ne voient rien avant la publication de la réponse.",
    ),
    ObjectAction(
        "deja-en-place",
        "C’est déjà en place",
        answers.answer_in_place,
        can_answer_in_place,
        may=may_decide,
        form=InPlaceForm,
        done="La réponse est prête. Un second membre la relit et la publie.",
        help=spaced("Sans attendre l’évaluation : vous dites où, un second membre relit et publie."),
    ),
    ObjectAction(
        "repondre",
        "Préparer la réponse",
        answers.prepare_answer,
        can_prepare_answer,
        may=policies.may_moderate,
        form=AnswerForm,
        done="La réponse est prête. Un second membre la relit avant sa publication.",
        help=spaced(
            "Elle reste entre vous jusqu’à sa publication. Une idée non retenue reste lisible : "
            "dites pourquoi, et ce qui pourrait changer la réponse."
        ),
    ),
]

# Rare: after everything else.
AFTERWARDS = [
    ObjectAction(
        "corriger",
        "Corriger la réponse publiée",
        answers.correct_answer,
        can_correct_answer,
        may=policies.may_moderate,
        form=CorrectForm,
        done=spaced("La réponse est corrigée : l’auteur et ceux qui suivent l’idée sont prévenus."),
    ),
]
