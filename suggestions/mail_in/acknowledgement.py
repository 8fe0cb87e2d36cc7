"""The acknowledgement of an idea received by mail."""

from collections.abc import Sequence

from core.mail.inbox_types import Acknowledgement
from core.ui.mails import render_mail
from suggestions.models import Idea
from suggestions.similar import similar_for_acknowledgement


def acknowledgement(idea: Idea, said: Sequence[str] = (), *, is_cut: bool = False) -> Acknowledgement:
    """Some sixty words and one button: the idea's page says the rest. `said` holds sentences about rejected files."""
    mail = render_mail(
        "suggestions/mails/acknowledgement.txt",
        idea=idea,
        is_cut=is_cut,
        said=said,
        alike=similar_for_acknowledgement(idea, limit=1),
    )
    return Acknowledgement(
        subject=mail["title"],
        lines=tuple(mail["text"].split("\n")),
        button="Lire mon idée",
        url=idea.get_absolute_url(),
        about=idea,
    )
