from collections.abc import Iterator

import pytest

from core.mail import monitoring


@pytest.fixture
def working_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The jobs of a test are left aside: somebody takes them."""

    def none(at: object) -> Iterator[tuple[str, int, object]]:
        return iter(())

    monkeypatch.setattr(monitoring, "overdue", none)
