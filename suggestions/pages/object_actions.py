"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from suggestions.decisions import object_actions as decisions_object_actions
from suggestions.evaluation import object_actions as evaluation_object_actions
from suggestions.exchange import object_actions as exchange_object_actions
from suggestions.ideas import object_actions as ideas_object_actions
from suggestions.merging import object_actions as merging_object_actions
from suggestions.proposing import object_actions as proposing_object_actions

OBJECT_ACTIONS = [
    *evaluation_object_actions.OBJECT_ACTIONS,
    *decisions_object_actions.OBJECT_ACTIONS,
    *exchange_object_actions.OBJECT_ACTIONS,
    *ideas_object_actions.OBJECT_ACTIONS,
    *decisions_object_actions.AFTERWARDS,
    *merging_object_actions.OBJECT_ACTIONS,
    *proposing_object_actions.OBJECT_ACTIONS,
]
