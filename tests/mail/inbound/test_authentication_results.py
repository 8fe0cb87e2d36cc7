"""Whose word on the sender is believed: a table of headers, without a database."""

import pytest

from core.mail import registrations
from core.mail.inbound import authentication_results
from core.mail.models import Trust
from core.mail.parsing.message import parse_message
from core.mail.parsing.parsed_message import EmailAddress, ParsedMessage

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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (f"{OURS}; dmarc=pass header.from=ville.example", VERIFIED),
        (f"{OURS} 1; dmarc=pass (p=reject dis=none) header.from=ville.example", VERIFIED),
        (f"{OURS.upper()} ; DMARC = Pass HEADER.FROM = Ville.Example", VERIFIED),
        (
            f"(a (nested) note) {OURS} (1); spf=pass smtp.mailfrom=x@y.example; dkim=pass header.d=ville.example",
            VERIFIED,
        ),
        (
            f"{OURS}; dkim=pass (2048-bit key; unprotected) header.i=@ville.example header.s=2026 header.b=abc=",
            VERIFIED,
        ),
        (f"{OURS}; dkim/1=pass header.d=ville.example", VERIFIED),
        (f'{OURS}; dkim=pass reason="tout; va bien" header.d=ville.example', VERIFIED),
        (f"{OURS}; dkim=fail header.d=liste.example; dkim=pass header.d=ville.example", VERIFIED),
        (f"{OURS}; dkim=fail header.d=ville.example header.a=ed25519; dkim=pass header.d=ville.example", VERIFIED),
        (f"{OURS}; arc=fail; dmarc=pass header.from=ville.example", VERIFIED),
        # Said to be false.
        (f"{OURS}; dmarc=fail (p=none) header.from=ville.example", FAILED),
        (f"{OURS}; dmarc=fail header.from=ville.example; dkim=pass header.d=ville.example", FAILED),
        (f"{OURS}; dkim=fail (bad signature) header.d=ville.example", FAILED),
        (f"{OURS}; dkim=fail", FAILED),
        # Nothing said, or said of something else.
        (f"{OURS}; none", UNVERIFIED),
        (f"{OURS}", UNVERIFIED),
        ("", UNVERIFIED),
        (f"{OURS}; spf=pass smtp.mailfrom=nadia@ville.example", UNVERIFIED),
        (f"{OURS}; spf=fail smtp.mailfrom=nadia@ville.example", UNVERIFIED),
        (f"{OURS}; dkim=pass header.d=pirate.example", UNVERIFIED),
        (f"{OURS}; dkim=pass header.d=ale.example", UNVERIFIED),
        (f"{OURS}; dkim=pass header.d=example", UNVERIFIED),
        (f"{OURS}; dkim=pass header.d=rh.ville.example", UNVERIFIED),
        (f"{OURS}; dkim=pass", UNVERIFIED),
        (f"{OURS}; dkim=fail header.d=liste.example", UNVERIFIED),
        (f"{OURS}; dkim=neutral header.d=ville.example; dmarc=temperror header.from=ville.example", UNVERIFIED),
        (f"{OURS}; dmarc=pass", UNVERIFIED),
        (f"{OURS}; dmarc=pass header.from=pirate.example", UNVERIFIED),
        (f"{OURS}; dmarc=pass header.from=pirate.example header.from=ville.example", UNVERIFIED),
        (f"{OURS}; dmarc=bestguesspass header.from=ville.example", UNVERIFIED),
        # What others say, or what they hide.
        ("mx.pirate.example; dmarc=pass header.from=ville.example", UNVERIFIED),
        (f"{OURS}.pirate.example; dmarc=pass header.from=ville.example", UNVERIFIED),
        (f"mx.pirate.example ({OURS}); dmarc=pass header.from=ville.example", UNVERIFIED),
        (f"mx.pirate.example; x={OURS}; dmarc=pass header.from=ville.example", UNVERIFIED),
        ("dmarc=pass header.from=ville.example", UNVERIFIED),
        (f"{OURS}; spf=none (dmarc=pass header.from=ville.example)", UNVERIFIED),
        (f'{OURS}; spf=none smtp.mailfrom="; dmarc=pass header.from=ville.example; "@x.example', UNVERIFIED),
        (f"{OURS}; spf=none ( ; dmarc=pass header.from=ville.example", UNVERIFIED),
        (f'{OURS}; spf=none (domain of "a) ; dkim=pass header.d=ville.example ("@x.example) smtp.helo=x', UNVERIFIED),
        (f'{OURS}; dkim=pass header.i="a@ville.example"@pirate.example', UNVERIFIED),
        (f'"{OURS}"; dmarc=pass header.from=ville.example', UNVERIFIED),
        (f"{OURS} mx; dmarc=pass header.from=ville.example", UNVERIFIED),
        ("(" * 30_000 + OURS, UNVERIFIED),
    ],
)  # fmt: skip
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


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (BORDER, "192.0.2.44"),
        ("from unknown (HELO [10.1.2.3]) (192.0.2.1) by mx with SMTP", "192.0.2.1"),
        ("from [192.0.2.1] (helo=[10.1.2.3]) by mx with esmtp (Exim 4.98)", "192.0.2.1"),
        ("from mail.example ([192.0.2.1] helo=x) by mx with esmtp (Exim 4.98)", "192.0.2.1"),
        ("from EX1.ville.local (10.1.1.1) by EX2.ville.local (10.1.1.2) with Microsoft SMTP Server", "10.1.1.1"),
        ("from EX1 ([fe80::1%12]) by EX1 ([fe80::1%12]) with mapi id 15", "fe80::1%12"),
        ("from localhost (localhost [IPv6:::1]) by mx (Postfix) with ESMTP", "::1"),
        ("by mx.ville.example (Postfix, from userid 33)", "None"),
        ("", "None"),
        ("from", "None"),
        ("from x (999.1.1.1) by y", "None"),
        ("from x ([192.0.2.1", "None"),
    ],
)  # fmt: skip
def test_who_was_connected(received, expected):
    assert str(authentication_results.connected_from(received)) == expected


def test_networks_that_mean_nothing_or_everything_are_said(settings):
    settings.MAIL_INTERNAL_RELAYS = ["10.0.0.0/8", "fd00::/8", "192.0.2.7"]
    assert registrations.internal_relays(None) == []
    settings.MAIL_INTERNAL_RELAYS = ["10.0.0.0/8", "dix", "0.0.0.0/0"]
    assert [error.id for error in registrations.internal_relays(None)] == ["mail.E020"] * 2
