"""Files: folders, versions by name, what leaves in a zip, and who may still open it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from spaces import files
from spaces.models import File, FileVersion, Folder
from tests.documents import samples
from tests.factories import AgentFactory
from tests.spaces.factories import a_file, a_folder, project_with, upload


def url(name: str, thing: object, *rest: object) -> str:
    return reverse(f"spaces:{name}", args=[thing.reference, *rest])


def sent(*names: str) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, samples.pdf()) for name in names]


def names_in(response) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


def test_several_at_once_and_the_same_name_is_a_version(signed_in, project, member):
    client, folder = signed_in(member), a_folder(project, member)
    address, there = url("file_store", project), {"folder": folder.reference}
    page = client.post(address, {"uploads": sent("plan.pdf", "Été.pdf"), **there}, follow=True)
    assert "2 fichiers sont déposés" in page.text
    again = client.post(address, {"uploads": sent("PLAN.pdf"), **there}, follow=True)
    assert "c’est maintenant la version 2" in again.text
    # Elsewhere, the name is another file.
    client.post(address, {"uploads": sent("plan.pdf")})
    assert File.objects.filter(folder=folder).count() == 2
    assert File.objects.get(folder=None).versions.count() == 1
    plan = File.objects.get(folder=folder, name="plan.pdf")
    detail = client.get(plan.get_absolute_url())
    assert [version.number for version in detail.context["page"]] == [2, 1]
    for number, status in ((1, 200), (3, 404)):
        assert client.get(url("file_version", plan, number)).status_code == status


def test_the_same_upload_is_stored_once(project, member):
    waiting = upload(member)
    first = files.store(project, by=member, folder=None, uploads=[waiting])
    assert files.store(project, by=member, folder=None, uploads=[waiting]) == first
    assert FileVersion.objects.count() == 1
    other = project_with(lead=member)
    with pytest.raises(ValidationError):
        files.store(other, by=member, folder=None, uploads=[waiting])


def test_folders(signed_in, project, member):
    client, folder = signed_in(member), a_folder(project, member, "Plans")
    assert "porte déjà ce nom" in client.post(url("folder_make", project), {"name": "PLANS"}).text
    file = a_file(project, member, folder=folder)
    assert "n’est pas vide" in client.post(url("folder_remove", folder), follow=True).text
    files.set_removed(file, by=member, is_removed=True)
    client.post(url("folder_remove", folder))
    assert not Folder.objects.exists()
    files.set_removed(file, by=member, is_removed=False)
    file.refresh_from_db()
    assert file.folder is None


def test_a_folder_of_another_project(signed_in, project, member):
    elsewhere = a_folder(project_with(lead=member), member)
    page = signed_in(member).post(
        url("file_store", project), {"uploads": sent("plan.pdf"), "folder": elsewhere.reference}
    )
    assert page.context["form"].errors["folder"]
    file = a_file(project, member)
    with pytest.raises(IntegrityError, match="a folder of another project"), transaction.atomic():
        File.objects.filter(pk=file.pk).update(folder=elsewhere)


def test_moved_and_restored_only_where_its_name_is_free(signed_in, project, member):
    folder = a_folder(project, member)
    inside, outside = a_file(project, member, folder=folder), a_file(project, member)
    page = signed_in(member).post(url("file_move", inside), {"folder": ""})
    assert "déjà dans ce dossier" in page.text
    files.set_removed(outside, by=member, is_removed=True)
    assert signed_in(member).post(url("file_move", inside), {"folder": ""}).status_code == 302
    page = signed_in(member).post(url("file_remove", outside), {"geste": "remettre"}, follow=True)
    assert "déjà dans ce dossier" in page.text
    outside.refresh_from_db()
    assert outside.removed_at


def test_a_zip_of_all_of_a_folder_and_what_is_missing(signed_in, project, member):
    folder = a_folder(project, member, "Plans: 2026/27")
    removed, lost = a_file(project, member, "vieux.pdf"), a_file(project, member, "perdu.pdf")
    a_file(project, member, "notes.pdf")
    a_file(project, member, "plan.pdf", folder)
    files.set_removed(removed, by=member, is_removed=True)
    lost.versions.get().document.file_path.unlink()
    client = signed_in(member)
    root = project.name
    whole = names_in(client.get(url("file_zip", project)))
    assert whole == {f"{root}/notes.pdf", f"{root}/Plans 2026 27/plan.pdf", f"{root}/LISEZMOI.txt"}
    assert names_in(client.get(url("folder_zip", folder))) == {
        f"{root}/Plans 2026 27/plan.pdf",
        f"{root}/LISEZMOI.txt",
    }


def test_a_zip_is_bounded(signed_in, project, member, monkeypatch):
    a_file(project, member)
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    page = signed_in(member).get(url("file_zip", project), follow=True)
    assert files.TOO_MUCH in page.text


@pytest.mark.django_db(transaction=True)
def test_one_name_stored_at_once_is_one_file(together):
    lead = AgentFactory.create()
    project = project_with(lead=lead)
    waiting = [upload(lead) for _ in range(4)]
    results = together(
        *(lambda one=one: files.store(project, by=lead, folder=None, uploads=[one]) for one in waiting)
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(File.objects.get().versions.values_list("number", flat=True)) == [1, 2, 3, 4]
