import pytest

from core.people.models import Agent
from core.web.templatetags.ui import avatar


@pytest.mark.parametrize(
    ("person", "initials"),
    [
        (Agent(first_name="Zoé", last_name="d’Abo"), "ZD"),
        (Agent(first_name="Zoé"), "Z"),
        ("Groupe Dématérialisation", "GD"),
        (None, ""),
        (Agent(first_name="<b>", last_name="&"), "&lt;&amp;"),
    ],
)
def test_the_initials_of_a_person_or_of_a_name(person, initials):
    assert avatar(person) == f'<span class="drop" aria-hidden="true">{initials}</span>'
