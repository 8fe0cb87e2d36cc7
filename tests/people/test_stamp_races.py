"""Two pages sent at once, with real commits: apart from the files that use the demonstration town, whose transaction
would wait for them for ever.
"""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from core.people.models import Agent
from core.people.roles import Role
from core.web.stale_forms import FIELD, STALE
from tests.admin.test_optimistic_locking import change_url, opened
from tests.factories import AgentFactory
from tests.manuals.factories import SoftwareFactory
from tests.pages import forms_of


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_sent_at_once_one_is_refused(administrator, other_moderator, signed_in, together):
    other_moderator.groups.add(Group.objects.get_or_create(name=Role.ADMINISTRATOR)[0])
    agent = AgentFactory.create()
    url = change_url(agent)
    clients = [signed_in(administrator), signed_in(other_moderator)]
    pages = [opened(client, url) | {"first_name": f"Prénom {n}"} for n, client in enumerate(clients)]
    answers = together(
        *(
            lambda client=client, page=page: client.post(url, page)
            for client, page in zip(clients, pages, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    kept = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
    assert Agent.objects.get(pk=agent.pk).first_name == f"Prénom {kept}"


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_of_a_software_sent_at_once_one_is_refused(
    moderator, other_moderator, signed_in, together
):
    software = SoftwareFactory.create()
    url = reverse("manuals:software_edit", args=[software.reference])
    clients = [signed_in(moderator), signed_in(other_moderator)]
    shown = next(form for form in forms_of(clients[0].get(url).text) if FIELD in form.values).values
    pages = [shown | {"purpose": f"Version {n}"} for n in range(2)]
    answers = together(
        *(
            lambda client=client, page=page: client.post(url, page)
            for client, page in zip(clients, pages, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    kept = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
    refused = answers[1 - kept].text
    assert STALE in refused
    # The one that was kept, and the one that was typed.
    assert f"Version {kept}" in refused
    assert f"Version {1 - kept}" in refused
    software.refresh_from_db()
    assert software.purpose == f"Version {kept}"
