"""The secretary's page: send, look, confirm, read the report."""

import csv
import uuid
from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.documents import actions as documents
from core.documents.fields import streamed
from core.history.entries import history_of
from core.imports.steps import Busy
from core.people.models import Agent
from core.people.roles import Role
from deliberations.models import Deliberation, Import, ImportLine
from imports.scdl import actions
from imports.scdl.actions import scdl_import
from imports.tasks import go_on_with_scdl
from tests.factories import AgentFactory
from tests.imports.scdl.scdl_files import as_csv, line

pytestmark = pytest.mark.django_db
CREATE = "/deliberations/importer/"


def sent(client: Client, body: bytes) -> Any:
    """Sent, and read by the worker."""
    answer = client.post(CREATE, {"file": SimpleUploadedFile("deliberations.csv", body)})
    work()
    return answer


def confirmed(client: Client, started: Import) -> str:
    """The page of an import that the worker has written."""
    client.post(started.get_absolute_url())
    work()
    return client.get(started.get_absolute_url()).text


def started_with(by: Agent, *lines: dict[str, str]) -> Import:
    """An import sent and read, as its page's form makes it."""
    with streamed(SimpleUploadedFile("deliberations.csv", as_csv(*lines))) as file:
        upload = documents.stage(file, by=by)
    started = scdl_import.begin(upload, by=by, submission_key=uuid.uuid4())
    scdl_import.go_on(started)
    return started


def address(name: str, started: Import) -> str:
    return reverse(f"deliberations:import_{name}", args=[started.reference])


@pytest.fixture
def secretary(council_secretary: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(council_secretary)


def work() -> None:
    """What the worker of long tasks would do now."""
    for job in ProcrastinateJob.objects.filter(task_name="deliberations.go_on", status="todo").order_by("pk"):
        started = Import.objects.get(pk=job.args["import_id"])
        scdl_import.go_on(started)


def test_a_file_is_shown_then_confirmed_then_told(secretary):
    body = as_csv(
        line(VOTE_ABSTENTION="1"),
        line(DELIB_ID="A 2", DELIB_DATE="02/07/2021"),
        line(DELIB_ID="A 3", DELIB_DATE="hier"),
    )
    answer = sent(secretary, body)
    started = Import.objects.get()
    assert answer.url == started.get_absolute_url()
    assert started.state == Import.State.READY
    page = secretary.get(answer.url).content.decode()
    assert "Adoption du compte financier unique 2025" in page
    assert "date illisible" in page
    assert "36 pour, 4 contre, 1 abstention<" in page
    assert "À créer</dt><dd>2<" in page
    assert not Deliberation.objects.exists()

    page = confirmed(secretary, started)
    assert "2 créées, 0 corrigée, 1 refusée" in secretary.get(reverse("deliberations:import_create")).text
    assert "Créées</dt><dd>2<" in page
    assert {act.number for act in Deliberation.objects.all()} == {"2026_06_001", "A 2"}
    assert "lue 2021-07-02" in secretary.get(f"{answer.url}?lignes=reparees").text


def test_the_page_shows_how_far_it_is(secretary):
    secretary.post(CREATE, {"file": SimpleUploadedFile("deliberations.csv", as_csv(line()))})
    started = Import.objects.get()
    assert started.state == Import.State.READING
    page = secretary.get(started.get_absolute_url())
    assert "<progress" in page.content.decode()
    fragment = secretary.get(started.get_absolute_url(), headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    assert "HX-Refresh" not in fragment.headers
    work()
    assert (
        secretary.get(started.get_absolute_url(), headers={"HX-Request": "true"}).headers["HX-Refresh"]
        == "true"
    )

    secretary.post(started.get_absolute_url())
    started.refresh_from_db()
    assert started.state == Import.State.WRITING
    assert not Deliberation.objects.exists()
    work()
    started.refresh_from_db()
    assert (started.state, started.created, started.progress) == (Import.State.DONE, 1, 100)
    assert Deliberation.objects.count() == 1


def test_the_task_is_queued_with_the_import_and_only_with_it(council_secretary):
    started = started_with(council_secretary, line())
    job = ProcrastinateJob.objects.get(task_name="deliberations.go_on")
    assert (job.queue_name, job.args) == ("long", {"import_id": started.pk})


def test_a_file_that_changes_nothing_has_nothing_to_confirm(secretary):
    for _ in range(2):
        sent(secretary, as_csv(line()))
        started = Import.objects.latest("pk")
        page = secretary.get(started.get_absolute_url()).content.decode()
        confirmed(secretary, started)
    assert "ne changerait rien" in page
    assert "Confirmer l’import" not in page


def test_an_unreadable_file_says_why(secretary):
    answer = sent(secretary, b"un;deux\n1;2\n")
    page = secretary.get(answer.url).content.decode()
    assert "colonnes d’un fichier SCDL" in page
    assert Import.objects.get().state == Import.State.UNREADABLE
    page = secretary.post(Import.objects.get().get_absolute_url(), follow=True).content.decode()
    assert "n’est plus possible" in page


def test_an_interrupted_import_says_so(secretary, council_secretary, monkeypatch):
    started = started_with(council_secretary, line())

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk went away")

    secretary.post(started.get_absolute_url())
    monkeypatch.setattr(actions, "run_import", broken)
    job = ProcrastinateJob.objects.latest("pk")
    with pytest.raises(RuntimeError):
        go_on_with_scdl.func(SimpleNamespace(job=job), **job.args)
    assert "s’est interrompu" in secretary.get(started.get_absolute_url()).text
    # Another import that runs is no interruption: the task asks again.
    assert Busy in (go_on_with_scdl.retry_strategy.retry_exceptions or ())


def test_a_file_gone_from_the_disk_is_said(council_secretary, secretary):
    started = started_with(council_secretary, line())
    started.document.file_path.unlink()
    assert "n’est plus lisible" in confirmed(secretary, started)


def test_refused_lines_leave_as_a_sheet(secretary):
    sent(secretary, as_csv(*(line(DELIB_ID=f"=A{n}", DELIB_DATE="hier") for n in range(5))))
    answer = secretary.get(address("report", Import.objects.get()))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # the client's own type
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["2", "3", "4", "5", "6"]
    # A spreadsheet runs no cell of it.
    assert rows[1][1] == "'=A0"
    assert "date illisible" in rows[1][3]


def test_the_file_stays_and_is_served_to_the_secretary(secretary):
    body = as_csv(line())
    sent(secretary, body)
    answer = secretary.get(address("file", Import.objects.get()))
    assert b"".join(answer.streaming_content) == body  # type: ignore[attr-defined]  # the client's own type


# Rights


def test_the_steps_check_the_right_themselves(council_secretary, outsider):
    started = started_with(council_secretary, line())
    for step in (scdl_import.confirm, scdl_import.abandon):
        with pytest.raises(PermissionDenied):
            step(started, by=outsider)


def test_another_secretary_goes_on(council_secretary, signed_in):
    started = started_with(council_secretary, line())
    other = AgentFactory.create(roles=[Role.COUNCIL_SECRETARY])
    signed_in(other).post(started.get_absolute_url())
    started.refresh_from_db()
    assert started.confirmed_by == other
    work()
    assert [(entry.by, entry.action) for entry in reversed(history_of(started))] == [
        (council_secretary, "a envoyé un fichier SCDL"),
        (None, "a lu le fichier"),
        (other, "a confirmé l’import"),
        (None, "a terminé l’import"),
    ]
    assert history_of(Deliberation.objects.get())[0].by == other


# Lists


def test_only_what_has_a_tale_is_kept(council_secretary):
    started_with(council_secretary, *(line(DELIB_ID=str(n)) for n in range(20)), line(DELIB_DATE="hier"))
    assert ImportLine.objects.count() == 1


def test_a_page_of_a_long_report(secretary, council_secretary):
    started = started_with(council_secretary, *(line(DELIB_ID=str(n), DELIB_DATE="hier") for n in range(60)))
    page = secretary.get(f"{started.get_absolute_url()}?lignes=refusees&page=2").content.decode()
    assert page.count("date illisible") == 60 - 50 + 8
    assert "lignes=refusees&amp;page=1" in page
