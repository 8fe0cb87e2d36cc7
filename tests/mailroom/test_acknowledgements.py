"""Acknowledgements: once, to who has written, and to nobody else."""

import pytest

from core.mail import autoreply
from core.mail.headers import headers_of
from core.mail.models import OutgoingMail
from core.mail.models import State as MailState
from mailroom import actions
from mailroom.models import Item, RegisterAddress, ServiceContact, State
from tests.mail.sample_rubric import SERVER
from tests.mailroom.conftest import ADDRESS
from tests.mailroom.factories import CITIZEN, a_kind
from tests.mailroom.mailing import arrived, letter

pytestmark = pytest.mark.usefixtures("town_vouches")


def acknowledgements() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="mailroom.acknowledgement"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"List_Id": "<factures.fai.example>"},
        {"Precedence": "bulk"},
        {"From": "noreply@fai.example", "Return_Path": None},
    ],
)
def test_what_programs_send_first_is_registered_and_never_acknowledged(
    office, gardens, acknowledges, headers
):
    """Invoices and notices of teleservices are mail like any other."""
    RegisterAddress.objects.update(acknowledges_at_once=True)
    assert arrived(letter(**headers)).state == MailState.FILED
    item = Item.objects.get()
    assert (item.state, item.is_from_program) == (State.REGISTERED, True)
    assert any("programme" in said for said in item.remarks)
    actions.assign(item, by=office, direction=gardens, kind=a_kind())
    assert acknowledgements() == []


def test_acknowledged_once_when_its_service_is_known(office, gardens, elsewhere, acknowledges):
    contact = {"address": "1 place de la Mairie [date]", "phone": "02 40 00 00 00"}
    ServiceContact.objects.create(direction=gardens, **contact)
    arrived(letter())
    item = Item.objects.get()
    assert acknowledgements() == []
    item = actions.assign(item, by=office, direction=gardens, kind=a_kind())
    [sent] = acknowledgements()
    assert (sent.address, sent.from_address, sent.in_reply_to) == (CITIZEN, ADDRESS, "<un@fai.example>")
    assert sent.is_confidential
    for said in (item.label, "Jardins", "02 40 00 00 00", "deux mois"):
        assert said in sent.body + sent.subject
    # What is put in is never read again.
    assert "1 place de la Mairie [date]" in sent.body
    assert "[service]" not in sent.body
    assert headers_of(sent)["Auto-Submitted"] == "auto-replied"
    actions.reassign(item, by=office, direction=elsewhere.direction, reason="Erreur.")
    assert len(acknowledgements()) == 1


def test_acknowledged_at_once_leaves_out_what_is_not_known(office, acknowledges):
    RegisterAddress.objects.update(acknowledges_at_once=True)
    arrived(letter())
    [sent] = acknowledgements()
    assert "Son téléphone" not in sent.body
    assert "enregistré sous le numéro" in sent.body


def test_forged_strangers_do_not_make_the_town_write_to_as_many_people(
    office, gardens, acknowledges, monkeypatch
):
    RegisterAddress.objects.update(acknowledges_at_once=True)
    monkeypatch.setattr(autoreply, "MOST_STRANGERS", 2)
    for number in range(3):
        headers = {"From": f"v{number}@fai.example", "Message_ID": f"<{number}@fai.example>"}
        arrived(letter(f"Texte {number}", **headers))
    assert len(acknowledgements()) == 2
    # A person has read it: its sender is told then.
    actions.assign(Item.objects.get(acknowledged_at=None), by=office, direction=gardens, kind=a_kind())
    assert len(acknowledgements()) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"To": "liste@ailleurs.example", "Delivered_To": ADDRESS},
        {"Authentication_Results": f"{SERVER}; spf=fail smtp.mailfrom={CITIZEN}"},
    ],
)
def test_nothing_is_acknowledged_at_once_that_nobody_asked_for(office, acknowledges, headers):
    RegisterAddress.objects.update(acknowledges_at_once=True)
    assert arrived(letter(**headers)).state == MailState.FILED
    assert acknowledgements() == []
