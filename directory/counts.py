from core.ui.french import number


def exactly(count: int, singular: str, plural: str = "") -> str:
    """« 1 234 agents »: where the rows are all at hand, nothing need stop at a thousand."""
    return f"{number(count)} {singular if count < 2 else plural or f'{singular}s'}"
