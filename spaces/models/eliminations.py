from core.retention.models import EliminationModel


class Elimination(EliminationModel):
    """The trace that remains of the spaces of closed projects that were eliminated."""
