"""Of the sets in a folder, which is the newest and which are kept, whatever dates somebody else wrote there."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.backup import contents, restoring, sets
from core.backup.programs import BackupError


def _empty_set(destination: Path, at: datetime) -> str:
    return sets.Writer(destination, at=at, key=None).finish().folder.name


def test_the_newest_of_each_day_and_week_are_kept(tmp_path):
    noon = datetime(2020, 11, 29, 12, tzinfo=UTC)
    for days in range(30):
        for hours in (0, 6):
            _empty_set(tmp_path, noon - timedelta(days=days, hours=hours))
    sets.remove_old(tmp_path, days=3, weeks=3)
    kept = [each.made_at for each in sets.found_in(tmp_path)]
    # The 29th is a Sunday.
    assert [(each.day, each.hour) for each in kept] == [(29, 12), (28, 12), (27, 12), (22, 12), (15, 12)]
    sets.remove_old(tmp_path, days=0, weeks=0)
    assert [each.made_at for each in sets.found_in(tmp_path)] == [noon]
    assert len([*tmp_path.iterdir()]) == 1


@pytest.mark.parametrize("made_at", ["2099-01-{day:02}T12:00:00+00:00", "yesterday", "2099-01-{day:02}"])
def test_dates_that_somebody_else_wrote_send_no_set_away(tmp_path, made_at):
    """Whoever may add to the place of the sets, and erase nothing there, erases nothing by them."""
    ours = _empty_set(tmp_path, datetime(2020, 11, 29, 12, tzinfo=UTC))
    for day in range(1, 29):
        folder = tmp_path / f"intranet-2099-01-{day:02}T120000Z"
        shutil.copytree(tmp_path / ours, folder)
        manifest = json.loads((folder / sets.MANIFEST).read_text())
        manifest["made_at"] = made_at.format(day=day)
        (folder / sets.MANIFEST).write_text(json.dumps(manifest))
    assert sets.remove_old(tmp_path, days=3, weeks=3) == []
    assert (tmp_path / ours).exists()


def test_copies_of_a_signed_manifest_send_no_set_away(tmp_path):
    """They are signed as it is, and hold no file."""
    noon = datetime(2020, 11, 28, 12, tzinfo=UTC)
    ours = {tmp_path / _empty_set(tmp_path, noon - timedelta(days=days)) for days in range(3)}
    copies = []
    for number, folder in enumerate(sorted(ours)):
        copies += [tmp_path / f"intranet-{year}-01-0{number + 1}T000000Z" for year in (1999, 2099)]
        for copy in copies[-2:]:
            shutil.copytree(folder, copy)
    newest = sets.newest_of_ours(tmp_path)
    assert newest is not None
    assert newest.folder in ours
    assert {*sets.remove_old(tmp_path, days=3, weeks=1)} == {copy.name for copy in copies}
    assert {each.folder for each in sets.found_in(tmp_path)} == ours


def test_a_clock_that_was_wrong_sends_no_set_away(tmp_path, capsys, monkeypatch):
    ahead = [_empty_set(tmp_path, datetime(2099, 1, day, 12, tzinfo=UTC)) for day in range(1, 9)]
    made = [_empty_set(tmp_path, datetime(2020, 11, day, 12, tzinfo=UTC)) for day in (25, 26, 27)]
    assert sets.remove_old(tmp_path, days=2, weeks=1) == made[:1]
    monkeypatch.setattr(restoring, "drill", lambda _: contents.Contents(17, [], {}, 0, []))
    call_command("restore", tmp_path, drill=True)
    said = capsys.readouterr().err
    assert said.count("porte une date à venir, jeudi 1ᵉʳ") == 1
    assert all((name in said) == (name in ahead) for name in [*ahead, *made])


def test_the_date_that_is_signed_says_which_set_is_the_newest(tmp_path, capsys, monkeypatch):
    """Not a folder's name, which whoever may write there chooses: an old set would be restored, or kept alone."""
    noon, tried = datetime(2020, 11, 29, 12, tzinfo=UTC), []
    old, new = (tmp_path / _empty_set(tmp_path, noon - timedelta(days=days)) for days in (3, 0))
    later = old.rename(tmp_path / "intranet-2021-01-01T000000Z")
    assert [each.folder for each in sets.readable_in(tmp_path, is_ours=True)] == [new, later]

    def drill(source: sets.BackupSet) -> contents.Contents:
        tried.append(source.folder)
        return contents.Contents(postgres=17, migrations=[], tables={}, triggers=0, lost_files=[])

    monkeypatch.setattr(restoring, "drill", drill)
    for source in (tmp_path, later):
        call_command("restore", source, drill=True)
        said = capsys.readouterr().err.replace("\u00a0", " ")
        assert (
            f"Attention : {later} porte une autre date que la sauvegarde qui s’y trouve, du jeudi 26" in said
        )
        assert str(new) not in said
    assert sets.remove_old(tmp_path, days=1, weeks=1) == [later.name]
    call_command("restore", tmp_path, drill=True)
    assert "Attention" not in capsys.readouterr().err
    assert tried == [new, later, new]


@pytest.mark.parametrize("asked", [{"keep_days": 0}, {"keep_days": 7, "keep_weeks": 0}, {"keep_weeks": -1}])
def test_nothing_is_kept_for_no_day(tmp_path, asked):
    with pytest.raises(CommandError, match="au moins 1"):
        call_command("backup", tmp_path / "sets", **asked)
    assert not (tmp_path / "sets").exists()


def test_a_manifest_of_another_format_is_refused(tmp_path):
    folder = tmp_path / _empty_set(tmp_path, timezone.now())
    manifest = json.loads((folder / sets.MANIFEST).read_text())
    (folder / sets.MANIFEST).write_text(json.dumps(manifest | {"format": 2}))
    with pytest.raises(BackupError, match="autre version"):
        sets.opened(folder)
