"""Everything that one person may do on the page of an idea."""

from __future__ import annotations

from core.people.models import Agent
from suggestions.appeals.policies import can_answer_appeal, can_appeal
from suggestions.decisions.policies import (
    can_answer_in_place,
    can_correct_answer,
    can_decide,
    can_prepare_answer,
    can_publish_answer,
    can_reread_answer,
)
from suggestions.evaluation.policies import can_take_under_study
from suggestions.ideas.policies import (
    can_confirm_set_aside,
    can_drop_set_aside,
    can_finish,
    can_hand_over,
    can_propose_set_aside,
    can_restore,
    can_start,
)
from suggestions.models import Idea
from suggestions.policies import can_see, can_see_author, may_moderate
from suggestions.proposing.policies import can_amend, can_withdraw


def abilities(agent: Agent, idea: Idea) -> dict[str, bool]:
    """Everything this person may do here and now, for pages and tests."""
    return {
        "see": can_see(agent, idea),
        "see_author": can_see_author(agent, idea),
        "amend": can_amend(agent, idea),
        "withdraw": can_withdraw(agent, idea),
        "moderate": may_moderate(agent, idea),
        "take_under_study": can_take_under_study(agent, idea),
        "hand_over": can_hand_over(agent, idea),
        "decide": can_decide(agent, idea),
        "prepare_answer": can_prepare_answer(agent, idea),
        "reread_answer": can_reread_answer(agent, idea),
        "publish_answer": can_publish_answer(agent, idea),
        "correct_answer": can_correct_answer(agent, idea),
        "answer_in_place": can_answer_in_place(agent, idea),
        "appeal": can_appeal(agent, idea),
        "answer_appeal": can_answer_appeal(agent, idea),
        "start": can_start(agent, idea),
        "finish": can_finish(agent, idea),
        "propose_set_aside": can_propose_set_aside(agent, idea),
        "confirm_set_aside": can_confirm_set_aside(agent, idea),
        "drop_set_aside": can_drop_set_aside(agent, idea),
        "restore": can_restore(agent, idea),
    }
