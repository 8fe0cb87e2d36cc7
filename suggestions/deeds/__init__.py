"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from suggestions.deeds import answers, evaluating, exchange, ideas, merging, proposing

OBJECT_ACTIONS = [
    *evaluating.OBJECT_ACTIONS,
    *answers.OBJECT_ACTIONS,
    *exchange.OBJECT_ACTIONS,
    *ideas.OBJECT_ACTIONS,
    *answers.AFTERWARDS,
    *merging.OBJECT_ACTIONS,
    *proposing.OBJECT_ACTIONS,
]
