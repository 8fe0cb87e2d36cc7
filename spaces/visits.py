"""When each agent last opened each space: what has changed since is theirs alone."""

from functools import partial

from django.db import connection, transaction

from core.people.models import Project
from core.people.requests import AgentRequest, is_guessing

# Pages opened within this time of one another are one visit.
ONE_VISIT = 1  # hour


def count_visit(request: AgentRequest, project: Project) -> None:
    """Once the page is made: a GET reads within a transaction that writes nothing."""
    if request.method == "GET" and not is_guessing(request):
        # The page is worth more than the note of it.
        transaction.on_commit(partial(_note, request.user.pk, project.pk), robust=True)


def _note(agent: int, project: int) -> None:
    """`before` is when the last visit ended, `at` the last page of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO spaces_lastvisit AS known (agent_id, project_id, at) VALUES (%s, %s, now())
            ON CONFLICT ON CONSTRAINT space_visit_once DO UPDATE SET
                before = CASE WHEN known.at < now() - make_interval(hours => %s)
                    THEN known.at ELSE known.before END,
                at = now()
            """,
            [agent, project, ONE_VISIT],
        )
