"""The answer."""

from core.people.desk import Deed
from suggestions import actions, policies
from suggestions.forms import AnswerForm, PublishForm

DEEDS = [
    Deed(
        "publier",
        "Publier la réponse",
        actions.publish_answer,
        policies.can_publish_answer,
        form=PublishForm,
        is_main=True,
        done="La réponse est publiée et l’auteur prévenu.",
    ),
    Deed(
        "repondre",
        "Préparer la réponse",
        actions.prepare_answer,
        policies.can_prepare_answer,
        form=AnswerForm,
        done="La réponse est prête. Relisez-la, puis publiez-la\u00a0: elle n’est visible que du groupe.",
        help="L’auteur et les lecteurs ne voient rien avant la publication.",
    ),
]
