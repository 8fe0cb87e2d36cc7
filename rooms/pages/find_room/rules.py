"""The rhythms that « Trouver une salle » offers; the series' own page has all of them."""

from datetime import date

from rooms.recurrence import LAST, WORKING_DAYS, Frequency, Rule

ONCE = ""
DAYS, WEEK, FORTNIGHT, MONTH = "jours", "semaine", "quinzaine", "mois"
RHYTHMS = [
    (ONCE, "Une seule fois"),
    (DAYS, "Chaque jour ouvré"),
    (WEEK, "Chaque semaine"),
    (FORTNIGHT, "Toutes les deux semaines"),
    (MONTH, "Chaque mois, le même jour de la semaine"),
]


def rule_of(rhythm: str, first: date, times: int, weekdays: tuple[int, ...] = ()) -> Rule:
    """The rule of so many dates whose first is on or after `first`; `weekdays` are those of a week or a fortnight."""
    weekday = first.weekday()
    if rhythm == DAYS:
        return Rule(Frequency.WEEKLY, weekdays=WORKING_DAYS, count=times)
    if rhythm == MONTH:
        rank = (first.day - 1) // 7 + 1
        return Rule(Frequency.MONTHLY, nth=(rank if rank <= 4 else LAST, weekday), count=times)
    return Rule(
        Frequency.WEEKLY,
        interval=2 if rhythm == FORTNIGHT else 1,
        weekdays=weekdays or (weekday,),
        count=times,
    )
