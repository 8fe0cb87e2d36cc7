"""The worker's jobs in the admin: the library's page, in French and within the CSP."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.tasks import send_mail

pytestmark = pytest.mark.django_db


def test_the_list_and_the_page_of_a_job(administrator, signed_in):
    send_mail.defer(mail_id=7)
    job, client = ProcrastinateJob.objects.get(), signed_in(administrator)
    changelist = reverse("admin:procrastinate_procrastinatejob_changelist")
    pages = [
        client.get(changelist).text,
        client.get(reverse("admin:procrastinate_procrastinatejob_change", args=[job.pk])).text,
        client.get(reverse("admin:index")).text,
    ]
    for page in pages:
        assert 'style="' not in page
        english = ("Procrastinate", "procrastinate job", "Task name", "Status", "Todo", "Retry Job", "Args")
        assert [words for words in english if words in page] == []
        assert "âche" in page
    assert "à faire" in pages[0]
    assert f"/{job.pk}/change/" in client.get(f"{changelist}?etat=todo").text
    assert f"/{job.pk}/change/" not in client.get(f"{changelist}?etat=failed").text
