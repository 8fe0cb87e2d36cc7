from demo import data_files
from demo.data_files import Record, read_csv, read_toml


def test_tables_in_arrays_become_records_with_their_defaults(tmp_path, monkeypatch):
    monkeypatch.setattr(data_files, "FOLDER", tmp_path)
    (tmp_path / "a.toml").write_text(
        'by_code = {dgs = "a"}\n[[rows]]\nname = "x"\n[[rows.steps]]\nword = """\n<p>\na</p>\n"""\n'
        '[defaults.rows]\nnone = ["author"]\ncount = 2\n[defaults.steps]\nwords = []\n'
    )
    step = Record(word="<p>a</p>", words=())
    row = Record(name="x", author=None, count=2, steps=(step,))
    assert read_toml("a.toml") == {"by_code": {"dgs": "a"}, "rows": (row,)}


def test_the_heads_of_a_table_say_what_its_cells_are(tmp_path, monkeypatch):
    monkeypatch.setattr(data_files, "FOLDER", tmp_path)
    (tmp_path / "a.csv").write_text("name;parent?;day:int;every:int=1;is_on:bool\nx;;;;\ny;x;0;2;yes\n")
    assert read_csv("a.csv") == (
        Record(name="x", parent=None, day=None, every=1, is_on=False),
        Record(name="y", parent="x", day=0, every=2, is_on=True),
    )
