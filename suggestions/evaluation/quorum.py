"""The seats of an idea among its evaluators on a day, and how many of them must be filled: the quorum."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from core.people.models import Agent


@dataclass(frozen=True)
class Seat:
    """A member's place among the evaluators of an idea; `holder` is who fills it that day, or None."""

    member: Agent
    holder: Agent | None


@dataclass(frozen=True)
class Seats:
    """The seats of one idea on a day; `recused` holds the ids of members recused by rule or by choice.

    `made` maps each filled seat to who filled it, departed members included.
    """

    seats: tuple[Seat, ...]
    authors: frozenset[int]
    by_choice: frozenset[int]
    by_rule: frozenset[int]
    made: dict[int, int]

    @property
    def recused(self) -> frozenset[int]:
        return self.by_choice | self.by_rule

    @property
    def counted(self) -> frozenset[int]:
        """The seats whose evaluation counts: departed members' too, but not members recused since."""
        return frozenset(self.made) - self.recused

    @property
    def awaited(self) -> list[Seat]:
        """Seats with a holder and no evaluation yet."""
        return [seat for seat in self.seats if seat.holder and seat.member.pk not in self.made]

    @property
    def expected(self) -> int:
        """« sur 8 »: filled seats plus awaited ones."""
        return len(self.counted) + len(self.awaited)

    @property
    def needed(self) -> int:
        """The quorum, or all seats of a smaller group; recusal by choice does not lower it."""
        left = self.by_choice - self.by_rule - self.counted
        return min(settings.IDEA_QUORUM, self.expected + len(left))

    @property
    def has_quorum(self) -> bool:
        return len(self.counted) >= max(self.needed, 1)

    @property
    def is_quorum_out_of_reach(self) -> bool:
        return self.expected == 0 or self.expected < self.needed

    def held_by(self, agent: Agent) -> list[Seat]:
        """The seats this agent may fill or revise: their own, even when absent, then those they hold as a deputy.

        A deputy never revises somebody else's evaluation.
        """
        own = [seat for seat in self.seats if seat.member.pk == agent.pk]
        lent = [
            seat
            for seat in self.seats
            if seat.holder == agent
            and seat.member.pk != agent.pk
            and self.made.get(seat.member.pk, agent.pk) == agent.pk
        ]
        return own + lent

    def waiting_for(self, agent: Agent) -> list[Seat]:
        """The awaited seats that this agent holds."""
        return [seat for seat in self.awaited if seat.holder == agent]

    def has_evaluated(self, agent: Agent) -> bool:
        return agent.pk in self.made or agent.pk in self.made.values()
