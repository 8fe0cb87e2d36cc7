"""`manage.py licences`, and the project's own."""

from email.message import Message
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from core.operations.management.commands.licences import licence_of


def test_the_page_names_each_library_with_its_licence():
    out = StringIO()
    call_command("licences", stdout=out)
    lines = {line.split(" | ")[0].strip("| "): line for line in out.getvalue().splitlines()}
    assert "BSD" in lines["Django"]
    assert "LGPL" in lines["psycopg"] or "Lesser General Public" in lines["psycopg"]
    assert "OFL-1.1" in lines["Figtree"]
    assert "OFL-1.1" in lines["Literata"]
    assert len(lines) > 30


@pytest.mark.parametrize(
    ("headers", "licence"),
    [
        ([("License-Expression", "MIT"), ("Classifier", "License :: OSI Approved :: BSD License")], "MIT"),
        ([("Classifier", "License :: OSI Approved :: BSD License"), ("License", "x")], "BSD License"),
        ([("License", "Apache 2.0\nwith a long text")], "Apache 2.0"),
        ([], "non dite"),
    ],
)
def test_the_licence_in_one_line(headers, licence):
    metadata = Message()
    for name, value in headers:
        metadata.add_header(name, value)
    library: Any = SimpleNamespace(metadata=metadata)
    assert licence_of(library) == licence
