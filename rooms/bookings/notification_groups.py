"""The headings under which agents choose how they are notified."""

MINE = "Mes réservations de salles"
ROOMS_I_MANAGE = "Les salles dont je m’occupe"
