"""Files as Outlook, Google, Thunderbird, Zimbra and Nextcloud write them, read into a room."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.imports.tables import Unreadable
from core.notifications.models import Notification
from imports.calendars import ics, importer
from imports.calendars.report import Report
from rooms.bookings import actions
from rooms.models import Booking, Closure, Series
from tests.imports.calendars.conftest import FILES
from tests.rooms.factories import a_booking, hours

pytestmark = pytest.mark.django_db


def times(**conditions: object) -> list[str]:
    periods = Booking.objects.filter(**conditions).order_by("period").values_list("period", flat=True)
    return [
        f"{timezone.localtime(period.lower):%d/%m %H:%M}–{timezone.localtime(period.upper):%H:%M}"
        for period in periods
    ]


def said(report: Report) -> str:
    return "\n".join([*report.notes, *map(str, report.lines)])


def test_outlook(import_ics, camille, room_manager):
    """Zones of Windows, a series with a skipped and a moved date, a private event of somebody from outside."""
    report = import_ics("outlook")
    series = Series.objects.get()
    assert (series.title, series.organiser, series.rule) == (
        "Réunion de direction",
        camille,
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270105",
    )
    assert (series.first_date, series.starts_at, series.ends_at) == (date(2026, 12, 1), 14 * 60, 15 * 60 + 30)
    assert series.skipped == [date(2026, 12, 22), date(2026, 12, 29)]
    assert times(series=series) == [
        "01/12 14:00–15:30",
        "08/12 14:00–15:30",
        "16/12 09:00–10:30",
        "05/01 14:00–15:30",
    ]
    moved = series.occurrences.get(is_apart=True)
    assert (moved.series_date, moved.title) == (date(2026, 12, 15), "Réunion de direction (avancée)")
    private = Booking.objects.get(is_private=True)
    assert (private.title, private.organiser) == ("Entretien annuel (Jean Inconnu)", room_manager)
    assert (report.counts["booked"], report.counts["free"]) == (5, 1)
    assert "Entretien" not in said(report)


def test_google(import_ics):
    report = import_ics("google")
    series = Series.objects.get()
    assert series.rule == "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261230"
    assert series.skipped == [date(2026, 12, 7), date(2026, 12, 9)]
    assert times(series=series)[:3] == ["30/11 09:00–10:00", "02/12 14:30–16:00", "14/12 09:00–10:00"]
    assert times(title="Salon de l'emploi") == ["10/12 00:00–00:00"]
    # Off quarters: wider.
    assert times(title="Visite") == ["04/12 09:00–10:00"]
    assert (report.counts["past"], report.counts["cancelled"]) == (1, 1)
    assert "élargies" in said(report)
    assert "de minuit à minuit" in said(report)


def test_thunderbird(import_ics):
    report = import_ics("thunderbird")
    private = Booking.objects.get(is_private=True)
    assert private.title.endswith("coupé en deux lignes")
    assert times() == ["11/12 14:00–15:30", "17/12 18:30–20:00", "18/12 10:00–11:00"]
    assert "pris pour une heure" in said(report)
    assert "tâches" in said(report)


def test_zimbra_and_an_endless_series(import_ics):
    report = import_ics("zimbra")
    finances = Series.objects.get(title="Commission des finances (Auteur)")
    assert finances.rule == "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270706"
    # In summer too, it is at 17:00 of the town.
    assert times(series=finances)[-1] == "06/07 17:00–19:00"
    morning = Series.objects.filter(title="Accueil du matin").order_by("first_date")
    assert [one.occurrences.count() for one in morning] == [366, 366, 51]
    assert morning[0].rule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20280420"
    assert "Sans fin\u00a0: pris jusqu’au lundi 26\u00a0novembre\u00a02029" in said(report)


def test_nextcloud(import_ics):
    report = import_ics("nextcloud")
    assert times(title="Visio avec Québec") == ["03/12 09:00–10:00", "10/12 09:00–10:00", "17/12 10:00–12:00"]
    patrimoine = Series.objects.get()
    assert (patrimoine.rule, patrimoine.starts_at, patrimoine.ends_at) == (
        "FREQ=YEARLY;UNTIL=20290301",
        0,
        1440,
    )
    assert times(title="Assemblée de quartier") == [
        f"{day} 20:00–22:00" for day in ("26/11", "11/03", "09/09", "09/03", "14/09")
    ]
    assert "date par date" in said(report)


def test_odd_events_cost_no_other(import_ics):
    report = import_ics("odd")
    assert times(title="Jamais") == ["30/11 10:00–11:00"]
    assert times(title="Sur Mars") == ["02/12 12:00–13:00"]
    # The newest of two that bear one identifier.
    assert times(title="Un") == ["03/12 15:00–16:00"]
    # At half past two on that night, it is half past three.
    assert times(title="La nuit du changement") == ["28/03 03:30–04:30"]
    for words in (
        "ligne 4\u00a0: refusé, «\u00a0Bombe\u00a0»\u00a0: il se répète toutes les heures ou plus souvent",
        "tombe jamais",
        "il finit avant de commencer",
        "il dure plus d’un mois",
        "Fuseau «\u00a0Mars/Olympus\u00a0» inconnu",
        "pas de début",
        "hors de 2000–2100",
        "n’est pas lisible",
        "ligne 73\u00a0: refusé\u00a0: le fichier s’arrête au milieu",
    ):
        assert words in said(report), words
    assert report.counts["refused"] == 7


def test_twice_is_the_same_and_changes_are_said(import_ics, room_manager):
    import_ics("outlook")
    before = list(Booking.objects.order_by("pk").values())
    again = import_ics("outlook")
    assert (again.counts["booked"], again.counts["same"], again.counts["series"]) == (0, 5, 0)
    data = (FILES / "outlook.ics").read_bytes()
    changed = data.replace(b"20261203T100000", b"20261203T093000").replace(b"SUMMARY;LANGUAGE=fr", b"SUMMARY")
    report = import_ics(
        changed.replace(b"20261201T140000\nDTEND", b"20261201T140000\nSTATUS:CANCELLED\nDTEND")
    )
    assert report.counts["changed"] == 4
    assert "annulé à la source, mais encore réservé ici" in said(report)
    assert "la source dit maintenant" in said(report)
    assert list(Booking.objects.order_by("pk").values()) == before
    # What was cancelled here is not booked again.
    actions.cancel(Booking.objects.get(is_private=True), by=room_manager, reason="x")
    assert import_ics("outlook").counts["booked"] == 0


def test_nothing_is_overwritten(import_ics, room, colleague):
    secret = a_booking(
        room, colleague, hours("15:00", "16:00", on=date(2026, 12, 8)), title="Licenciement", is_private=True
    )
    a_booking(room, colleague, hours("10:00", "10:15", on=date(2026, 12, 3)), title="Budget")
    trial = import_ics("outlook", is_trial=True)
    assert Booking.objects.count() == 2
    report = import_ics("outlook")
    assert trial.as_data() == report.as_data()
    assert (report.counts["clash"], report.counts["booked"]) == (2, 3)
    assert date(2026, 12, 8) in Series.objects.get().skipped
    assert "par «\u00a0Budget\u00a0» de Paul Roux" in said(report)
    assert "une réservation privée" in said(report)
    assert "Licenciement" not in said(report)
    # Once the room is free, the same file gives the series its date back.
    actions.cancel(secret, by=colleague)
    assert import_ics("outlook").counts["booked"] == 1
    assert times(series__isnull=False)[1] == "08/12 14:00–15:30"
    assert date(2026, 12, 8) not in Series.objects.get().skipped


def test_one_file_in_two_rooms_and_a_room_with_buffers(import_ics, room, other_room):
    other_room.buffer_after = 30
    other_room.save()
    import_ics("outlook")
    assert import_ics("outlook", into=other_room).counts["booked"] == 5
    event = b"BEGIN:VEVENT\nUID:%d\nDTSTART:20261202T%d0000\nDURATION:PT1H\nSUMMARY:x\nEND:VEVENT\n"
    two = b"BEGIN:VCALENDAR\n" + event % (1, 11) + event % (2, 12)
    assert import_ics(two).counts["booked"] == 2
    report = import_ics(two, into=other_room, is_trial=True)
    assert (report.counts["booked"], report.counts["clash"]) == (1, 1)
    assert "un autre événement du même import (ligne 2)" in said(report)


def test_from_the_past_on(import_ics):
    import_ics("google", since=date(2020, 1, 1))
    assert times(title="Il y a longtemps") == ["04/02 09:00–10:00"]
    assert Series.objects.get().first_date == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html>Connexion</html>", "pas un agenda"),
        (b"", "pas un agenda"),
        (b"\x00\xff" * 50, "pas un agenda"),
        (b"BEGIN:VCALENDAR\n" + b"x" * 20_000_001, "20\u00a0Mo au plus"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 50_001, "plus de 50\u202f000 événements"),
    ],
    ids=["html", "empty", "noise", "heavy", "crowded"],
)
def test_files_that_are_no_calendar(import_ics, data, words):
    with pytest.raises(Unreadable, match=words):
        import_ics(data)


def test_what_old_programs_write(import_ics, monkeypatch):
    event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20261202T090000\r\nSUMMARY:Fête d’été\r\nATTACH:{}\r\n"
    text = (
        event.format("A" * 200_000)
        + "BEGIN:X\r\n" * 50
        + "SUMMARY:"
        + "B" * 200_000
        + "\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    assert import_ics(text.encode("cp1252")).counts["refused"] == 1
    assert (
        import_ics(
            event.format("A" * 200_000).encode("utf-16") + "END:VEVENT\r\n".encode("utf-16-le")
        ).counts["booked"]
        == 1
    )
    assert Booking.objects.get().title == "Fête d’été"
    bombs = b"BEGIN:VCALENDAR\n" + b"".join(
        b"BEGIN:VEVENT\nUID:%d\nDTSTART:20260101T000000\nDURATION:PT15M\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
        % number
        for number in range(100)
    )
    monkeypatch.setattr(ics, "MOST_DATES", 2_500)
    report = import_ics(bombs, is_trial=True)
    assert "dates en tout" in said(report)
    assert report.counts["refused"] == 98


def an_event(uid: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{uid}", *lines, "END:VEVENT", ""])


def a_calendar(*events: str) -> bytes:
    return "".join(["BEGIN:VCALENDAR\r\n", *events, "END:VCALENDAR\r\n"]).encode()


def test_a_line_that_cannot_be_read_costs_its_event_alone(import_ics):
    start, end = "DTSTART:20261202T090000", "DTEND:20261202T100000"
    faults = [
        (["DTSTART:20270230T090000"], "pas de début"),
        (["DTSTART:PT1H"], "l’une de ses dates ne se lit pas"),
        ([start, "DTEND:demain"], "sa fin ne se lit pas"),
        ([start, "DURATION:1H"], "sa durée ne se lit pas"),
        ([start, "DURATION:20261202T100000"], "sa durée ne se lit pas"),
        ([start, end, "EXDATE:jeudi"], "où il n’a pas lieu ne se lit pas"),
        ([start, end, "RRULE:FREQ=WEEKLY;BYDAY=0MO"], "règle de répétition n’est pas lisible"),
        ([start, end, "RDATE:jeudi"], "dates ajoutées ne se lit pas"),
        ([start, end, "RECURRENCE-ID:jeudi"], "la date qu’il remplace ne se lit pas"),
        (["DTSTART:99991231T230000", "DURATION:PT15M", "RRULE:FREQ=DAILY"], "hors du calendrier"),
        (["DTSTART:00010101T090000", "DURATION:PT15M", "RRULE:FREQ=DAILY;COUNT=9"], "hors du calendrier"),
    ]
    events = [an_event(f"n{number}", *lines) for number, (lines, _) in enumerate(faults)]
    lost = an_event("perdue", start, end, 'CLASS;X="ouvert:PRIVATE')
    # Without the moment of its writing, which an import has no use for.
    unstamped = an_event("sans-date", "DTSTART:20261203T090000", "DTEND:20261203T100000", "DTSTAMP:rien")
    report = import_ics(a_calendar(*events, lost, unstamped))
    for _, words in faults:
        assert words in said(report), words
    assert "«\u00a0perdue\u00a0»\u00a0: Une de ses lignes" in said(report)
    assert (report.counts["refused"], report.counts["booked"]) == (len(faults), 2)


def test_a_first_date_that_its_rule_does_not_give(import_ics):
    data = a_calendar(
        an_event(
            "x", "DTSTART:20261202T090000", "DTEND:20261202T100000", "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=2"
        )
    )
    assert import_ics(data).counts["booked"] == 3
    assert times(series=None) == ["02/12 09:00–10:00"]
    assert times(series__isnull=False) == ["03/12 09:00–10:00", "10/12 09:00–10:00"]
    assert import_ics(data).counts["same"] == 3


def test_a_change_of_a_date_that_the_series_has_no_longer_is_said(import_ics):
    lines = ["DTSTART:20261202T090000", "DTEND:20261202T100000", "RRULE:FREQ=WEEKLY;COUNT={}"]
    change = an_event(
        "x", "RECURRENCE-ID:20261216T090000", "DTSTART:20261217T140000", "DTEND:20261217T150000"
    )
    whole = an_event("x", *lines)
    assert import_ics(a_calendar(whole.format(3), change)).counts["booked"] == 3
    report = import_ics(a_calendar(whole.format(2), change))
    assert (report.counts["same"], report.counts["changed"]) == (2, 1)
    assert "annulé à la source, mais encore réservé ici le jeudi 17\u00a0décembre" in said(report)
    assert "Il remplace le mercredi 16\u00a0décembre\u00a02026, que sa série n’a pas\u00a0: laissé." in said(
        report
    )
    Booking.objects.all().delete()
    report = import_ics(a_calendar(whole.format(2), change))
    assert (report.counts["booked"], report.counts["cancelled"]) == (2, 1)
    assert times() == ["02/12 09:00–10:00", "09/12 09:00–10:00"]


def test_the_last_date_of_a_series_is_a_booking_like_another(import_ics):
    rule = "RRULE:FREQ=WEEKLY;UNTIL=20261202T090000"
    report = import_ics(a_calendar(an_event("x", "DTSTART:20261104T090000", "DURATION:PT1H", rule)))
    assert times(series=None) == ["02/12 09:00–10:00"]
    assert said(report) == ""


def test_letters_of_two_programs_and_of_folded_lines(import_ics):
    hour = "DTSTART:20261202T{}0000\r\nDURATION:PT1H"
    modern = a_calendar(an_event("Réunion d’été", hour.format("09")))
    letter = "é".encode()
    modern = modern.replace(letter, letter[:1] + b"\r\n " + letter[1:])
    former = an_event("Fête", hour.format("11")).encode("cp1252")
    import_ics(modern + former)
    assert {booking.title for booking in Booking.objects.all()} == {"Réunion d’été", "Fête"}


def test_a_zone_whose_name_holds_commas(import_ics):
    """As Outlook writes it: the commas are escaped where the zone is described, not where it is named."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:(UTC-03:30) Ici\\, là\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:-0330\r\nTZOFFSETTO:-0330\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    event = an_event("x", 'DTSTART;TZID="(UTC-03:30) Ici, là":20261202T090000', "DURATION:PT1H")
    report = import_ics(a_calendar(zone, event))
    assert "inconnu" not in said(report)
    assert times() == ["02/12 13:30–14:30"]


def test_a_zone_is_known_by_its_shown_name_or_said_to_be_unknown(import_ics):
    shown = {
        "(UTC-05:00) Eastern Time (US and Canada)": "15:00",
        "(UTC-05:00) Eastern Time (US & Canada)": "15:00",
        "(GMT-08.00) Pacific Time (US & Canada)/Tijuana": "18:00",
        "(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris": "09:00",
        "Dublin, Edinburgh, Lisbon, London": "10:00",
        "(UTC) Coordinated Universal Time": "10:00",
        "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi": "04:30",
        "(UTC-06:00) Central America": "16:00",
    }
    unsure = dict.fromkeys(["(UTC+10:00) Eastern Time (Australia)", "GMT+5", "(UTC+01:00) Ici"], "09:00")
    events = [
        an_event(name, f'DTSTART;TZID="{name}":202612{day:02}T090000', "DURATION:PT1H")
        for day, name in enumerate([*shown, *unsure], 1)
    ]
    report = import_ics(a_calendar(*events))
    assert {name: times(title=name)[0][6:11] for name in [*shown, *unsure]} == shown | unsure
    assert [name for name in [*shown, *unsure] if f"«\u00a0{name}\u00a0» inconnu" in said(report)] == [
        *unsure
    ]


def test_a_second_rule_is_taken_date_by_date(import_ics):
    rules = ("RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2")
    report = import_ics(a_calendar(an_event("x", "DTSTART:20261201T090000", "DURATION:PT1H", *rules)))
    assert Series.objects.get().rule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261215"
    assert times(series=None) == ["04/12 09:00–10:00", "11/12 09:00–10:00"]
    assert "plusieurs règles de répétition" in said(report)


@pytest.mark.parametrize(
    "rule", ["BYDAY=-1SU;BYHOUR=1,2", "BYDAY=MO,TU,WE", "BYMONTHDAY=1,2,3", "BYSECOND=1"]
)
def test_a_zone_is_no_bomb(import_ics, rule):
    """Its rules are followed for each time that is read: those that no zone has are not."""
    change = (
        "BEGIN:{0}\r\nDTSTART:16010101T000000\r\nRRULE:FREQ=YEARLY;{1}\r\n"
        "TZOFFSETFROM:{2}\r\nTZOFFSETTO:{3}\r\nEND:{0}\r\n"
    )
    summer = change.format("DAYLIGHT", "BYMONTH=3;BYDAY=-1SU", "+0400", "+0500")
    zone = change.format("STANDARD", rule, "+0500", "+0400") + summer
    event = an_event("x", "DTSTART;TZID=Bombe:20261202T090000", "DURATION:PT1H")
    report = import_ics(a_calendar(f"BEGIN:VTIMEZONE\r\nTZID:Bombe\r\n{zone}END:VTIMEZONE\r\n", event))
    assert "Fuseau «\u00a0Bombe\u00a0» inconnu" in said(report)
    assert times() == ["02/12 09:00–10:00"]


def test_command(room, room_manager, camille, tmp_path):
    def run(*arguments: str) -> str:
        out = StringIO()
        call_command("import_ics", *arguments, stdout=out, stderr=StringIO())
        return out.getvalue()

    file, report = str(FILES / "outlook.ics"), tmp_path / "rapport.txt"
    assert "rien n’a été réservé" in run(file, "--salle", "remparts", "--essai")
    # A folder: said before anything is booked.
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        run(file, "--salle", "remparts", "--rapport", str(tmp_path))
    assert not Booking.objects.exists()
    assert "réservations faites\u00a0: 5" in run(file, "--salle", "remparts", "--rapport", str(report))
    assert "réservations faites\u00a0: 5" in report.read_text()
    assert "4" in Notification.objects.get(recipient=camille).title
    assert "réservations déjà là\u00a0: 5" in run(file, "--salle", "remparts", "--depuis", "2026-01-01")
    for arguments, words in [
        ((file, "--salle", "nulle-part"), "Aucune salle"),
        ((str(tmp_path / "rien.ics"), "--salle", "remparts"), "ne s’ouvre pas"),
        ((file, "--salle", "remparts", "--depuis", "hier"), "n’est pas une date"),
        ((file, "--salle", "remparts", "--au-nom-de", camille.identifiant), "ne s’occupe pas"),
    ]:
        with pytest.raises(CommandError, match=words):
            run(*arguments)
    (tmp_path / "lourd.ics").write_bytes(b"BEGIN:VCALENDAR\n" * 3_200_000)
    with pytest.raises(CommandError, match="trop lourd"):
        run(str(tmp_path / "lourd.ics"), "--salle", "remparts")


def test_stopped_on_the_way_it_tells_whose_bookings_it_made(room, room_manager, camille, monkeypatch):
    read = ics.read_ics

    def cut(*arguments: Any, **options: Any) -> Iterator[Any]:
        yield from read(*arguments, **options)
        raise Unreadable("la suite manque")

    monkeypatch.setattr(importer, "BATCH", 1)
    monkeypatch.setattr(ics, "read_ics", cut)
    with pytest.raises(CommandError, match="la suite manque"):
        call_command("import_ics", str(FILES / "outlook.ics"), "--salle", "remparts", stdout=StringIO())
    assert Booking.objects.count() == 5
    assert "4" in Notification.objects.get(recipient=camille).title


def test_what_is_taken_over_a_closure_is_said(import_ics, room, room_manager):
    Closure.objects.create(
        room=room,
        period=hours("08:00", "20:00", on=date(2026, 12, 1)),
        reason="Élections",
        created_by=room_manager,
    )
    rule = "RRULE:FREQ=DAILY;COUNT=3"
    report = import_ics(a_calendar(an_event("x", "DTSTART:20261130T090000", "DURATION:PT1H", rule)))
    assert (report.counts["booked"], report.counts["noted"]) == (3, 1)
    assert "(Élections)\u00a0: prise quand même." in said(report)
