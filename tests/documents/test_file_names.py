from __future__ import annotations

import random

import pytest

from core.documents import limits


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Procès-verbal du 7 juillet.odt", "Procès-verbal du 7 juillet.odt"),
        ("../../x", "x"),
        ("a/b\\c.pdf", "c.pdf"),
        ("C:\\fakepath\\plan.pdf", "plan.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a.pdf", "planSet-Cookie_ a.pdf"),
        # Shown « facture-exe.pdf », run as « facture-fdp.exe ».
        ("facture-\u202efdp.exe", "facture-fdp.exe"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.tar.pdf", "_LPT1.tar.pdf"),
        ("", "document"),
        ("...", "document"),
        (".pdf", "pdf"),
        ("   .pdf", "pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("PLAN.PDF", "PLAN.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('a<b>"c|d?.pdf', "a_b__c_d_.pdf"),
    ],
)
def test_mended(name, expected):
    assert limits.safe_name(name) == expected


def odd_names() -> list[str]:
    """Names of every sort of character, the awkward ones often; the same each time."""
    chosen = random.Random(7)
    awkward = "./\\:*\x00\r\n \u202e\u200b\ud800\u2028~_-é"
    return [
        "".join(
            chosen.choice(awkward) if chosen.random() < 0.5 else chr(chosen.randrange(0x110000))
            for _ in range(chosen.choice([1, 3, 20, 400]))
        )
        for _ in range(2000)
    ]


def test_whatever_comes_a_safe_name_leaves():
    for name in odd_names():
        name_kept = limits.safe_name(name)
        assert name_kept
        assert len(name_kept) <= limits.LONGEST
        assert not set(name_kept) & set('/\\<>:"|?*')
        assert name_kept.isprintable(), ascii(name)
        assert limits.safe_name(name_kept) == name_kept, ascii(name)
