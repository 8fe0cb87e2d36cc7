"""The headings under which agents choose how they are notified."""

from core.notifications.registry import register_group

MINE = register_group("Mes réservations de salles", news="de vos réservations")
ROOMS_I_MANAGE = register_group("Les salles dont je m’occupe", news="des salles dont vous vous occupez")
