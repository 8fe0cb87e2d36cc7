"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from suggestions.decisions import object_actions as decisions
from suggestions.evaluation import object_actions as evaluation
from suggestions.exchange import object_actions as exchange
from suggestions.ideas import object_actions as ideas
from suggestions.merging import object_actions as merging
from suggestions.proposing import object_actions as proposing

OBJECT_ACTIONS = [
    *evaluation.OBJECT_ACTIONS,
    *decisions.OBJECT_ACTIONS,
    *exchange.OBJECT_ACTIONS,
    *evaluation.TAKING,
    *ideas.OBJECT_ACTIONS,
    *decisions.AFTERWARDS,
    *merging.OBJECT_ACTIONS,
    *proposing.OBJECT_ACTIONS,
]
