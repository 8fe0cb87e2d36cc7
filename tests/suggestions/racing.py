"""What several calls at once came to."""

from typing import Any

from django.core.exceptions import ValidationError


def refusals(results: list[Any]) -> list[ValidationError]:
    """Nothing but what was done and what was refused in words: no deadlock, no broken constraint."""
    for result in results:
        assert isinstance(result, ValidationError) or not isinstance(result, Exception), result
    return [result for result in results if isinstance(result, ValidationError)]
