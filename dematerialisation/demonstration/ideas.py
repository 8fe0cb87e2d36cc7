"""The 43 ideas of saperlipopette !, in every state."""

from .ideas_closed import IDEAS_CLOSED
from .ideas_declined import IDEAS_DECLINED
from .ideas_done import IDEAS_DONE
from .ideas_received import IDEAS_RECEIVED
from .ideas_retained import IDEAS_RETAINED
from .ideas_shared import IDEAS_SHARED
from .ideas_under_study import IDEAS_UNDER_STUDY
from .shapes import Idea

IDEAS: tuple[Idea, ...] = (
    *IDEAS_RECEIVED,
    *IDEAS_UNDER_STUDY,
    *IDEAS_RETAINED,
    *IDEAS_DONE,
    *IDEAS_DECLINED,
    *IDEAS_CLOSED,
    *IDEAS_SHARED,
)
