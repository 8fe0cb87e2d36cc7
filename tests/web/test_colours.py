import pytest

from core.web.checks import town_colours


@pytest.mark.parametrize(
    ("main", "accent", "ids"),
    [
        ("#12355b", "#f5c518", []),
        ("#ffee00", "#f5c518", ["web.E002"]),
        ("#12355b", "#222222", ["web.E002"]),
        ("bleu", "#f5c518", ["web.E001"]),
        ("#12355b;}", "url(x)", ["web.E001", "web.E001"]),
    ],
)
def test_a_pair_without_contrast_is_refused(settings, main, accent, ids):
    settings.TOWN_COLOUR, settings.TOWN_ACCENT = main, accent  # type: ignore[attr-defined]  # (the fixture's settings)
    assert [error.id for error in town_colours(None)] == ids
