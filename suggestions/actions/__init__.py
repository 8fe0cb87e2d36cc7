"""What is done to an idea, whatever the door: a module for each kind of action."""

from suggestions.actions.answers import correct_answer, prepare_answer, publish_answer, reread_answer
from suggestions.actions.deciding import decide
from suggestions.actions.ideas import finish, hand_over, restore, set_aside, start
from suggestions.actions.proposing import AMENDED, accept_thanks, amend, enter_for, propose, withdraw
from suggestions.actions.taking import take_under_study

__all__ = [
    "AMENDED",
    "accept_thanks",
    "amend",
    "correct_answer",
    "decide",
    "enter_for",
    "finish",
    "hand_over",
    "prepare_answer",
    "propose",
    "publish_answer",
    "reread_answer",
    "restore",
    "set_aside",
    "start",
    "take_under_study",
    "withdraw",
]
