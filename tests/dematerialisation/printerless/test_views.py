"""The pages of days without a printer: sign-up, pages, import, gain, poster and the screen of the hall."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.french import working_day_from
from core.people.models import Agent, Direction
from dematerialisation.models import Gain, Hardest, PrinterlessAgent, PrinterlessDay, PrinterlessDirection
from dematerialisation.printerless.actions import ONE_DAY
from suggestions.models import Idea
from tests.dematerialisation.factories import ActionFactory, GainFactory, PrinterlessDayFactory
from tests.factories import AgentFactory, DirectionFactory, member
from tests.pages import as_shown

pytestmark = pytest.mark.django_db


def today(**fields: Any) -> PrinterlessDay:
    return PrinterlessDayFactory.create(held_on=timezone.localdate(), **fields)


def url_of(name: str, day: PrinterlessDay) -> str:
    return reverse(f"printerless_{name}", args=[day.reference])


def headed(head: Agent | None = None) -> Direction:
    return DirectionFactory.create(head=head)


def counted(day: PrinterlessDay, before: int = 100, on_day: int = 40) -> Direction:
    direction = headed()
    AgentFactory.create_batch(5, direction=direction)
    PrinterlessDirection.objects.create(
        day=day, direction=direction, pages_before=before, pages_on_day=on_day
    )
    return direction


def test_the_head_of_a_direction_writes_its_pages_and_no_more(signed_in):
    day, head = today(action=ActionFactory.create(planned=False)), AgentFactory.create()
    headed(head)
    client = signed_in(head)
    for name, status in (
        ("printerless_pages", 302),
        ("printerless_import_confirm", 403),
        ("printerless_report_gain", 403),
        ("printerless_screen_give", 403),
    ):
        url = reverse(name, args=[day.reference])
        assert client.post(url, {"pages_before": "9"}).status_code == status, name
    assert client.get(reverse("printerless_import", args=[day.reference])).status_code == 403


def test_sign_up_and_undo_are_one_click_each_and_name_nobody(signed_in):
    day, agent = PrinterlessDayFactory.create(), AgentFactory.create(last_name="Quetzalcoatl")
    client, url = signed_in(agent), url_of("sign_up", day)
    for _ in range(2):
        page = client.post(url, {"participe": "oui"}, follow=True).text
        assert "1 agent" in page
        assert "Je n’en suis plus" in page
    page = signed_in(member()).get(day.get_absolute_url()).text
    assert "1 agent" in page
    assert "Quetzalcoatl" not in page
    client.post(url, {"participe": "non"})
    assert not PrinterlessAgent.objects.exists()


def test_sign_ups_do_not_change_once_the_day_is_over(signed_in):
    day = PrinterlessDayFactory.create(held_on=timezone.localdate() - timedelta(days=1))
    page = signed_in(AgentFactory.create()).post(url_of("sign_up", day), follow=True).text
    assert "Ce jour est passé" in page
    assert not PrinterlessAgent.objects.exists()


def test_the_database_refuses_elected_accounts_and_impossible_pages():
    day = PrinterlessDayFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        PrinterlessAgent.objects.create(day=day, agent=AgentFactory.create(elected=True))
    with pytest.raises(IntegrityError), transaction.atomic():
        PrinterlessDirection.objects.create(day=day, direction=headed(), pages_before=1_000_001)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-05", "Ce jour est un samedi"),
        ("2026-12-06", "Ce jour est un dimanche"),
        ("2026-12-25", "Ce jour est férié"),
        ("2020-01-06", "Ce jour est passé"),
        ("2026-12-07", ""),
    ],
)
def test_a_day_is_one_on_which_the_town_works(signed_in, day, said):
    client = signed_in(member())
    answer = client.post(
        reverse("admin:dematerialisation_printerlessday_add"), {"title": "Sans", "held_on": day}
    )
    assert said in answer.text
    assert PrinterlessDay.objects.exists() is not bool(said)
    assert answer.status_code == (200 if said else 302)


def test_a_day_that_was_a_sunday_is_still_renamed(signed_in):
    day, client = PrinterlessDayFactory.create(held_on="2026-12-06"), signed_in(member())
    url = reverse("admin:dematerialisation_printerlessday_change", args=[day.pk])
    sent = {"title": "Autre nom", "held_on": "2026-12-06"}
    assert client.post(url, sent | as_shown(client, url)).status_code == 302


def test_a_day_that_is_counted_is_not_moved_to_come(signed_in):
    day, client = today(), signed_in(member())
    url = reverse("admin:dematerialisation_printerlessday_change", args=[day.pk])
    moved = {"title": day.title, "held_on": working_day_from(day.held_on + timedelta(days=9)).isoformat()}
    row = counted(day)
    page = client.post(url, moved | as_shown(client, url)).text
    assert "déjà comptées" in page
    PrinterlessDirection.objects.filter(direction=row).update(pages_on_day=None)
    assert client.post(url, moved | as_shown(client, url)).status_code == 302


def test_directions_are_written_in_one_table_and_kept_when_refused(signed_in):
    head, day = AgentFactory.create(), PrinterlessDayFactory.create()
    mine, other, others = headed(head), headed(head), headed()
    client, url = signed_in(head), reverse("printerless_pages", args=[day.reference])
    sent = {f"pages_before_{mine.reference}": "120", f"pages_before_{other.reference}": "beaucoup"}
    # Of another's direction, and of a day that has not come: not asked.
    sent |= {f"pages_before_{others.reference}": "9", f"pages_on_day_{mine.reference}": "3"}
    sent |= {f"takes_part_{other.reference}": "on"}
    page = client.post(url, sent).text
    assert page.count("Écrivez un nombre entier") == 1
    assert all(value in page for value in ('value="120"', 'value="beaucoup"', " checked"))
    assert not PrinterlessDirection.objects.exists()
    client.post(url, sent | {f"pages_before_{other.reference}": ""})
    found = PrinterlessDirection.objects.values_list(
        "direction", "takes_part", "pages_before", "pages_on_day"
    )
    assert set(found) == {(mine.pk, False, 120, None), (other.pk, True, None, None)}
    PrinterlessDay.objects.update(held_on=timezone.localdate() - timedelta(days=1))
    client.post(url, {f"pages_before_{other.reference}": "7", f"pages_on_day_{other.reference}": "3"})
    assert set(found.all()) == {(mine.pk, False, 120, None), (other.pk, True, 7, 3)}


def test_an_import_is_previewed_then_kept_and_again_the_same(signed_in):
    day, client = today(), signed_in(member())
    direction, on = DirectionFactory.create(name="Culture"), f"{day.held_on:%Y-%m-%d}"
    data = f"user;direction;pages;date\njeanne;Culture;30;{on}\nmarc;Lune;1;{on}\n"
    for _ in range(2):
        answer = client.post(url_of("import", day), {"file": csv_file(data)})
        assert "30 pages" in answer.text
        assert "Lune" in answer.text
        assert "jeanne" not in answer.text
        sums = answer.context["confirm"]["reading"].value()
        client.post(url_of("import_confirm", day), {"reading": sums})
        row = PrinterlessDirection.objects.get()
        assert (row.direction, row.pages_before, row.pages_on_day) == (direction, None, 30)


def csv_file(data: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("pages.csv", data.encode(), "text/csv")


@pytest.mark.parametrize("sent", ["", "a:b:c"])
def test_a_preview_that_was_altered_is_read_again(signed_in, sent):
    page = signed_in(member()).post(url_of("import_confirm", today()), {"reading": sent}, follow=True).text
    assert "choisissez de nouveau le fichier" in page


def test_a_file_that_is_no_table_gets_a_sentence(signed_in):
    page = signed_in(member()).post(url_of("import", today()), {"file": csv_file("nom;age\nMarc;3\n")}).text
    assert "trois colonnes" in page


def test_the_saving_becomes_the_measured_gain_of_the_action(signed_in):
    day = today(action=ActionFactory.create())
    client, url = signed_in(member()), url_of("report_gain", day)
    counted(day, 10, 40)
    assert "pas de gain à reporter" in client.post(url, follow=True).text
    assert not Gain.objects.exists()
    PrinterlessDirection.objects.update(pages_before=100)
    assert "60 pages en moins" in client.post(url, follow=True).text
    gain = Gain.objects.get(action=day.action)
    assert (gain.unit, gain.measured, gain.measured_on) == ("sheets", 60, timezone.localdate())
    assert "un seul jour" in gain.measure_method


def test_the_measure_of_a_year_is_not_replaced_by_that_of_a_day(signed_in):
    gain = GainFactory.create(was_measured=True)
    day, client = today(action=gain.action), signed_in(member())
    counted(day)
    url = url_of("report_gain", day)
    assert "déjà un gain mesuré" in client.post(url, follow=True).text
    assert Gain.objects.get().measured == 900
    # That of another day is.
    Gain.objects.update(measure_method=f"10 pages ; {ONE_DAY}")
    client.post(url)
    assert Gain.objects.get().measured == 60


def test_what_was_hardest_fills_in_an_idea(signed_in):
    day, agent = today(), AgentFactory.create()
    PrinterlessAgent.objects.create(day=day, agent=agent)
    sent = {"difficile": Hardest.SIGNING, "geste": "idee"}
    page = signed_in(agent).post(url_of("hardest", day), sent, follow=True).text
    assert "Se passer de l’imprimante\u00a0: faire signer un document" in page
    assert PrinterlessAgent.objects.get().hardest == Hardest.SIGNING
    assert not Idea.objects.exists()


def test_the_screen_is_read_by_its_secret_until_another_is_given(signed_in, client):
    day, group = today(), signed_in(member())
    counted(day)
    give = url_of("screen_give", day)
    first, second = (urlsplit(group.post(give).context["screen"]).path for _ in range(2))
    assert client.get(first).status_code == 404
    answer = client.get(second)
    assert "60 pages de moins" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    content = client.get(f"{second}contenu/").text
    assert "data-next" in content
    assert "<html" not in content


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (21, True), (22, False)])
def test_home_tells_of_a_day_within_three_weeks(signed_in, days, is_told):
    day = PrinterlessDayFactory.create(held_on=timezone.localdate() + timedelta(days=days))
    page = signed_in(AgentFactory.create()).get(reverse("home")).text
    assert (day.get_absolute_url() in page) == is_told
