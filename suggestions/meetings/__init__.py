"""The group's meetings: agenda, decisions in the room, minutes."""
