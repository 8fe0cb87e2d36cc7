from core.retention.models import EliminationModel


class Elimination(EliminationModel):
    """What remains of the spaces of closed projects that were eliminated."""
