"""How rooms are said."""


def called(name: str) -> str:
    """In a sentence: « salle Remparts », and « salle du Conseil » for the room named « Salle du Conseil »."""
    kind, _, rest = name.partition(" ")
    return f"salle {rest if kind.lower() == 'salle' and rest else name}"
