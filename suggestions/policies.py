"""Rights on ideas; those of decisions, evaluation and comments are in their packages' `policies`.

`may_…` asks about the person alone, `can_…` about the state too: an action refuses the first with PermissionDenied
(it was never theirs to do) and the second with a sentence that says what happened meanwhile.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.people.models import Agent
from core.people.querysets import AgentQuerySet
from core.people.roles import GROUP, Role
from suggestions.models import Appeal, Feedback, Idea, Meeting, Opinion, SetAside
from suggestions.querysets import IdeaQuerySet
from suggestions.states import Identity, State


def is_in_group(agent: Agent) -> bool:
    return agent.has_role(*GROUP)


def group_members() -> AgentQuerySet:
    """The agents for whom `is_in_group` holds."""
    return Agent.objects.with_role(*GROUP)


def is_author(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and idea.author_id == agent.pk


def has_entered(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and idea.entered_by_id == agent.pk


def speaks_for(agent: Agent, idea: Idea) -> bool:
    return is_author(agent, idea) or has_entered(agent, idea)


def is_one_of_authors(agent: Agent, idea: Idea) -> bool:
    """Include the authors of ideas merged into this one."""
    return is_author(agent, idea) or (agent.is_active and agent.pk in idea.author_ids)


def can_see(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and (
        idea.is_public or is_in_group(agent) or is_one_of_authors(agent, idea) or has_entered(agent, idea)
    )


def can_see_author(agent: Agent, idea: Idea) -> bool:
    """The group answers a person: a name is hidden from readers, never from the group."""
    if not can_see(agent, idea):
        return False
    if idea.identity == Identity.ANONYMOUS:
        return False
    return idea.identity == Identity.NAMED or speaks_for(agent, idea) or is_in_group(agent)


def may_moderate(agent: Agent, idea: Idea) -> bool:
    """A member of the group, never on their own idea."""
    return is_in_group(agent) and not is_one_of_authors(agent, idea)


def is_studied(idea: Idea) -> bool:
    return idea.state == State.UNDER_STUDY and idea.merged_into_id is None


def is_head(agent: Agent) -> bool:
    return agent.has_role(Role.GROUP_HEAD)


def may_be_thanked(idea: Idea) -> bool:
    """Retained or further, by an author whose name every reader sees."""
    is_kept = idea.state in (State.RETAINED, State.IN_PROGRESS, State.DONE)
    return is_kept and idea.identity == Identity.NAMED


def can_accept_thanks(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and may_be_thanked(idea)


def can_pass_on(agent: Agent, idea: Idea) -> bool:
    """Pass news on to an author without a workstation: the colleague who entered the idea, and the group."""
    return has_entered(agent, idea) or is_in_group(agent)


def can_propose(agent: Agent) -> bool:
    return agent.is_active


def can_amend(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and idea.state == State.RECEIVED


def can_withdraw(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and idea.state in State.waiting()


def may_hand_over(agent: Agent, idea: Idea) -> bool:
    """The member in charge, or the head of the group when that member is away."""
    is_concerned = idea.member_in_charge_id == agent.pk or agent.has_role(Role.GROUP_HEAD)
    return may_moderate(agent, idea) and is_concerned


def can_hand_over(agent: Agent, idea: Idea) -> bool:
    return may_hand_over(agent, idea) and idea.state in State.followed()


def can_start(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RETAINED


def can_finish(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.IN_PROGRESS


def proposed_set_aside(idea: Idea) -> SetAside | None:
    """A member proposed it, and no second one has confirmed yet; None once it has gone on, or is read with others."""
    if idea.state not in State.waiting() or idea.merged_into_id is not None or idea.has_merges:
        return None
    return getattr(idea, "set_aside_proposal", None)


def can_propose_set_aside(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state in State.waiting() and proposed_set_aside(idea) is None


def can_confirm_set_aside(agent: Agent, idea: Idea) -> bool:
    if not may_moderate(agent, idea):
        return False
    proposed = proposed_set_aside(idea)
    return proposed is not None and proposed.proposed_by_id != agent.pk


def can_drop_set_aside(agent: Agent, idea: Idea) -> bool:
    """Any member keeps the idea, the one who proposed included."""
    return may_moderate(agent, idea) and proposed_set_aside(idea) is not None


def can_restore(agent: Agent, idea: Idea) -> bool:
    """One member in one click: it takes two to hide an idea, one to give it back."""
    return may_moderate(agent, idea) and idea.state == State.SET_ASIDE


# There is still something to say, and something to merge.
OPEN_STATES = (State.RECEIVED, State.UNDER_STUDY, State.RETAINED, State.IN_PROGRESS)


def is_exchange_open(idea: Idea) -> bool:
    return idea.state in OPEN_STATES and idea.merged_into_id is None


def can_write_to_author(agent: Agent, idea: Idea) -> bool:
    return is_exchange_open(idea) and may_moderate(agent, idea)


def can_reply(agent: Agent, idea: Idea) -> bool:
    """An author, once the group has written; the action looks whether it has."""
    return is_exchange_open(idea) and is_one_of_authors(agent, idea)


def can_ask_opinion(agent: Agent, idea: Idea) -> bool:
    return is_studied(idea) and may_moderate(agent, idea)


def is_expert(agent: Agent, opinion: Opinion) -> bool:
    return agent.is_active and opinion.expert_id == agent.pk


def can_see_opinion(agent: Agent, opinion: Opinion) -> bool:
    """The expert and the group; an author reads the group's answer instead."""
    return is_expert(agent, opinion) or may_moderate(agent, opinion.idea)


def can_give_opinion(agent: Agent, opinion: Opinion) -> bool:
    return is_expert(agent, opinion) and opinion.is_open and is_studied(opinion.idea)


def can_give_up_opinion(agent: Agent, opinion: Opinion) -> bool:
    return may_moderate(agent, opinion.idea) and opinion.is_open


def can_write_note(agent: Agent, idea: Idea) -> bool:
    """Whatever the state, on the page where the idea is read."""
    return may_moderate(agent, idea) and idea.merged_into_id is None


def appeals_waiting_for(agent: Agent) -> IdeaQuerySet:
    """Neither of their own ideas nor those that they made for a colleague."""
    contested = Idea.objects.heads().with_unanswered_appeals()
    return contested.without_those_of(agent).exclude(appeal__made_by=agent)


def appeal_of(idea: Idea) -> Appeal | None:
    """None for what is not declined: nothing is read for it."""
    return getattr(idea, "appeal", None) if is_refused(idea) else None


def can_appeal(agent: Agent, idea: Idea) -> bool:
    return is_refused(idea) and speaks_for(agent, idea) and appeal_of(idea) is None


def can_answer_appeal(agent: Agent, idea: Idea) -> bool:
    if not may_moderate(agent, idea):
        return False
    appeal = appeal_of(idea)
    return appeal is not None and appeal.answered_at is None and appeal.made_by_id != agent.pk


def can_read_appeal(agent: Agent, idea: Idea) -> bool:
    """The author, the colleague who entered the idea and the group; authors of merged ideas do not."""
    return speaks_for(agent, idea) or is_in_group(agent)


def is_refused(idea: Idea) -> bool:
    return idea.state == State.DECLINED and idea.merged_into_id is None


def is_asked_about(idea: Idea) -> bool:
    """There may be something to read or to answer."""
    return idea.state == State.DONE and idea.merged_into_id is None


def asked_of(agent: Agent, idea: Idea) -> QuerySet[Feedback]:
    """Return questions to this author on the page of this idea: about their own idea, read there."""
    return Feedback.objects.filter(Q(idea=idea) | Q(idea__head=idea), idea__author=agent)


def can_answer(agent: Agent, idea: Idea) -> bool:
    return (
        is_asked_about(idea)
        and is_one_of_authors(agent, idea)
        and asked_of(agent, idea).filter(change="").exists()
    )


def can_merge(agent: Agent, idea: Idea) -> bool:
    """Into another, or another into it."""
    return idea.merged_into_id is None and idea.state in OPEN_STATES and may_moderate(agent, idea)


def can_undo_merge(agent: Agent, idea: Idea) -> bool:
    """One of those that were merged into it."""
    return idea.merged_into_id is None and may_moderate(agent, idea) and idea.has_merges


def can_split(agent: Agent, idea: Idea) -> bool:
    return idea.merged_into_id is None and idea.state in State.waiting() and may_moderate(agent, idea)


def can_undo_split(agent: Agent, idea: Idea) -> bool:
    """Give the part back to its original, until it has its own answer."""
    return (
        idea.split_from_id is not None
        and idea.merged_into_id is None
        and idea.state in State.waiting()
        and may_moderate(agent, idea)
    )


def can_see_meetings(agent: Agent) -> bool:
    """And prepare and hold them: any member of the group."""
    return agent.is_active and is_in_group(agent)


# In which states a meeting is amended (day, place, chair), opened, its agenda arranged, its minutes noted.
MEETING_STATES = {
    "amend": (Meeting.State.PLANNED,),
    "open": (Meeting.State.PLANNED,),
    "arrange": (Meeting.State.PLANNED, Meeting.State.OPEN),
    "hold": (Meeting.State.OPEN,),
    "reopen": (Meeting.State.CLOSED,),
}


def meeting_abilities(agent: Agent, meeting: Meeting) -> dict[str, bool]:
    return {
        name: can_see_meetings(agent) and meeting.state in states for name, states in MEETING_STATES.items()
    }
