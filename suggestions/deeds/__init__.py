"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from suggestions.deeds import answers, evaluating, ideas

DEEDS = [*evaluating.DEEDS, *answers.DEEDS, *ideas.DEEDS]
