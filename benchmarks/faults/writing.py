"""Agents who write without end through the site's own forms; what each was told is remembered."""

import http.client
import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from benchmarks.browsers import Answer, Browser
from rooms.models import Booking
from suggestions.models import Idea

PAUSE = 0.1
QUARTERS = [f"{hour:02}:{minute:02}" for hour in range(8, 19) for minute in (0, 15, 30, 45)]
# Each fault has days of its own.
FIRST_DAY, DAYS = 20, 15
PROPOSE = "/idees/proposer/avec-mon-nom/"


@dataclass
class Ledger:
    """What was sent in one fault, by its title, and how each was answered."""

    number: int
    confirmed: dict[str, float] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    breaks: int = 0

    @property
    def prefix(self) -> str:
        return f"Panne {self.number:02}"

    def confirmed_since(self, moment: float) -> int:
        return sum(at > moment for at in [*self.confirmed.values()])

    @property
    def statuses(self) -> str:
        counted = Counter(answer.status for answer in self.answers)
        said = [f"{count} × {status}" for status, count in sorted(counted.items())]
        return ", ".join([*said, *([f"{self.breaks} × cut"] if self.breaks else [])])

    def wrong(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_wrong]

    def in_database(self) -> Counter[str]:
        sets = (Booking.objects.all(), Idea.objects.all())
        ours = (rows.filter(title__startswith=self.prefix).values_list("title", flat=True) for rows in sets)
        return Counter(title for titles in ours for title in titles)


class Writer(threading.Thread):
    """One agent, in a room of their own: nobody else's booking stands in the way. A form is sent until it is kept."""

    def __init__(self, browser: Browser, ledger: Ledger, room: str) -> None:
        super().__init__(daemon=True)
        self.browser, self.ledger, self.room = browser, ledger, room
        self.is_over = threading.Event()

    def run(self) -> None:
        for number in itertools.count():
            path, fields = self._booking(number) if number % 3 else self._idea()
            fields["title"] = f"{self.ledger.prefix} {self.room} {number}"
            hidden = self._until_kept(path, {})
            if self.is_over.is_set():
                return
            self.ledger.sent.add(fields["title"])
            self._until_kept(path, {**hidden, **fields})

    def _until_kept(self, path: str, fields: dict[str, str]) -> dict[str, str]:
        """Again and again, as a person reloads; the hidden fields of the page, where there is one."""
        while True:
            time.sleep(PAUSE)
            try:
                answer = self.browser.post(path, fields) if fields else self.browser.get(path)
            except (OSError, http.client.HTTPException):
                self.ledger.breaks += 1
            else:
                self.ledger.answers.append(answer)
                if fields and answer.is_kept:
                    self.ledger.confirmed[fields["title"]] = time.monotonic()
                    return {}
                if not fields and answer.status == 200:
                    return answer.hidden
                if fields and answer.status == 200:
                    words = answer.text.partition("<main")[2][:1500]
                    raise RuntimeError(f"{fields} was refused: {words}")
            if self.is_over.is_set():
                return {}

    def _booking(self, number: int) -> tuple[str, dict[str, str]]:
        day, quarter = divmod(number, len(QUARTERS) - 1)
        start, end = QUARTERS[quarter : quarter + 2]
        on = timezone.localdate() + timedelta(days=FIRST_DAY + DAYS * self.ledger.number + day)
        guest = f"invite-{number}@ailleurs.example"
        fields = {"room": self.room, "date": str(on), "start": start, "end": end, "people": guest}
        return "/salles/reserver/", fields

    def _idea(self) -> tuple[str, dict[str, str]]:
        return PROPOSE, {"problem": "La panne de ce matin.", "proposal": "Une copie de tout."}
