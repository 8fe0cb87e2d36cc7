"""Whose word on the sender is believed: a table of headers, without a database."""

import pytest

from core.mail import registrations
from core.mail.inbound import authentication_results
from core.mail.models import Trust
from core.mail.parsing.message import parse_message
from core.mail.parsing.parsed_message import EmailAddress, ParsedMessage
from tests.mail.corpus.test_corpus import HEADERS

OURS = "mx.ville.example"
# As our server hands over: what was connected stands between brackets, our name after « by ».
BORDER = f"from poste.dehors.example (poste.dehors.example [192.0.2.44]) by {OURS} (Postfix) with ESMTPS; Wed"
INNER = f"from {OURS} ({OURS} [10.1.2.3]) by imap.ville.example with LMTP; Wed"
LOCAL = f"from {OURS} by {OURS} with LMTP id x for <essai@ville.example>; Wed"
FORGED = f"from copieur.ville.example (copieur.ville.example [10.9.9.9]) by {OURS} with ESMTP; Wed"
VERIFIED, FAILED, UNVERIFIED, INTERNAL = Trust.VERIFIED, Trust.FAILED, Trust.UNVERIFIED, Trust.INTERNAL


def judged(
    *results: str,
    sender: str | list[str] = "nadia@ville.example",
    received: tuple[str, ...] = (BORDER,),
    below: tuple[int, ...] = (),
    relays: tuple[str, ...] = (),
    ids: tuple[str, ...] = (OURS,),
) -> Trust:
    senders = [sender] if isinstance(sender, str) else sender
    reading = ParsedMessage(
        from_=[EmailAddress(address) for address in senders],
        authentication=list(results),
        authentication_below=list(below) or [0] * len(results),
        received=list(received),
    )
    return authentication_results.trust_of(reading, authserv_ids=ids, relays=relays)


@pytest.mark.parametrize(("value", "expected"), [*HEADERS["one_header"], ("(" * 30_000 + OURS, UNVERIFIED)])
def test_one_header(value, expected):
    assert judged(value) == expected


@pytest.mark.parametrize("name", ["=?utf-8?q?{}?=", "{}\u200b", "{}\x00", "{}\xad", "{}\x0c"])
def test_no_disguise_makes_a_name_ours(name):
    """A server strikes out what bears its own name, before the message goes on; it does not know these."""
    said = f"Authentication-Results: {name.format(OURS)}; dkim=pass header.d=ville.example"
    reading = parse_message(f"Received: {BORDER}\n{said}\nFrom: nadia@ville.example\n\nBonjour\n".encode())
    assert authentication_results.trust_of(reading, authserv_ids=[OURS], relays=[]) == UNVERIFIED


def test_what_a_client_says_of_itself_is_not_read_as_words():
    said = f"from =?utf-8?q?x_=28[10.0.0.1]=29_by_mx?= (unknown [203.0.113.9]) by {OURS} with ESMTP"
    reading = parse_message(f"Received: {said}\nFrom: nadia@ville.example\n\nBonjour\n".encode())
    assert authentication_results.trust_of(reading, authserv_ids=[OURS], relays=["10.0.0.0/8"]) == UNVERIFIED


def test_a_parent_domain_signs_for_its_services():
    assert judged(f"{OURS}; dkim=pass header.d=ville.example", sender="a@rh.ville.example") == VERIFIED
    assert judged(f"{OURS}; dkim=pass header.d=ville.example.", sender="a@VILLE.example") == VERIFIED


PASS = f"{OURS}; dmarc=pass header.from=ville.example"
NOTHING = f"{OURS}; dmarc=none header.from=ville.example"


@pytest.mark.parametrize(
    ("results", "received", "below", "relays", "expected"),
    [
        # The topmost of ours alone.
        ((PASS, NOTHING), (BORDER,), (0, 0), (), VERIFIED),
        ((NOTHING, PASS), (BORDER,), (0, 1), (), UNVERIFIED),
        (("mx.autre.example; dmarc=fail header.from=ville.example", PASS), (BORDER,), (0, 0), (), VERIFIED),
        # Above our own Received or just below it; lower, it came with the message.
        ((PASS,), (BORDER, FORGED), (1,), (), VERIFIED),
        ((PASS,), (BORDER, FORGED), (2,), (), UNVERIFIED),
        ((PASS,), (BORDER, FORGED), (2,), ("10.0.0.0/8",), UNVERIFIED),
        # Behind relays of ours, the border is the last of them.
        ((PASS,), (LOCAL, INNER, BORDER, FORGED), (3,), ("10.0.0.0/8",), VERIFIED),
        ((PASS,), (LOCAL, INNER, BORDER, FORGED), (4,), ("10.0.0.0/8",), UNVERIFIED),
        # A network that nobody declared is the border.
        ((PASS,), (INNER, BORDER), (2,), (), UNVERIFIED),
        ((PASS,), (INNER, BORDER), (1,), (), VERIFIED),
        # Nobody says where it stood.
        ((PASS,), (BORDER,), (9,), (), UNVERIFIED),
    ],
)
def test_where_it_stands(results, received, below, relays, expected):
    assert judged(*results, received=received, below=below, relays=relays) == expected


def test_no_server_named_verifies_nothing_and_a_relay_inside_hides_no_failure():
    assert judged(PASS, ids=()) == UNVERIFIED
    assert judged(f"{OURS}; dmarc=fail", received=(INNER,), relays=("10.0.0.0/8",)) == FAILED


@pytest.mark.parametrize(
    "senders",
    [["nadia@ville.example", "pirate@ville.example"], ["nadia@ville.example", ""], [], [""], ["nadia"]],
)
def test_several_senders_or_none_are_nobody(senders):
    assert judged(PASS, sender=senders) == UNVERIFIED
    assert judged(f"{OURS}; dmarc=fail", sender=senders) == FAILED


@pytest.mark.parametrize(
    ("received", "relays", "expected"),
    [
        ((INNER,), ("10.0.0.0/8",), INTERNAL),
        ((INNER,), ("10.1.2.3",), INTERNAL),
        ((LOCAL, INNER), ("10.0.0.0/8",), INTERNAL),
        (("from scan ([IPv6:fd00::7]) by mx; Wed",), ("fd00::/8",), INTERNAL),
        (("from scan ([::ffff:10.1.2.3]) by mx; Wed",), ("10.0.0.0/8",), INTERNAL),
        # From outside, through a relay of ours.
        ((INNER, BORDER), ("10.0.0.0/8",), UNVERIFIED),
        ((BORDER, INNER), ("10.0.0.0/8",), UNVERIFIED),
        ((INNER,), (), UNVERIFIED),
        ((INNER,), ("n’importe quoi", "10.2.0.0/16"), UNVERIFIED),
        ((), ("10.0.0.0/8",), UNVERIFIED),
        ((LOCAL,), ("10.0.0.0/8",), UNVERIFIED),
        # A name is what the sender says; the number is what our server saw.
        (("from [10.1.2.3] (pirate [192.0.2.1]) by mx; Wed",), ("10.0.0.0/8",), UNVERIFIED),
        (("from pirate (HELO [10.1.2.3]) by mx; Wed",), ("10.0.0.0/8",), UNVERIFIED),
        (("by mx (from [10.1.2.3]); Wed",), ("10.0.0.0/8",), UNVERIFIED),
        (("from by (pirate [192.0.2.1]) by mx with ESMTP; Wed", INNER), ("10.0.0.0/8",), UNVERIFIED),
        (("from x(by (by.pirate [192.0.2.1]) by mx with ESMTP; Wed", INNER), ("10.0.0.0/8",), UNVERIFIED),
        (("from [10.1.2.3] by mx with ESMTP; Wed",), ("10.0.0.0/8",), UNVERIFIED),
        (("from pirate by mx with ESMTP; Wed", INNER), ("10.0.0.0/8",), UNVERIFIED),
    ],
)
def test_a_relay_inside(received, relays, expected):
    assert judged(received=received, relays=relays) == expected


@pytest.mark.parametrize(("received", "expected"), HEADERS["who_was_connected"])
def test_who_was_connected(received, expected):
    assert str(authentication_results.connected_from(received)) == expected


def test_networks_that_mean_nothing_or_everything_are_said(settings):
    settings.MAIL_INTERNAL_RELAYS = ["10.0.0.0/8", "fd00::/8", "192.0.2.7"]
    assert registrations.internal_relays(None) == []
    settings.MAIL_INTERNAL_RELAYS = ["10.0.0.0/8", "dix", "0.0.0.0/0"]
    assert [error.id for error in registrations.internal_relays(None)] == ["mail.E020"] * 2
