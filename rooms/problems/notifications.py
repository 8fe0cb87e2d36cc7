"""Of what does not work in a room: its managers, then who reported it."""

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.french import NBSP, with_capital
from rooms import policies
from rooms.bookings.notification_groups import MINE, ROOMS_I_MANAGE
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
        title=f"{with_capital(room.called)}{NBSP}: {what(problem)}",
        text=(
            f"{problem.reported_by} signale, dans la {room.called} ({room.site.name}){NBSP}: {what(problem)}.\n\n"
            f"{problem.words}\n\nQuand c’est réparé, dites-le sur la page de la salle."
        ),
        about=room,
    )


def notify_fixed(problem: RoomProblem) -> None:
    room = problem.room
    notify(
        FIXED,
        [problem.reported_by],
        title=f"{with_capital(room.called)}{NBSP}: c’est réparé",
        text=(
            f"{problem.fixed_by} dit que c’est réparé dans la {room.called}. Merci d’avoir signalé ceci{NBSP}:\n\n"
            f"{problem.words}"
        ),
        about=room,
    )


def what(problem: RoomProblem) -> str:
    """« écran en panne », or that something else does not work."""
    return f"{problem.equipment.name} en panne" if problem.equipment else "un problème"
