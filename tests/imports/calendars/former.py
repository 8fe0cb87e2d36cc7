"""A town's MRBS and GRR, as rows: written as statements for either database, or as a dump of MariaDB."""

# ruff: noqa: E501  (tables, a row a line)
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

TOWN = ZoneInfo("Europe/Paris")
Table = tuple[str, str, list[tuple[Any, ...]]]
TRICKY = "L'atelier \\ « d'écriture » ;\nINSERT INTO `mrbs_entry` VALUES (1);"


def at(text: str) -> int:
    """`"2026-12-01 14:00"` of the town as seconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=TOWN).timestamp())


def mrbs(prefix: str = "mrbs_") -> list[Table]:
    area = (
        "id int, disabled smallint, area_name varchar(30), timezone varchar(50), resolution int, "
        "morningstarts int, morningstarts_minutes int, eveningends int, eveningends_minutes int, "
        "enable_periods smallint"
    )
    room = (
        "id int, disabled smallint, area_id int, room_name varchar(25), description varchar(60), capacity int"
    )
    repeat = (
        "id int, start_time int, end_time int, rep_type int, end_date int, rep_opt varchar(32), "
        "room_id int, name varchar(80), rep_interval smallint, month_absolute smallint, "
        "month_relative varchar(4), ical_uid varchar(255)"
    )
    entry = (
        "id int, start_time int, end_time int, entry_type int, repeat_id int, room_id int, "
        "create_by varchar(80), name varchar(255), type char(1), description text, status smallint, "
        "ical_uid varchar(255), ical_recur_id varchar(16)"
    )
    users = (
        "id int, name varchar(30), display_name varchar(191), password_hash varchar(255), email varchar(75)"
    )
    return [
        (f"{prefix}area", area, [
            (1, 0, "Hôtel de ville", "Europe/Paris", 1800, 8, 0, 18, 30, 0),
            (2, 0, "Lycée", "Europe/Paris", 60, 12, 0, 12, 5, 1),
        ]),
        (f"{prefix}room", room, [
            (1, 0, 1, "Remparts", "Au premier", 12),
            (2, 1, 1, "Mistral", None, 0),
            (3, 0, 2, "Salle de classe", "", 30),
        ]),
        (f"{prefix}users", users, [(1, "nadia", "Nadia Benali", "digest", "nadia@port-mimosa.example")]),
        (f"{prefix}repeat", repeat, [
            (1, at("2026-12-01 14:00"), at("2026-12-01 15:30"), 2, at("2026-12-29 00:00"), "0010000", 1,
             "Réunion de direction", 1, None, None, "MRBS-serie"),
            (2, at("2026-12-01 17:00"), at("2026-12-01 19:00"), 3, at("2027-03-02 00:00"), "", 2, "Commission", 1,
             None, "1TU", "MRBS-mois"),
        ]),
        (f"{prefix}entry", entry, [
            *((10 + n, at(f"2026-12-{day:02} 14:00"), at(f"2026-12-{day:02} 15:30"), 1, 1, 1, "nadia",
               "Réunion de direction", "I", "", 0, "MRBS-serie", f"202612{day:02}T130000Z")
              for n, day in enumerate((1, 8, 29))),
            (13, at("2026-12-23 09:00"), at("2026-12-23 10:00"), 2, 1, 1, "nadia", "Réunion déplacée", "I", "", 0,
             "MRBS-serie", "20261222T130000Z"),
            *((20 + n, at(f"{day} 17:00"), at(f"{day} 19:00"), 1, 2, 2, "inconnu", "Commission", "E", "", 0,
               "MRBS-mois", f"{day.replace('-', '')}T160000Z")
              for n, day in enumerate(("2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02"))),
            (30, at("2026-12-02 09:00"), at("2026-12-02 10:00"), 0, None, 1, "nadia", "Secret", "I", "", 1, "MRBS-a", None),
            (31, at("2026-12-02 11:00"), at("2026-12-02 12:00"), 0, None, 1, "paul", TRICKY, "I", "Une note", 2, "MRBS-b", None),
            (32, at("2026-12-02 13:05"), at("2026-12-02 13:50"), 0, None, 1, "nadia", "Visite", "I", "", 4, "MRBS-c", None),
            (33, at("2026-12-03 12:00"), at("2026-12-03 12:01"), 0, None, 3, "nadia", "Cours", "I", "", 0, "MRBS-d", None),
            (34, at("2020-12-03 12:00"), at("2020-12-03 13:00"), 0, None, 1, "nadia", "Passée", "I", "", 0, "MRBS-e", None),
            (37, at("2020-12-04 12:00"), at("2020-12-04 13:00"), 0, None, 1, "nadia", "Sans réponse", "I", "", 2, "MRBS-h", None),
            (35, at("2026-12-04 12:00"), at("2026-12-04 11:00"), 0, None, 1, "nadia", "À rebours", "I", "", 0, "MRBS-f", None),
            (36, at("2026-12-04 12:00"), at("2026-12-04 13:00"), 0, None, 99, "nadia", "Ailleurs", "I", "", 0, "MRBS-g", None),
        ]),
    ]  # fmt: skip


def grr() -> list[Table]:
    area = (
        "id int, area_name varchar(30), morningstarts_area smallint, eveningends_area smallint, "
        "eveningends_minutes_area smallint, resolution_area int, enable_periods char(1)"
    )
    room = (
        "id int, area_id int, room_name varchar(60), description varchar(60), capacity int, "
        "statut_room char(1), comment_room text"
    )
    repeat = "id int, rep_type int, end_date int, rep_opt varchar(32), rep_num_weeks smallint"
    entry = (
        "id int, start_time int, end_time int, entry_type int, repeat_id int, room_id int, "
        "create_by varchar(100), beneficiaire_ext varchar(200), beneficiaire varchar(100), "
        "name varchar(80), type char(2), description text, moderate smallint, option_reservation int, "
        "supprimer smallint"
    )
    weeks = ("2026-12-03", "2026-12-17", "2026-12-31")
    return [
        ("grr_site", "id int, sitename varchar(50), adresse_ligne1 varchar(38), cp varchar(5), ville varchar(50)",
         [(1, "Médiathèque", "2, quai du Port", "83000", "Port-Mimosa")]),
        ("grr_j_site_area", "id_site int, id_area int", [(1, 1), (1, 2)]),
        ("grr_area", area, [(1, "Rez-de-chaussée", 8, 19, 0, 900, "n"), (2, "Étage", 8, 19, 0, 900, "n")]),
        ("grr_room", room, [(1, 1, "Salle 1", "", 20, "1", "Au fond"), (2, 2, "Salle 1", "", 8, "1", "")]),
        ("grr_utilisateurs", "login varchar(40), nom varchar(30), prenom varchar(30), email varchar(100)",
         [("NBENALI", "Benali", "Nadia", "")]),
        ("grr_repeat", repeat, [(5, 2, at("2026-12-31 00:00"), "0000100", 2)]),
        ("grr_entry", entry, [
            *((50 + n, at(f"{day} 10:00"), at(f"{day} 11:00"), 1, 5, 1, "NBENALI", "", "NBENALI", "Éveil musical", "A", "", 0, 0, 0)
              for n, day in enumerate(weeks)),
            (60, at("2026-12-05 10:00"), at("2026-12-05 11:00"), 0, 0, 2, "NBENALI", "Amis du port|amis@port.example", "",
             "Conférence", "B", "", 1, -1, 0),
            (61, at("2026-12-05 14:00"), at("2026-12-05 15:00"), 0, 0, 2, "NBENALI", "", "NBENALI", "Refusée", "B", "", 3, 0, 0),
            (62, at("2026-12-05 16:00"), at("2026-12-05 17:00"), 0, 0, 2, "NBENALI", "", "NBENALI", "Supprimée", "B", "", 0, 0, 1),
        ]),
    ]  # fmt: skip


def statements(tables: list[Table], quote: str = "`") -> list[str]:
    """What makes these tables, each statement whole."""
    made = []
    for name, columns, rows in tables:
        made.append(f"CREATE TABLE {quote}{name}{quote} ({columns})")
        values = ", ".join(f"({', '.join(_literal(value, quote) for value in row)})" for row in rows)
        made.append(f"INSERT INTO {quote}{name}{quote} VALUES {values}")
    return made


def _literal(value: Any, quote: str) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = value.replace("'", "''")
    return "'" + (text.replace("\\", "\\\\").replace("\n", "\\n") if quote == "`" else text) + "'"
