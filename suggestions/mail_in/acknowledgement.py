"""The acknowledgement of an idea received by mail."""

from collections.abc import Sequence

from django.conf import settings

from core.mail.inbox_types import Acknowledgement
from core.ui.french import long_date
from suggestions.models import Idea
from suggestions.similar import similar_for_acknowledgement
from suggestions.states import Identity


def acknowledgement(idea: Idea, said: Sequence[str] = (), *, is_cut: bool = False) -> Acknowledgement:
    """Some sixty words and one button: the idea's page says the rest. `said` holds sentences about rejected files."""
    lines = [
        "Merci\u00a0! Votre idée est bien arrivée, avec votre nom\u00a0: un courriel n’est jamais anonyme.",
        f"Vous recevrez un mot du groupe avant le {long_date(idea.due_on)}, et la décision avant le "
        f"{long_date(idea.decision_due_on)}.",
        "Vous et le groupe seuls la lisez d’ici à son étude. Sur sa page, vous pouvez la corriger, cacher votre nom "
        "aux lecteurs, ou la retirer.",
    ]
    if is_cut:
        lines.append(
            "Elle est longue\u00a0: sa page en montre le début, et la garde entière en fichier joint."
        )
    lines += said
    lines += [
        f"Une idée proche de la vôtre\u00a0: «\u00a0{alike.title}\u00a0», {alike.state.label.lower()}. {_at(alike.url)}"
        for alike in similar_for_acknowledgement(idea, limit=1)
    ]
    return Acknowledgement(
        subject="Votre idée est bien arrivée"
        + ("" if idea.identity == Identity.HIDDEN else f"\u00a0: {idea.title}"),
        lines=tuple(lines),
        button="Lire mon idée",
        url=idea.get_absolute_url(),
        about=idea,
    )


def _at(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
