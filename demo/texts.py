"""The town's texts, by subject; each name holds one file of `demo/data/` or several."""

from typing import Any

from demo.data_files import Record, read_csv, read_toml

MAIL_DOMAIN = "port-mimosa.example"


def read(*names: str, **tables: Any) -> Record:
    return Record(**{key: value for name in names for key, value in read_toml(name).items()}, **tables)


assessment = read("assessments.toml")
council = read(
    "council_sessions.toml",
    "deliberations.toml",
    "subjects.toml",
    words=read_toml("council_words.toml"),
)
draft_approvals = read("draft_approvals.toml")
ideas = read("ideas.toml", "evaluation.toml", "exchange.toml", sheets=read_csv("evaluations.csv"))
links = read("links.toml")
mailroom = read("mailroom.toml")
# The oldest first, as they were numbered.
mailroom.items = sorted(mailroom.items, key=lambda item: -item.days)
mails = read("mails.toml")
manuals = read("manuals.toml")
memos = read("memos.toml")
people = read(
    "people.toml",
    # Parents before their children.
    directions=read_csv("directions.csv"),
    agents=read_csv("agents.csv"),
    jobs=read_csv("jobs.csv"),
    names=read_toml("names.toml"),
    accounts=read_toml("town.toml")["accounts"],
    skills=read_toml("skills.toml"),
    assignments=read_csv("assignments.csv"),
)
printerless = read("printerless.toml")
priorities = read("priorities.toml")
rooms = read(
    "rooms.toml",
    "room_use.toml",
    weekly=read_csv("bookings_weekly.csv"),
    one_off=read_csv("bookings_once.csv"),
)
section = read("actions.toml", "pages.toml", "tips.toml", "lessons.toml", "review.toml")
section.done = sorted(section.done, key=lambda action: action.days_ago or 0)
section.actions = [*section.under_way, *section.done]
software = read(
    "software.toml",
    "software_large.toml",
    "software_follow_ups.toml",
    "software_talks.toml",
    # By software: "archiving", "workflows", "recovery", "contract", "shared", each when there is something.
    known=read_toml("software_problems.toml"),
)
recent = read("manuals_recent.toml")
spaces = read("spaces.toml")
survey = read("survey.toml")
watch = read("watch.toml")
