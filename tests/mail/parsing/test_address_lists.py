"""Addresses, as mail programs and people who wish to be taken for others write them."""

import pytest

from core.mail.parsing import cleaning
from core.mail.parsing.headers import parse_address_list
from core.mail.parsing.message import parse_message as read_octets
from tests.mail.parsing.build import read


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("s.petit@port-mimosa.example", [("s.petit@port-mimosa.example", "")]),
        ("Solange Petit <S.Petit@Port-Mimosa.example>", [("s.petit@port-mimosa.example", "Solange Petit")]),
        ('"Petit, S." <s@x.example>, Ali <a@x.example>', [("s@x.example", "Petit, S."), ("a@x.example", "Ali")]),
        ("s@x.example (Solange (du port))", [("s@x.example", "Solange (du port)")]),
        ("=?utf-8?q?No=C3=ABl?= <n@x.example>", [("n@x.example", "Noël")]),
        # Illegal and common: a comma inside an encoded word.
        ("=?utf-8?q?Petit,_No=C3=ABl?= <n@x.example>", [("n@x.example", "Petit, Noël")]),
        # An address in an encoded word is a name: it is decoded once the address is known.
        ("=?utf-8?q?maire=40x.example,_?= <n@x.example>", [("n@x.example", "maire@x.example,")]),
        ("=?utf-8?q?Un=0D=0ATo:_deux?= <n@x.example>", [("n@x.example", "Un To: deux")]),
        ("maire@ville.example <n@x.example>", [("n@x.example", "maire@ville.example")]),
        ("<maire@ville.example> <n@x.example>", [("maire@ville.example", ""), ("n@x.example", "")]),
        ('"jean dupont"@x.example', [('"jean dupont"@x.example', "")]),
        ('"jean.dupont"@x.example', [("jean.dupont@x.example", "")]),
        ('<"a@b"@x.example>', [('"a@b"@x.example', "")]),
        ("élise@mairie-élancourt.example", [("élise@mairie-élancourt.example", "")]),
        ("<@relais.example,@autre.example:n@x.example>", [("n@x.example", "")]),
        ("Agents: a@x.example, b@x.example;, c@x.example", [(f"{c}@x.example", "") for c in "abc"]),
        ("undisclosed-recipients:;", []),
        ("MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        ("<sans arobase>", [("", "sans arobase")]),
        ("n@[192.0.2.1]", [("n@[192.0.2.1]", "")]),
        # No angle brackets: the one word that is an address, and no other.
        ("Test test@x.example", [("test@x.example", "Test")]),
        ("Jo Martin jo@x.example, a@x.example", [("jo@x.example", "Jo Martin"), ("a@x.example", "")]),
        ("maire@ville.example n@x.example", [("", "maire@ville.example n@x.example")]),
        ("a b @x.example", [("", "a b @x.example")]),
        ("n@x.example.", [("n@x.example", "")]),
        (" , ;, ", []),
        ("", []),
        ("Un\x00 Nom <n\x00@x.example>", [("", "Un Nom")]),
    ],
)  # fmt: skip
def test_who(value, expected):
    assert [(person.address, person.name) for person in parse_address_list(value)] == expected


def test_two_senders_are_both_kept_and_eight_bits_are_read():
    reading = read_octets(b"From: <a@x.example>\r\nFrom: Le maire <b@x.example>\r\n\r\nBonjour")
    assert [person.address for person in reading.from_] == ["a@x.example", "b@x.example"]
    [person] = read(From="Noël <n@x.example>".encode("latin-1")).from_
    assert person.name == "Noël"


def test_ten_thousand_recipients():
    reading = read(To=", ".join(f"Agent {n} <a{n}@x.example>" for n in range(10_000)))
    assert len(reading.to) == 200
    expected = ["10000 adresses dans «\u00a0To\u00a0»\u00a0: les 200 premières sont gardées."]
    assert reading.parse_warnings == expected


@pytest.mark.parametrize(
    "piece",
    ["(", '"', "<", '"\\"', "=?utf-8?q?", '<"', ",", ":", "(()", "\\", "@", "a@b ", "<a@b>", "\u0301"],
)
def test_hostile_headers_cost_their_length(piece):
    """What costs the square of its length never ends here."""
    value = (piece * 60_000)[:60_000]
    assert all(len(person.name) <= cleaning.NAME for person in parse_address_list(value))
