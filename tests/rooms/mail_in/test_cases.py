"""Conversations in the order in which they arrive, as a broker's suite has them: what is held then, what was answered.

The names follow sabre/vobject's iTIP broker where it has the case.
"""

from typing import Any

import pytest
from django.utils.timezone import localtime

from rooms.models import Booking
from tests.rooms.mail_in.calendars import answers, calendar, delivered, event, invited, said

pytestmark = pytest.mark.django_db

Step = tuple[str, dict[str, Any]]
AT_14 = {"start": "20261127T140000", "end": "20261127T150000"}
AT_16 = {"start": "20261127T160000", "end": "20261127T170000"}
SERIES = ("RRULE:FREQ=WEEKLY;COUNT=3",)
SECOND = ("RECURRENCE-ID;TZID=Europe/Paris:20261204T090000",)
# The second date, at another hour.
SECOND_AT_14 = {"more": SECOND, "start": "20261204T140000", "end": "20261204T150000"}
SECOND_AT_16 = {"more": SECOND, "start": "20261204T160000", "end": "20261204T170000"}
ALL = ["27/11 09", "04/12 09", "11/12 09"]


def new(sequence: int = 0, **fields: Any) -> Step:
    return "REQUEST", {"sequence": sequence, **fields}


def off(sequence: int = 1, **fields: Any) -> Step:
    return "CANCEL", {"sequence": sequence, **fields}


CASES: dict[str, tuple[list[Step], list[str], list[str]]] = {
    "request new": ([new()], ["27/11 09"], ["ACCEPTED"]),
    "request twice": ([new(), new()], ["27/11 09"], ["ACCEPTED"]),
    "request update": ([new(), new(1, **AT_14)], ["27/11 14"], ["ACCEPTED"] * 2),
    "request update without a sequence": ([new(), new(**AT_14)], ["27/11 14"], ["ACCEPTED"] * 2),
    "updates out of order": ([new(2, **AT_16), new(1, **AT_14), new()], ["27/11 16"], ["ACCEPTED"]),
    "update of what never came": ([new(4, **AT_14)], ["27/11 14"], ["ACCEPTED"]),
    "cancel": ([new(), off()], [], ["ACCEPTED"]),
    "cancel twice": ([new(), off(), off()], [], ["ACCEPTED"]),
    "cancel, then the request that it ends": ([off(), new()], [], []),
    "an old cancel after an update": ([new(2), off(1)], ["27/11 09"], ["ACCEPTED"]),
    "cancelled by a status": ([new(), new(1, more=("STATUS:CANCELLED",))], [], ["ACCEPTED"]),
    "asked again after a cancel": ([new(), off(), new(2)], ["27/11 09"], ["ACCEPTED"] * 2),
    "recurring": ([new(more=SERIES)], ALL, ["ACCEPTED"]),
    "recurring, one date moved twice": (
        [new(more=SERIES), new(1, **SECOND_AT_14), new(2, **SECOND_AT_16)],
        ["27/11 09", "04/12 16", "11/12 09"],
        ["ACCEPTED"] * 3,
    ),
    "recurring, one date cancelled": ([new(more=SERIES), off(more=SECOND)], [ALL[0], ALL[2]], ["ACCEPTED"]),
    "recurring, a date left out by an update": (
        [new(more=SERIES), new(1, more=(*SERIES, "EXDATE;TZID=Europe/Paris:20261204T090000"))],
        [ALL[0], ALL[2]],
        ["ACCEPTED"] * 2,
    ),
    "recurring, a date moved then the whole cancelled": (
        [new(more=SERIES), new(1, **SECOND_AT_14), off(2)],
        [],
        ["ACCEPTED"] * 2,
    ),
    "invited to one date of a series only": (
        [new(more=SECOND, start="20261204T090000", end="20261204T100000")],
        ["04/12 09"],
        ["ACCEPTED"],
    ),
    "recurring made longer": (
        [new(more=SERIES), new(1, more=("RRULE:FREQ=WEEKLY;COUNT=4",))],
        [*ALL, "18/12 09"],
        ["ACCEPTED"] * 2,
    ),
    "recurring moved to another day": (
        [new(more=SERIES), new(1, start="20261130T090000", end="20261130T100000", more=SERIES)],
        ["30/11 09", "07/12 09", "14/12 09"],
        ["ACCEPTED"] * 2,
    ),
    "made recurring": ([new(), new(1, more=SERIES)], ALL, ["ACCEPTED"] * 2),
    "made recurring and one date again": (
        [new(), new(1, more=SERIES), new(2)],
        ALL[:1],
        ["ACCEPTED"] * 3,
    ),
    "recurring ended before, and another begun": (
        [
            new(more=SERIES),
            new(1, more=("RRULE:FREQ=WEEKLY;UNTIL=20261130T225959Z",)),
            new(uid="suite@ville.example", start="20261204T140000", end="20261204T150000", more=SERIES),
        ],
        ["27/11 09", "04/12 14", "11/12 14", "18/12 14"],
        ["ACCEPTED"] * 3,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_conversation(author, room, name):
    steps, held, answered = CASES[name]
    for method, fields in steps:
        invited(author, room, method=method, **fields)
    periods = Booking.objects.holding().order_by("period").values_list("period__startswith", flat=True)
    assert [f"{localtime(start):%d/%m %H}" for start in periods] == held
    assert [said(one)[1] for one in answers()] == answered


ROMANCE = "\r\n".join(
    [
        "BEGIN:VTIMEZONE",
        "TZID:Romance Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]
)
# What each program writes beside the standard's own lines, and how it names times.
PROGRAMS: dict[str, dict[str, Any]] = {
    "exchange": {
        "zone": "Romance Standard Time",
        "more": ("CLASS:PUBLIC", "PRIORITY:5", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
                 "X-MICROSOFT-DISALLOW-COUNTER:FALSE", "BEGIN:VALARM", "ACTION:DISPLAY",
                 "TRIGGER;RELATED=START:-PT15M", "END:VALARM"),
    },
    "google": {
        "start": "20261127T080000Z",
        "end": "20261127T090000Z",
        "more": ("X-GOOGLE-CONFERENCE:https://meet.example/abc", "STATUS:CONFIRMED", "LOCATION:"),
    },
    "zimbra": {"zone": '"Europe/Brussels"', "more": ("X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",)},
    "thunderbird": {"zone": "/mozilla.org/20050126_1/Europe/Paris", "more": ("X-MOZ-GENERATION:1",)},
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(author, room, program):
    text = calendar(event(author.email, room, **PROGRAMS[program]), before=ROMANCE)
    delivered(author, text, room)
    assert f"{localtime(Booking.objects.get().period.lower):%d/%m %H}" == "27/11 09"
    assert said(answers()[0]) == ("REPLY", "ACCEPTED")
