"""The 43 ideas of saperlipopette !, in every state."""

from demo.records import Idea
from demo.texts.ideas_closed import IDEAS_CLOSED
from demo.texts.ideas_declined import IDEAS_DECLINED
from demo.texts.ideas_done import IDEAS_DONE
from demo.texts.ideas_received import IDEAS_RECEIVED
from demo.texts.ideas_retained import IDEAS_RETAINED
from demo.texts.ideas_shared import IDEAS_SHARED
from demo.texts.ideas_under_study import IDEAS_UNDER_STUDY

IDEAS: tuple[Idea, ...] = (
    *IDEAS_RECEIVED,
    *IDEAS_UNDER_STUDY,
    *IDEAS_RETAINED,
    *IDEAS_DONE,
    *IDEAS_DECLINED,
    *IDEAS_CLOSED,
    *IDEAS_SHARED,
)
