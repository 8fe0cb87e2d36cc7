"""Notify a room's managers of its problems, then the person who reported one."""

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.mails import render_mail
from rooms import policies
from rooms.bookings.notifications import MINE, ROOMS_I_MANAGE
from rooms.models import RoomProblem
from rooms.policies import managers_of

REPORTED = NotificationKind(
    "rooms.problem_reported",
    "Un problème est signalé dans une salle dont je m’occupe",
    group=ROOMS_I_MANAGE,
    to_whom=policies.can_manage_some,
)
FIXED = NotificationKind("rooms.problem_fixed", "Un problème que j’ai signalé est réparé", group=MINE)


def notify_problem(problem: RoomProblem) -> None:
    room = problem.room
    notify(
        REPORTED,
        [agent for agent in managers_of(room) if agent.pk != problem.reported_by_id],
        **render_mail("rooms/mails/problem_reported.txt", problem=problem, room=room, what=what(problem)),
        about=room,
    )


def notify_fixed(problem: RoomProblem) -> None:
    room = problem.room
    notify(
        FIXED,
        [problem.reported_by],
        **render_mail("rooms/mails/problem_fixed.txt", problem=problem, room=room),
        about=room,
    )


def what(problem: RoomProblem) -> str:
    """« écran en panne », or that something else does not work."""
    return f"{problem.equipment.name} en panne" if problem.equipment else "un problème"
