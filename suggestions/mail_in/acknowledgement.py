"""The acknowledgement of an idea received by mail."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from core.mail.inbox_types import Acknowledgement
from core.ui.french import long_date
from suggestions.models import Idea
from suggestions.similar.ranking import Similar, similar_for_acknowledgement
from suggestions.states import Identity


def acknowledgement(idea: Idea, said: Sequence[str] = (), *, is_cut: bool = False) -> Acknowledgement:
    """`said` holds sentences about rejected files."""
    amend = reverse("suggestions:idea_amend", args=[idea.reference])
    withdraw = reverse("suggestions:idea_withdraw", args=[idea.reference])
    lines = [
        f"Merci\u00a0! Votre idée «\u00a0{idea.title}\u00a0» est bien arrivée. Sa référence est "
        f"{idea.reference}\u00a0; elle recevra son numéro, comme S-{idea.received_at.year}-0042, quand un membre du "
        "groupe la prendra à l’étude.",
        f"Vous recevrez un mot du groupe avant le {long_date(idea.due_on)}, et la décision avant le "
        f"{long_date(idea.decision_due_on)}.",
    ]
    if is_cut:
        lines.append(
            "Votre message est long\u00a0: la page de l’idée en montre le début, et le garde tout entier en fichier "
            "joint."
        )
    lines += said
    lines.append(
        "Un courriel n’est jamais anonyme\u00a0: l’idée est arrivée avec votre nom. Vous et le groupe seuls la lisez "
        "d’ici à son étude\u00a0; jusque-là, vous pouvez la corriger, ou cacher votre nom aux lecteurs\u00a0: "
        f"{_at(amend)}\n"
        "Pour qu’une idée ne mène à personne, pas même pour le groupe, il y a le formulaire\u00a0: "
        f"{_at(reverse('suggestions:idea_propose'))}"
    )
    lines += _alike(similar_for_acknowledgement(idea))
    lines.append(f"Pour la retirer, jusqu’à la réponse du groupe\u00a0: {_at(withdraw)}")
    return Acknowledgement(
        subject="Votre idée est bien arrivée"
        + ("" if idea.identity == Identity.HIDDEN else f"\u00a0: {idea.title}"),
        lines=tuple(lines),
        line=f"«\u00a0{idea.title}\u00a0»\u00a0: un mot du groupe avant le {long_date(idea.due_on)}",
        button="Lire mon idée",
        url=idea.get_absolute_url(),
        about=idea,
    )


def _alike(ideas: list[Similar]) -> list[str]:
    """A paragraph for the ideas like this one, with how the group answered them."""
    if not ideas:
        return []
    said = [
        f"- «\u00a0{idea.title}\u00a0» ({idea.state.label.lower()})\u00a0: {_at(idea.url)}"
        + (f"\n  La réponse du groupe\u00a0: {idea.answer}" if idea.answer else "")
        for idea in ideas
    ]
    return ["Des idées proches de la vôtre\u00a0:\n" + "\n".join(said)]


def _at(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
