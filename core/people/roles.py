"""The roles, named once; a migration creates them, the admin gives them to agents."""

from enum import StrEnum


class Role(StrEnum):
    """The value is the name of the group in the database, as the admin shows it."""

    PROJECT_GROUP = "Groupe projet"
    GROUP_HEAD = "Responsable du groupe"
    ROOM_MANAGER = "Gestionnaire des salles"
    COUNCIL_SECRETARY = "Secrétariat du conseil"
    HUMAN_RESOURCES = "Ressources humaines"
    WATCHER = "Veille juridique"
    MAIL_OFFICE = "Bureau du courrier"
    DIRECTORY_MANAGER = "Gestionnaire de l’annuaire"
    ADMINISTRATOR = "Administrateur"


# The roles that make a member of the project group.
GROUP = (Role.PROJECT_GROUP, Role.GROUP_HEAD)
# Those who confirm what another account asks: a head, a deputy, the address of somebody who decides.
CONFIRMERS = (Role.DIRECTORY_MANAGER, Role.HUMAN_RESOURCES, Role.ADMINISTRATOR)
