"""Photos whose hidden parts are spoilt, or that ask for far more memory than they weigh."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image

from directory import cards
from directory.models import Card
from tests.directory.factories import a_file, a_photo

MEASURE = """
import resource, sys
from pathlib import Path
from core.documents import images
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
images.redrawn(Path(sys.argv[1]), side=512, too_small="")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_spoilt_label_is_said_and_not_an_error_page(signed_in, author, kind):
    photo = a_photo(kind=kind, exif=b"Exif\x00\x00II*\x00")
    page = signed_in(author).post(
        reverse("directory:photo_give"), {"photo": a_file(photo), "has_consent": "on"}
    )
    assert page.status_code == 200
    assert "Cette image ne peut pas être lue" in page.text
    assert not Card.objects.filter(photo__isnull=False).exists()


def test_the_largest_photo_is_bearable(tmp_path):
    """49 million pixels are 147 MB; a copy for each step would make 600."""
    path = tmp_path / "grande.png"
    Image.new("RGB", (7000, 7000), "navy").save(path)
    said = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(said.stdout) < 400_000


def test_a_larger_webp_is_refused_with_its_own_limit(tmp_path):
    path = tmp_path / "grande.webp"
    Image.new("RGB", (4100, 4100), "navy").save(path)
    with pytest.raises(ValidationError, match="plus de 16 millions"):
        cards.redrawn(path)
