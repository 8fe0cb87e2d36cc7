"""Reports that mails did not arrive: by the return address, the Message-ID, the address; failing when they repeat."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.mail.headers import message_id
from core.mail.inbound.read import process
from core.mail.models import AddressTrouble, Bounce, OutgoingMail, State, Trust
from core.mail.outbound import actions, bounce_handling
from core.mail.outbound.messages import OutboundMessage
from core.mail.outbound.threading import return_address
from core.mail.parsing.parsed_message import DeliveryFailure, EmailAddress, ParsedMessage
from core.notifications.models import Notification
from core.people.models import AddressAlias, Agent
from tests.factories import AgentFactory
from tests.mail.corpus.test_corpus import FOLDER
from tests.mail.factories import IncomingMailFactory, fresh
from tests.mail.sample_rubric import kept

pytestmark = pytest.mark.django_db
GONE = DeliveryFailure("nadia.benali@ville.example", True, "5.1.1", "550 no such user")


def written(agent: Agent) -> OutgoingMail:
    [mail] = actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
    return mail


def report(*failures: DeliveryFailure, **fields: Any) -> ParsedMessage:
    return ParsedMessage(kind="report", failures=list(failures), **fields)


def take(reading: ParsedMessage) -> list[Bounce]:
    return bounce_handling.record_report(IncomingMailFactory.create(raw=False, trust=Trust.INTERNAL), reading)


def trouble() -> AddressTrouble:
    return AddressTrouble.objects.get()


@pytest.mark.parametrize("by", ["delivered_to", "to", "reported_id", "nothing"])
def test_which_mail_it_is_about(rubric, nadia, by):
    mail = written(nadia)
    known = {
        "delivered_to": {"delivered_to": [return_address(mail).upper()]},
        "to": {"to": [EmailAddress(return_address(mail))]},
        "reported_id": {"reported_id": message_id(mail.reference)},
        "nothing": {},
    }[by]
    [bounce] = take(report(GONE, **known))
    assert (bounce.mail_id, bounce.address) == (mail.pk if by != "nothing" else None, nadia.email)
    assert (bounce.is_permanent, bounce.status, bounce.diagnostic) == (True, "5.1.1", "550 no such user")
    assert trouble().permanent_errors == 1


def test_it_was_our_recipient_wherever_the_mail_was_passed_on_to(rubric, nadia):
    passed_on = DeliveryFailure("nadia@chezelle.example", True, "5.2.1", "550 disabled")
    delayed = DeliveryFailure("autre@chezelle.example", False, "4.4.1", "")
    [bounce] = take(report(delayed, passed_on, delivered_to=[return_address(written(nadia))]))
    assert (bounce.address, bounce.is_permanent, bounce.status) == (nadia.email, True, "5.2.1")


def test_a_report_that_names_nobody_is_kept_and_proves_nothing(rubric, nadia):
    [bounce] = take(report(delivered_to=[return_address(written(nadia))], subject="Undeliverable"))
    assert not bounce.is_permanent
    assert not AddressTrouble.objects.exists()


def test_an_address_that_was_never_written_to_is_not_believed(nadia):
    assert take(report(GONE)) == []
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("trust", [Trust.VERIFIED, Trust.UNVERIFIED, Trust.FAILED])
def test_a_report_of_no_mail_of_ours_from_outside_is_not_believed(nadia, trust):
    """Whoever knows an address could have it said to fail, in words that the directory's keeper would be sent."""
    written(nadia)
    phishing = DeliveryFailure(GONE.address, True, "5.1.1", "550 see https://pirate.example")
    mail = IncomingMailFactory.create(raw=False, trust=trust)
    forged = report(phishing, reported_id="<abcdefghjkmn@ville.example>")
    assert bounce_handling.record_report(mail, forged) == []
    assert not AddressTrouble.objects.exists()


def test_failing_after_three_errors_over_two_mails(rubric, nadia):
    first, second = written(nadia), written(nadia)
    for _ in range(4):
        take(report(GONE, delivered_to=[return_address(first)]))
    assert (trouble().permanent_errors, trouble().failing_since) == (4, None)
    take(report(GONE, delivered_to=[return_address(second)]))
    assert trouble().failing_since
    assert [row.address for row in bounce_handling.failing_addresses()] == [nadia.email]


@pytest.mark.parametrize("status", ["4.2.2", "5.7.1", "5.3.4"])
def test_what_says_nothing_of_the_address_never_counts(nadia, status):
    for _ in range(4):
        written(nadia)
        take(report(DeliveryFailure(GONE.address, status[0] == "5", status, "over quota, spam, too big")))
    assert Bounce.objects.count() == 4
    assert not AddressTrouble.objects.exists()


def fail(address: str = GONE.address) -> None:
    for _ in range(3):
        take(report(DeliveryFailure(address, True, "5.1.1", "550 no such user")))


def test_the_owner_is_told_on_the_site_and_who_keeps_the_directory(nadia, directory_manager, outsider):
    written(nadia)
    fail()
    fail()
    told = Notification.objects.values_list("kind", "recipient")
    assert sorted(told) == [("mail.address", directory_manager.pk), ("mail.own_address", nadia.pk)]
    assert OutgoingMail.objects.filter(agent=nadia).count() == 1
    assert OutgoingMail.objects.get(kind="mail.address").agent == directory_manager


def test_a_changed_address_fails_no_more(nadia):
    written(nadia)
    fail()
    nadia.email = "nadia.roux@ville.example"
    nadia.save()
    assert not bounce_handling.failing_addresses().exists()
    AddressAlias.objects.create(agent=nadia, address="Nadia.Benali@ville.example")
    assert bounce_handling.failing_addresses().exists()
    assert bounce_handling.owner_of(GONE.address) == nadia


@pytest.mark.parametrize(
    ("person", "may"),
    [("directory_manager", True), ("administrator", True), ("moderator", False), ("nadia", False)],
)
def test_who_says_that_it_is_mended(request, nadia, person, may):
    written(nadia)
    fail()
    by = request.getfixturevalue(person)
    if not may:
        with pytest.raises(PermissionDenied):
            bounce_handling.clear_errors(nadia.email, by=by)
        assert trouble().failing_since
        return
    bounce_handling.clear_errors(nadia.email.upper(), by=by)
    assert (trouble().failing_since, trouble().permanent_errors) == (None, 0)
    # Errors count anew: the old ones are not held against it.
    take(report(GONE))
    assert trouble().failing_since is None
    fail()
    assert trouble().failing_since


def test_a_report_taken_in_by_its_road_counts_and_gets_no_answer(rubric, nadia):
    mail = written(nadia)
    ours = "saperlipopette+retour-7h2k9m4qxw8n@port-mimosa.example"
    raw = (FOLDER / "dsn_postfix.eml").read_text().replace(ours, return_address(mail))
    report = kept(raw.encode())
    assert process(report.pk)
    assert fresh(report).state == State.AUTOMATIC
    bounce = Bounce.objects.get()
    assert (bounce.mail, bounce.incoming, bounce.address) == (mail, report, nadia.email)
    assert (bounce.status, trouble().permanent_errors) == ("5.1.1", 1)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reports_at_once_each_count_once(together):
    written(AgentFactory.create(email=GONE.address))
    mails = [IncomingMailFactory.create(raw=False, trust=Trust.INTERNAL) for _ in range(3)]
    given = [*mails, mails[0]]
    results = together(*[lambda one=one: bounce_handling.record_report(one, report(GONE)) for one in given])
    assert sorted(len(result) for result in results) == [0, 1, 1, 1]
    assert trouble().permanent_errors == 3
    assert trouble().failing_since
