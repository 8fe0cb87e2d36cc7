"""When each agent last opened each space: what has changed since is theirs alone."""

from functools import partial

from django.db import transaction

from core.people.models import Project
from core.people.requests import AgentRequest, is_guessing
from spaces.models import LastVisit


def count_visit(request: AgentRequest, project: Project) -> None:
    """Once the page is made: a GET reads within a transaction that writes nothing."""
    if request.method == "GET" and not is_guessing(request):
        # The page is worth more than the note of it.
        transaction.on_commit(partial(_note, request.user.pk, project.pk), robust=True)


def _note(agent: int, project: int) -> None:
    """One statement, whether it is the first visit or not."""
    visit = LastVisit(agent_id=agent, project_id=project)
    LastVisit.objects.bulk_create(
        [visit], update_conflicts=True, unique_fields=["agent", "project"], update_fields=["at"]
    )
