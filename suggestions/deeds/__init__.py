"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from suggestions.deeds import answers, evaluating, exchange, ideas, merging, proposing

DEEDS = [
    *evaluating.DEEDS,
    *answers.DEEDS,
    *exchange.DEEDS,
    *ideas.DEEDS,
    *answers.AFTERWARDS,
    *merging.DEEDS,
    *proposing.DEEDS,
]
