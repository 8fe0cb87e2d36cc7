"""What the directions answered to the group."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """Of one direction, in the order of the starter questionnaire; places count from 0."""

    direction: str
    days_ago: int
    lead: str
    reams: int
    form: str
    goes: int
    asked: str
    linked: int
    twice: int
    ease: int
    lacks: tuple[int, ...]
    reads: int
    threatened: int
    keep: str
    wish: str

    @property
    def values(self) -> tuple[int | str | tuple[int, ...], ...]:
        """An answer a question: a number, a text, or the places picked."""
        return (
            *(self.reams, self.form, (self.goes,)),
            *(self.asked, (self.linked,), self.twice),
            *((self.ease,), self.lacks, (self.reads,)),
            *((self.threatened,), self.keep, self.wish),
        )


@dataclass(frozen=True, slots=True)
class PlannedInterview:
    """`in_days` is None for one to plan; `is_sent` for one that its head fills."""

    direction: str
    in_days: int | None = None
    at: int = 10
    place: str = ""
    lead: str | None = None
    is_sent: bool = False
