"""Letters about a row that an inbox answers for: where an answer goes, what is ours, and one thread for one row."""

from typing import Any

import pytest

from core.mail.headers import headers_of, message_id
from core.mail.models import Envelope, OutgoingMail, ReplyAddress
from core.mail.outbound import actions, sending, threading
from core.mail.outbound.messages import OutboundMessage
from core.mail.outbound.threading import reference_in, return_address
from core.people.models import Agent
from core.web.public_ids import ALPHABET
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.sample_rubric import ADDRESS, reply_address

pytestmark = pytest.mark.django_db


def about(agent: Agent, row: Any, **fields: Any) -> OutgoingMail:
    [mail] = actions.write("test", [OutboundMessage(agent, "Objet", "Texte", about=row, **fields)])
    return mail


def test_each_agent_answers_at_an_address_of_their_own(rubric, nadia):
    direction, other = DirectionFactory.create(), DirectionFactory.create()
    mails = [about(nadia, direction), about(nadia, direction), about(nadia, other)]
    mails.append(about(AgentFactory.create(), direction))
    assert len({mail.reply_address_id for mail in mails}) == 3
    assert mails[0].reply_address == mails[1].reply_address
    row = threading.find_reply_address([threading.reply_email(mails[0].reply_address)])
    assert (row.agent, row.object_id, row.inbox) == (nadia, direction.pk, "essai")
    assert "Un courriel n’est jamais anonyme" in mails[0].body
    assert (mails[0].object_id, mails[0].content_type.model) == (direction.pk, "direction")


def test_none_without_an_inbox_in_use_or_an_agent(rubric, nadia, settings):
    direction = DirectionFactory.create()
    assert about(nadia, nadia).reply_address is None
    letter = OutboundMessage(None, "O", "T", address="jo@chezmoi.example", about=direction)
    [mail] = actions.write("test", [letter])
    assert mail.reply_address is None
    assert mail.object_id == direction.pk
    settings.MAIL_ADDRESSES = {}
    assert about(nadia, direction).reply_address is None
    assert not ReplyAddress.objects.exists()


def test_one_row_is_one_thread_for_each_agent(rubric, nadia):
    direction, other = DirectionFactory.create(), DirectionFactory.create()
    first, second, third = (about(nadia, direction) for _ in range(3))
    assert (first.in_reply_to, first.references) == ("", "")
    for mail in (second, third):
        named = headers_of(mail)
        assert named["In-Reply-To"] == named["References"] == message_id(first.reference)
    assert about(nadia, other).in_reply_to == ""
    assert about(AgentFactory.create(), direction).in_reply_to == ""


def test_an_answer_follows_the_mail_that_it_answers_and_the_next_ones_too(rubric, nadia):
    direction = DirectionFactory.create()
    thread = {"in_reply_to": "<lui@poste.example>", "references": "<a@x> <b@x>"}
    answer = about(nadia, direction, is_reply=True, **thread)
    assert headers_of(answer)["In-Reply-To"] == "<lui@poste.example>"
    assert headers_of(answer)["References"] == "<a@x> <b@x> <lui@poste.example>"
    news = headers_of(about(nadia, direction))
    assert news["In-Reply-To"] == message_id(answer.reference)
    assert news["References"] == f"<a@x> <b@x> <lui@poste.example> {message_id(answer.reference)}"


def test_a_mail_that_was_lost_begins_no_thread(rubric, nadia):
    direction = DirectionFactory.create()
    lost = about(nadia, direction)
    sending.note_failure(lost, "550", is_final=True)
    assert about(nadia, direction).in_reply_to == ""


def test_long_threads_keep_their_first_and_their_newest(rubric, nadia):
    before = " ".join(f"<{n}@x>" for n in range(200))
    kept = headers_of(about(nadia, DirectionFactory.create(), in_reply_to="<z@x>", references=before))
    ids = kept["References"].split()
    assert (ids[0], ids[-1], len(ids)) == ("<0@x>", "<z@x>", 10)


def test_as_many_statements_for_1_and_20(rubric, statements):
    direction = DirectionFactory.create()
    people = AgentFactory.create_batch(21)
    about(people[0], direction)

    def write_to(some: list[Agent]) -> None:
        actions.write("test", [OutboundMessage(agent, "Objet", "Texte", about=direction) for agent in some])

    one = statements(lambda: write_to(people[:1]))
    assert statements(lambda: write_to(people[:20])) <= one + 2  # The addresses still to be made.
    assert statements(lambda: write_to(people[:20])) == one


def test_headers_say_that_no_robot_need_answer(rubric, nadia):
    news = headers_of(about(nadia, DirectionFactory.create()))
    assert news["Auto-Submitted"] == "auto-generated"
    assert news["X-Loop"] == "essai@ville.example"
    # « All » would forbid Exchange to say that the address fails.
    assert news["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"
    answer = headers_of(about(nadia, nadia, is_reply=True, envelope=Envelope.NULL))
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["X-Auto-Response-Suppress"] == "All"


def test_headers_of_its_own_hold_no_line_break(nadia):
    mail = about(nadia, None, headers={"List-Unsubscribe": "<https://x>\r\nBcc: y@z.example"})
    assert headers_of(mail)["List-Unsubscribe"] == "<https://x>  Bcc: y@z.example"


def test_errors_come_back_to_an_address_that_only_we_can_write(rubric, nadia, settings):
    mail = about(nadia, DirectionFactory.create())
    address = return_address(mail)
    assert address.startswith("essai+retour-")
    assert address.endswith("@ville.example")
    assert len(address.partition("@")[0]) <= 64
    assert reference_in(address) == reference_in(address.upper()) == mail.reference
    local, _, domain = address.partition("@")
    last = "a" if local[-1] != "a" else "b"
    for forged in (f"{local[:-1]}{last}", f"essai+retour-{mail.reference}", "essai+retour-", ""):
        assert reference_in(f"{forged}@{domain}") == reference_in(forged) == ""
    # The key of one use opens no other.
    reply = threading.reply_email(mail.reply_address)
    assert reference_in(reply.replace("+", "+retour-")) == ""
    settings.MAIL_ADDRESSES = {}
    assert return_address(mail) == settings.MAIL_FROM


def test_two_letters_at_once_share_one_address(transactional_db, rubric, together):
    nadia, direction = AgentFactory.create(), DirectionFactory.create()
    results = together(lambda: about(nadia, direction), lambda: about(nadia, direction))
    assert [type(result) for result in results] == [OutgoingMail, OutgoingMail]
    assert ReplyAddress.objects.count() == 1
    assert {mail.reply_address_id for mail in OutgoingMail.objects.all()} == {ReplyAddress.objects.get().pk}


TOKEN = "abcdefghjkmn"


def test_a_signature_is_short_and_readable_aloud():
    signature = threading.signature_of(TOKEN)
    assert len(signature) == 8
    assert set(signature) <= set(ALPHABET)
    assert threading.token_of((TOKEN + signature).upper()) == TOKEN


def test_what_is_not_signed_by_us_is_nothing(settings):
    signature = threading.signature_of(TOKEN)
    other = signature[:-1] + ("a" if signature[-1] != "a" else "b")
    forged = (
        "",
        TOKEN,
        TOKEN + other,
        signature + TOKEN,
        f"{TOKEN}{signature}a",
        f"retour-{TOKEN}{signature}",
    )
    for detail in (*forged, "\x00" * 20, "é" * 20):
        assert threading.token_of(detail) == ""
    assert threading.token_of(TOKEN + threading.signature_of(TOKEN, salt="autre")) == ""


def test_the_keys_before_are_still_read(settings):
    detail = TOKEN + threading.signature_of(TOKEN)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une autre clé, toute neuve"
    assert threading.token_of(detail) == TOKEN
    settings.SECRET_KEY_FALLBACKS = []
    assert threading.token_of(detail) == ""


def test_an_address_is_found_at_each_of_ours_and_nowhere_else(rubric, nadia):
    address = reply_address(nadia, DirectionFactory.create())
    detail = address.partition("+")[2].partition("@")[0]
    assert address.startswith("essai+")
    found = threading.find_reply_address(["autre@ville.example", address])
    assert found.agent == nadia
    assert threading.find_reply_address([f"IDEES+{detail.upper()}@ville.example"]) == found
    others = [f"essai+{detail}@ailleurs.example", f"maire+{detail}@ville.example"]
    assert threading.find_reply_address(others) is None
    assert threading.find_reply_address([ADDRESS, "", "@", "+@", "x" * 5000]) is None
    other = reply_address(nadia, DirectionFactory.create())
    assert threading.find_reply_address([other, address]) != threading.find_reply_address([address, other])
