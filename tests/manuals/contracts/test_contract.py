"""The contract: who reads and writes it, what never reaches the others, its dates, « je m’en occupe »."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from openpyxl import load_workbook

from core.notifications.models import Notification
from core.search.models import Entry
from manuals import contracts
from manuals.contracts import remind_all
from manuals.models import Commitment, Contract, Deadline, Software
from manuals.notifications import CONTRACT
from tests.manuals.factories import ContractFactory, DataRecoveryFactory, SoftwareFactory
from tests.manuals.test_rights import CONTRACT_READERS, READERS
from tests.pages import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
TODAY = date(2027, 1, 15)
LIST, XLSX = reverse("manuals:contract_list"), reverse("manuals:contract_export")
SENT = {
    "vendor": "Cactus Logiciels",
    "number": "2024-117",
    "starts_on": "2024-01-01",
    "ends_on": "2027-12-31",
    "notice_on": "2027-09-30",
    "renewals": "tacite",
    "yearly_cost": "lt20",
    "hosting": "vendor",
}


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(f"{TODAY} 09:00Z", tick=False):
        yield


def urls(software: Software) -> dict[str, str]:
    return {
        "edit": reverse("manuals:contract_edit", args=[software.reference]),
        "commit": reverse("manuals:contract_commit", args=[software.reference, "fin"]),
    }


def test_it_never_reaches_others(cast, software, signed_in):
    """By page, list, search, export and history; nor do the price and the clause that its data come back for."""
    contracts.fill_in_contract(software, by=cast["referent"], **SENT | {"ends_on": date(2027, 12, 31)})
    DataRecoveryFactory.create(software=software)
    of_it = {"Cactus", "2024-117", "quatre mille euros", "article 12"}
    secrets = {*of_it, "31\u00a0décembre", "31 décembre", "20\u202f000", "a renseigné le contrat"}
    search = reverse("search:results")
    paths = [
        software.get_absolute_url(),
        reverse("manuals:software_list"),
        reverse("manuals:software_export"),
        reverse("manuals:follow_up_list"),
        *(f"{search}?q={words}" for words in (software.name, "CSV", "euros")),
        "/",
    ]
    for person in sorted(READERS):
        client = signed_in(cast[person])
        told = "".join(b"".join(client.get(path)).decode() for path in paths)
        seen = {secret for secret in secrets if secret in told}
        assert (of_it <= seen) if person in CONTRACT_READERS else not seen, (person, seen)
        assert "CSV et pièces" in told
        assert software.get_absolute_url() not in client.get(search, {"q": "Cactus"}).text
    for words in ("Cactus", "euros"):
        assert not Entry.objects.filter(Q(text__contains=words) | Q(keywords__contains=words)).exists()


def test_written_by_its_form(software, referent, signed_in):
    client = signed_in(referent)
    assert "Pas encore renseigné" in client.get(software.get_absolute_url()).text
    empty = client.post(urls(software)["edit"], {"vendor": " "})
    assert "écrivez au moins une ligne" in empty.text
    assert client.post(urls(software)["edit"], SENT).status_code == 302
    contract = Contract.objects.get()
    assert {name: str(getattr(contract, name)) for name in SENT} == SENT
    assert (contract.filled_by, contract.filled_on) == (referent, TODAY)
    page = client.get(software.get_absolute_url()).text
    assert "vendredi 31\u00a0décembre\u00a02027" in page
    assert "personne n’a encore dit s’en occuper" in page
    assert "a renseigné le contrat" in client.get(urls(software)["edit"]).text


def test_the_database_refuses_too(software, referent):
    for dates in (
        {"ends_on": date(2020, 1, 1)},
        {"ends_on": date(2025, 1, 1), "notice_on": date(2026, 1, 1)},
        {"notice_on": date(2023, 1, 1)},
    ):
        with pytest.raises(ValidationError):
            contracts.fill_in_contract(software, by=referent, starts_on=date(2024, 1, 1), **dates)
    assert not Contract.objects.exists()


def test_answered_once_until_its_day_has_passed(software, referent, it_referent, signed_in):
    contract = ContractFactory.create(software=software)
    url = urls(software)["commit"]
    hers, his = signed_in(referent), signed_in(it_referent)
    assert "d’ici l’échéance" in hers.post(url, {"settled_by": "2028-01-01"}).text
    assert "d’ici l’échéance" in hers.post(url, {"settled_by": "2027-01-14"}).text
    assert hers.post(url, {"settled_by": "2027-03-01"}).url == f"{software.get_absolute_url()}#contrat"
    refused = his.post(url, {"settled_by": "2027-04-01"})
    assert "Salomé Verdier s’en occupe déjà" in refused.text
    assert "Salomé Verdier s’en occupe" in his.get(software.get_absolute_url()).text
    # Her own day may move; his turn comes when it has passed.
    assert hers.post(url, {"settled_by": "2027-02-01"}).status_code == 302
    with time_machine.travel("2027-02-02 09:00Z", tick=False):
        assert signed_in(it_referent).post(url, {"settled_by": "2027-04-01"}).status_code == 302
    commitment = contract.commitments.get()
    assert (commitment.made_by, commitment.settled_by) == (it_referent, date(2027, 4, 1))


def test_the_answer_settles_the_reminders_of_its_date_for_all(software, referent, it_referent):
    notice_on, ends_on = TODAY + timedelta(40), TODAY + timedelta(80)
    contract = ContractFactory.create(software=software, ends_on=ends_on, notice_on=notice_on)
    remind_all(on=TODAY)
    told = Notification.objects.unread().filter(kind=CONTRACT.code)
    before = told.count()
    contracts.commit(contract, Deadline.NOTICE, by=referent, settled_by=TODAY)
    assert {row.recipient for row in told} >= {referent, it_referent}
    assert told.count() * 2 == before
    assert {row.url for row in told} == {reverse("manuals:contract_commit", args=[software.reference, "fin"])}


def test_a_date_that_changed_meanwhile_is_not_answered_for_another(software, referent, signed_in):
    contract = ContractFactory.create(software=software)
    client, url = signed_in(referent), urls(software)["commit"]
    shown = next(form for form in forms_of(client.get(url).text) if "settled_by" in form.values)
    Contract.objects.update(ends_on=date(2028, 12, 31))
    refused = client.post(url, shown.values | {"settled_by": "2027-03-01"})
    assert "a été modifiée depuis" in refused.text
    assert not contract.commitments.exists()


def test_a_notice_that_is_past_asks_for_nothing(software, referent, signed_in):
    ContractFactory.create(software=software, notice_on=date(2027, 1, 14))
    client = signed_in(referent)
    url = urls(software)["commit"].replace("/fin/", "/preavis/")
    assert "Cette échéance est passée" in client.get(url).text
    assert "Cette échéance est passée" in client.post(url, {"settled_by": "2027-01-14"}).text
    assert client.get(url.replace("/preavis/", "/autre/")).status_code == 404
    assert not Commitment.objects.exists()


def test_a_contract_that_is_over_says_so_until_somebody_answers(software, referent, moderator, signed_in):
    contract = ContractFactory.create(software=software, ends_on=date(2027, 1, 14), notice_on=None)
    client, url = signed_in(referent), urls(software)["commit"]
    page = client.get(software.get_absolute_url()).text.replace("\u00a0", " ")
    assert "Fini depuis le jeudi 14 janvier 2027" in page
    assert "personne n’a encore dit s’en occuper" in page
    assert "Contrat fini depuis le" in client.get(url).text
    for wrong in ("2027-01-14", "2028-01-16"):
        assert "dans l’année" in client.post(url, {"settled_by": wrong}).text
    assert client.post(url, {"settled_by": "2027-02-15"}).status_code == 302
    page = client.get(software.get_absolute_url()).text
    assert "Fini depuis" in page
    assert "Salomé Verdier s’en occupe" in page
    # A contract that goes on is the other answer.
    contracts.fill_in_contract(software, by=referent, ends_on=date(2029, 1, 14))
    assert "Fini depuis" not in client.get(software.get_absolute_url()).text
    contract.refresh_from_db()
    assert contract.commitments.get().settled_by == date(2027, 2, 15)


def test_the_list_holds_the_contracts_that_one_reads(cast, software, signed_in):
    ContractFactory.create(software=software, number="SECRET-1")
    for person in sorted(READERS):
        client = signed_in(cast[person])
        page, file = client.get(LIST), client.get(XLSX)
        # A referent whose software has no contract yet has an empty list; to those who look after none, there is none.
        expected = 200 if person in CONTRACT_READERS | {"other_referent"} else 404
        assert (page.status_code, file.status_code) == (expected, expected), person
        assert ("Budgétine</a>" in page.text) == (person in CONTRACT_READERS), person
        rows = list(load_workbook(BytesIO(file.getvalue())).worksheets[0].values) if expected == 200 else []
        assert ("SECRET-1" in str(rows)) == (person in CONTRACT_READERS), person
        linked = LIST in client.get(reverse("manuals:overview")).text
        assert linked == (expected == 200), person


def test_the_nearest_date_comes_first_and_what_is_over_last(moderator, signed_in):
    for name, notice_in, ends_in in (
        ("Finie hier", None, -1),
        ("Sans date", None, None),
        ("Fin proche, préavis passé", -30, 20),
        ("Préavis avant", 10, 300),
        ("Finie avant", -90, -40),
        ("Loin", None, 400),
    ):
        days = {
            name: None if days is None else TODAY + timedelta(days)
            for name, days in (("notice_on", notice_in), ("ends_on", ends_in))
        }
        ContractFactory.create(software__name=name, **days)
    near = Contract.objects.get(software__name="Préavis avant")
    contracts.commit(near, Deadline.NOTICE, by=moderator, settled_by=TODAY)
    found = signed_in(moderator).get(LIST).context["groups"]
    groups = [
        (title, [(contract.software.name, made and made.made_by) for contract, made in rows])
        for title, rows in found
    ]
    assert groups == [
        ("À venir", [("Préavis avant", moderator), ("Fin proche, préavis passé", None), ("Loin", None)]),
        ("Finis", [("Finie hier", None), ("Finie avant", None)]),
        ("Sans date de fin", [("Sans date", None)]),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_answer_at_once(software, referent, it_referent, together):
    contract = ContractFactory.create(software=software)
    results = together(
        lambda: contracts.commit(contract, Deadline.END, by=referent, settled_by=TODAY + timedelta(30)),
        lambda: contracts.commit(contract, Deadline.END, by=it_referent, settled_by=TODAY + timedelta(40)),
    )
    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    assert f"{Commitment.objects.get().made_by} s’en occupe déjà" in refusal.messages[0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_reminder_once(together):
    ContractFactory.create(software=SoftwareFactory.create(), notice_on=None)
    results = together(*(lambda: remind_all(on=date(2027, 6, 30)) for _ in range(3)))
    assert sorted(len(sent) for sent in results) == [0, 0, 1]
