"""A day without a printer that has passed, with its pages; the next one, with who has signed up."""

from datetime import date, timedelta
from itertools import chain, repeat

from core.french import working_day_from
from core.people.models import Agent, Direction
from dematerialisation.models import Action, PrinterlessAgent, PrinterlessDay, PrinterlessDirection
from dematerialisation.printerless.results import group_small_directions
from demo import texts
from demo.data_files import Record, copied
from demo.keys import reference_of


def load_printerless_days(units: dict[str, Direction], today: date) -> None:
    """The named accounts have not signed up: a visitor does."""
    named = [account.identifiant for account in texts.people.accounts]
    agents = list(Agent.objects.active().exclude(identifiant__in=named).order_by("pk"))
    for each in texts.printerless.days:
        day = PrinterlessDay.objects.create(
            reference=reference_of("printerless", each.key),
            held_on=held_on(each, today),
            **copied(each, "title message"),
            action=Action.objects.get(reference=reference_of("action", each.action)),
        )
        answers = chain.from_iterable([name] * count for name, count in each.hardest.items())
        PrinterlessAgent.objects.bulk_create(
            PrinterlessAgent(day=day, agent=agent, hardest=hardest)
            for agent, hardest in zip(agents[: each.agents], chain(answers, repeat("")), strict=False)
        )
        PrinterlessDirection.objects.bulk_create(
            PrinterlessDirection(day=day, direction=units[code], takes_part=True, **_pages(each, code))
            for code in (*each.taking_part, *each.pages)
        )
        group_small_directions(day)


def held_on(day: Record, today: date) -> date:
    """That many days ago, or the first day after on which one works."""
    return working_day_from(today - timedelta(days=day.days_ago))


def _pages(day: Record, code: str) -> dict[str, int]:
    return dict(zip(("pages_before", "pages_on_day"), day.pages.get(code, ()), strict=False))
