"""An office file whose bytes were lost on the way is refused with words, wherever they were lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.documents.kinds import inspect_file
from core.documents.refusals import Refused
from tests.documents import samples


@pytest.mark.parametrize("lost", [1, 20, 100, 300])
@pytest.mark.parametrize("make", [samples.docx, samples.odf, samples.xlsx])
def test_bytes_lost_at_the_beginning(tmp_path: Path, make: Callable[[], bytes], lost: int) -> None:
    """Its list of entries, at its end, then points before the file's beginning."""
    whole = make()
    path = tmp_path / "x"
    path.write_bytes(whole[:30] + whole[30 + lost :])
    with pytest.raises(Refused) as refusal:
        inspect_file(path, "rapport")
    assert refusal.value.message
