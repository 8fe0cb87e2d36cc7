"""`make bench APP=pages` counts in frames of the page's own reader."""

from itertools import repeat

import pytest
from django.db import connections
from django.urls import reverse

from benchmarks import pages


@pytest.mark.django_db
def test_the_frame_costs_one_frame_and_too_many_statements_miss(outsider, monkeypatch):
    monkeypatch.setattr(pages, "REQUESTS", 5)
    page = pages.Page(
        "the frame again", 3, repeat(reverse("help")), outsider.identifiant, connections["default"]
    )
    [figure] = pages.in_frames([page])
    assert (figure.verdict, 0.3 < float(figure.seen.removesuffix(" ×")) < 3) == ("met", True)
    monkeypatch.setattr(pages, "MOST_STATEMENTS", 1)
    assert pages.figure(page, 1, page.statements).verdict == "missed"
