"""Inviting people to a booking or to its whole series, and no longer expecting them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from core.french import count_of, long_date, moment, spaced
from core.history.context import action_context
from core.mail.inbound.message_context import agent_at
from core.mail.registry import is_ours
from core.notifications.actions import notify
from core.people.models import Agent
from core.web import calendars
from core.web.locks import lock_row, locked
from core.web.mails import render_mail
from core.web.rate_limits import count
from rooms.attendees import invitations
from rooms.attendees.invitations import NAMED, SAID, Meeting, notify_series_later
from rooms.bookings.locking import lock_own
from rooms.ics.event import Guest as ParsedGuest
from rooms.ics.event import Impossible, ParsedEvent, widened
from rooms.models import Attendee, Booking, Series
from rooms.models.attendees import Answer
from rooms.periods import when
from rooms.series.actions import may_settle

MOST = 100
# Addresses outside that one agent may write to in an hour: enough for a public meeting, useless for spam.
OUTSIDE_AN_HOUR = 60
HOUR = timedelta(hours=1)
# What the page has no button for, in words.
WORDS = {**{each.value: each.label for each in Answer}, "DELEGATED": "envoie quelqu’un d’autre"}
# An answer has one ATTENDEE; of a calendar that names all, no more are looked for.
MOST_NAMED = 3
LONGEST_COMMENT = 500
ILLEGIBLE = spaced("un message dont le texte ne se lit pas ici : demandez-lui de vous écrire")
# How long an answer that was passed on is known: a month.
PASSED_ON_SECONDS = 30 * 24 * 3600
# In that time, of one guest: the address given to somebody outside may be known to others.
MOST_PASSED_ON = 100
# An agent, or somebody outside.
Guest = Agent | Attendee


def invite(
    booking: Booking,
    *,
    by: Agent,
    agents: Iterable[Agent] = (),
    addresses: Iterable[str] = (),
    whole_series: bool = False,
) -> list[Attendee]:
    """Return those newly invited; they are notified at once, or when the request is accepted.

    Raises ValidationError for too many, PermissionDenied for an agent who may not change the booking.
    """
    with transaction.atomic(), action_context("a invité à la réunion", by=by):
        booking = lock_own(booking, by=by)
        series = booking.series if whole_series else None
        if series:
            series = lock_row(Series, series.pk)
            if not may_settle(by, series):
                raise PermissionDenied("Cette série n’est pas la vôtre.")
        people = _new_people(booking, series, agents, addresses)
        _refuse_too_many(booking, people, by=by)
        subject = {"series": series} if series else {"booking": booking}
        attendees = Attendee.objects.bulk_create(
            Attendee(agent=agent, email=email, **subject) for agent, email in people
        )
        if series:
            _leave_single_dates(series, attendees)
            notify_series_later(series.pk)
        elif booking.state == Booking.State.CONFIRMED and attendees:
            invitations.invite(attendees, invitations.of_booking(booking))
    return attendees


def withdraw(attendee: Attendee, *, by: Agent) -> None:
    """They are no longer expected, and notified if they had been invited; twice is once."""
    with transaction.atomic(), action_context("n’attend plus une personne invitée", by=by):
        of_series = attendee.series
        booking = to_come(of_series) if of_series else attendee.booking
        if booking is None:
            raise ValidationError("Cette série n’a plus de date à venir.", code="stale")
        booking = lock_own(booking, by=by)
        if of_series:
            # The worker may be writing to them: what it says comes before this.
            of_series = lock_row(Series, of_series.pk)
            if not may_settle(by, of_series):
                raise ValidationError(
                    spaced(f"{attendee} est de toute la série : voyez avec qui l’organise."), code="of_series"
                )
        attendee = lock_row(Attendee, attendee.pk)
        if attendee.withdrawn_at:
            return
        _withdraw(
            attendee, invitations.of_series(of_series) if of_series else [invitations.of_booking(booking)]
        )


@transaction.atomic
def answer(
    booking: Booking, *, by: Guest, answer: Answer, at: datetime | None = None, sequence: int | None = None
) -> Attendee:
    """« Je viens », « je ne viens pas »: for this booking, or its whole series where they are invited to all of it.

    By a calendar, `at` is when it was written, and `sequence` the SEQUENCE that it answers: an older one is refused.
    """
    theirs = Attendee.objects.of_booking(booking).filter(_is(by))
    # Invited to a date and to all of them: it is of this date that they speak.
    attendee = locked(theirs.order_by("booking", "pk")).first()
    if attendee is None:
        raise PermissionDenied("Vous n’êtes pas de cette réunion.")
    at = min(at or timezone.now(), timezone.now())
    _refuse_stale(attendee, booking, at=at, sequence=sequence)
    attendee.answer, attendee.answered_at = answer, at
    attendee.save(update_fields=["answer", "answered_at"])
    return attendee


def _refuse_stale(attendee: Attendee, booking: Booking, *, at: datetime | None, sequence: int | None) -> None:
    if booking.is_cancelled or booking.is_over:
        raise ValidationError("Cette réunion est annulée ou terminée.", code="stale")
    is_old = sequence is not None and sequence < (attendee.sent_sequence or 0)
    if is_old or (at and attendee.answered_at and at < attendee.answered_at):
        raise ValidationError("Une réponse ou une invitation plus récente la remplace.", code="stale")


def _is(guest: Guest) -> Q:
    return Q(agent=guest) if isinstance(guest, Agent) else Q(pk=guest.pk)


@transaction.atomic
def answer_by_calendar(
    uid: str, events: Sequence[ParsedEvent], *, by: Guest, sender: str = "", proposes: bool = False
) -> Booking | None:
    """Record what a guest's calendar says, and return the meeting; None where they were not invited under this UID.

    The answer to a meeting is that of its page. Any other (of one date of a series, in words, or another time, which
    it then `proposes`) is passed on to the organiser; so is all that another `sender` writes to a guest's address.
    """
    reference = uid.partition("@")[0]
    series = Q(series__reference=reference) | Q(series__occurrences__reference=reference)
    invited = Attendee.objects.standing().filter(series | Q(booking__reference=reference), _is(by))
    invited = invited.exclude(sent_sequence=None).select_related("booking", "series")
    attendee = invited.order_by("booking", "pk").first()
    if attendee is None or uid != calendars.uid(reference):
        return None
    booking = _meeting_of(attendee)
    if booking is None:
        return None
    is_own = attendee.series is None or attendee.series.reference == reference
    is_another = _is_another(attendee, sender)
    lines = []
    for event in events[:NAMED]:
        given = next((one.answer for one in event.guests[:MOST_NAMED] if is_another or _names(one, by)), "")
        comment = event.comment.strip()[:LONGEST_COMMENT]
        is_plain = is_own and not is_another and not event.instead_of and given in Answer.values
        if not proposes and given not in WORDS:
            continue
        _refuse_stale(attendee, booking, at=event.stamp, sequence=event.sequence)
        if proposes:
            lines.append(spaced(f"propose une autre heure : {when(_proposed(event))}"))
        elif not is_plain:
            lines.append(WORDS[given] + _date_of(event))
        else:
            answer(booking, by=by, answer=Answer(given), at=event.stamp, sequence=event.sequence)
            lines += [WORDS[given]] if comment else []
        lines += [spaced(f"« {comment} »")] if comment else []
    _pass_on(attendee, booking, lines, sender=sender, stamps=[event.stamp for event in events[:NAMED]])
    return booking


def write_to_organiser(attendee: Attendee, text: str, *, sender: str) -> Booking | None:
    """Pass on what a guest from outside wrote by hand where their calendar answers; return the meeting.

    A mail without words that can be read (too large, encrypted, a file alone) is told of.
    """
    if booking := _meeting_of(attendee):
        words = " ".join(text.split())[:LONGEST_COMMENT]
        _pass_on(attendee, booking, [spaced(f"« {words} »") if words else ILLEGIBLE], sender=sender)
    return booking


def _meeting_of(attendee: Attendee) -> Booking | None:
    return to_come(attendee.series) if attendee.series else attendee.booking


def _pass_on(
    attendee: Attendee,
    booking: Booking,
    lines: Sequence[str],
    *,
    sender: str,
    stamps: Sequence[datetime | None] = (),
) -> None:
    """Pass it on once: calendars send an answer again, under the same DTSTAMP."""
    said = f"rooms.said:{attendee.pk}"
    digest = sha256("|".join([*map(str, stamps), *lines]).encode()).hexdigest()
    if not lines or count(said, seconds=PASSED_ON_SECONDS) > MOST_PASSED_ON:
        return
    if None in stamps or count(f"{said}:{digest}", seconds=PASSED_ON_SECONDS) == 1:
        is_another = _is_another(attendee, sender)
        guest = f"{sender}, avec l’invitation de {attendee}," if is_another else attendee
        words = render_mail("rooms/mails/guest_said.txt", guest=guest, lines=lines, at=when(booking.period))
        notify(SAID, [booking.organiser], **words, about=booking)


def _is_another(attendee: Attendee, sender: str) -> bool:
    """Return whether somebody wrote in the place of this guest from outside."""
    return bool(attendee.email) and sender.lower() != attendee.email.lower()


def _names(one: ParsedGuest, guest: Guest) -> bool:
    return agent_at(one.address) == guest if isinstance(guest, Agent) else one.address == guest.email.lower()


def _proposed(event: ParsedEvent) -> DateTimeTZRange:
    try:
        return widened(*event.ends(event.start))[0]
    except (Impossible, OverflowError) as error:
        raise ValidationError("L’heure proposée ne se réserve pas.") from error


def _date_of(event: ParsedEvent) -> str:
    """Return « , le 27 novembre 2026 » for an answer about one date of a series."""
    day = event.instead_of
    if day is None:
        return ""
    return f", {moment(timezone.localtime(day)) if isinstance(day, datetime) else long_date(day)}"


def to_come(series: Series) -> Booking | None:
    """The next of its dates that is not over."""
    return series.occurrences.to_come().order_by("period").for_list().first()


def _new_people(
    booking: Booking, series: Series | None, agents: Iterable[Agent], addresses: Iterable[str]
) -> list[tuple[Agent | None, str]]:
    """Each once, without those already expected; an agent's address is that agent."""
    typed = {address.strip().lower() for address in addresses}
    if ours := next(filter(is_ours, typed), ""):
        raise ValidationError(
            {"people": f"{ours} est une adresse de l’intranet, pas une personne."}, code="ours"
        )
    known = {(agent.email or "").lower(): agent for agent in Agent.objects.active().filter(email__in=typed)}
    wanted = {agent.pk: agent for agent in [*agents, *known.values()] if agent.is_active}
    wanted.pop(booking.organiser_id, None)
    standing = Attendee.objects.standing()
    expected = standing.filter(series=series) if series else Attendee.objects.of_booking(booking)
    there = set(expected.values_list("agent", "email"))
    people: list[tuple[Agent | None, str]] = [(agent, "") for agent in wanted.values()]
    people += [(None, address) for address in sorted(typed - known.keys())]
    return [(agent, email) for agent, email in people if (agent.pk if agent else None, email) not in there]


def _refuse_too_many(booking: Booking, people: list[tuple[Agent | None, str]], *, by: Agent) -> None:
    if Attendee.objects.of_booking(booking).count() + len(people) > MOST:
        raise ValidationError(
            {
                "people": f"Une réunion compte {count_of(MOST, 'personne invitée', 'personnes invitées')} au plus."
            },
            code="too_many",
        )
    outside = sum(1 for agent, _ in people if agent is None)
    if not outside:
        return
    counter = f"rooms.outside:{by.pk}:{int(timezone.now().timestamp() // HOUR.total_seconds())}"
    lasting = int(HOUR.total_seconds()) * 2
    if count(counter, outside, seconds=lasting) > OUTSIDE_AN_HOUR:
        count(counter, -outside, seconds=lasting)
        raise ValidationError(
            {
                "people": spaced(
                    f"On invite au plus {OUTSIDE_AN_HOUR} adresses extérieures par heure : "
                    "attendez un peu pour les suivantes."
                )
            },
            code="too_fast",
        )


def _leave_single_dates(series: Series, attendees: list[Attendee]) -> None:
    """Someone invited to one date alone is invited to all: their calendar must not show it twice."""
    agents = [attendee.agent_id for attendee in attendees if attendee.agent_id]
    emails = [attendee.email for attendee in attendees if attendee.email]
    single = Attendee.objects.standing().filter(booking__series=series).select_related("agent", "booking")
    for attendee in [*single.filter(agent__in=agents), *single.filter(email__in=emails)]:
        booking = attendee.booking
        _withdraw(attendee, [invitations.of_booking(booking)] if booking and booking.is_holding else [])


def _withdraw(attendee: Attendee, meetings: Iterable[Meeting]) -> None:
    """Notify them if they had been invited; a later invitation has a greater number than this."""
    attendee.withdrawn_at = timezone.now()
    attendee.save(update_fields=["withdrawn_at"])
    if attendee.sent_sequence is None:
        return
    for meeting in meetings:
        invitations.write_withdrawn(attendee, meeting)
        attendee.refresh_from_db(fields=["sent_sequence"])
        newer = Greatest(F("sequence"), (attendee.sent_sequence or 0) + 1)
        Series.objects.filter(pk=attendee.series_id or 0).update(sequence=newer)
        Booking.objects.filter(pk=attendee.booking_id or 0).update(sequence=newer)
