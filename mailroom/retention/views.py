from __future__ import annotations

from functools import partial
from typing import Any

from core.people.models import Agent
from core.retention.elimination import lines_of
from core.retention.pages import RetentionPages
from mailroom.models import Elimination
from mailroom.policies import is_mail_office
from mailroom.retention import actions, terms


def for_archives(_agent: Agent) -> dict[str, Any]:
    return {"archives": lines_of(terms.for_archives(), day=terms.DAY)}


PAGES = RetentionPages(
    "mailroom",
    may=is_mail_office,
    template="mailroom/retention/retention.html",
    what="Courriers reçus",
    word="courrier",
    erased="Textes, expéditeurs, messages, fichiers et réponses",
    done="Les courriers sont éliminés. Le bordereau reste ci-dessous.",
    expired=terms.to_eliminate,
    lines=partial(lines_of, day=terms.DAY),
    rows=actions.rows_to_confirm,
    eliminate=actions.eliminate,
    model=Elimination,
    more=for_archives,
)
