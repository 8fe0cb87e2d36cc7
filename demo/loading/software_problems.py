"""What is known of a software: its three problems, its contract, what is done about them, who shares it."""

from datetime import date, timedelta
from typing import Any

from core.people.models import Agent, Direction
from demo import texts
from demo.data_files import copied
from demo.dates import at, month_end
from demo.keys import keys
from manuals.models import (
    Archiving,
    Commitment,
    Contract,
    DataRecovery,
    Deadline,
    FollowUp,
    Software,
    SoftwareLink,
    WorkflowUpdates,
)

RECORDS = {"archiving": Archiving, "workflows": WorkflowUpdates, "recovery": DataRecovery}


def load_problems(
    software: Software, people: dict[str, Agent], units: dict[str, Direction], today: date
) -> None:
    known = texts.software.known.get(software.name, {})
    functional, it = software.functional_referent, software.it_referent
    assert functional
    assert it
    for name, model in RECORDS.items():
        if name in known:
            by = it if name == "recovery" else functional
            model._default_manager.create(software=software, filled_by=by, **dated(known[name], today))
    if "contract" in known:
        load_contract(software, known["contract"], today, by=it)
    if "shared" in known:
        software.is_collaborative, software.shared_use = True, known["shared"]["use"]
        software.save(update_fields=["is_collaborative", "shared_use"])
        software.shared_by.add(*(units[code] for code in known["shared"]["by"]))
    load_follow_ups(software, people, today, by=functional)
    load_talks(software, today, by=functional)


def load_contract(software: Software, known: dict[str, Any], today: date, *, by: Agent) -> None:
    ends_in, years, notice = known["ends_in"], known["years"], known.get("notice")
    ends_on = month_end(today, ends_in)
    contract = Contract.objects.create(
        software=software,
        vendor=software.vendor,
        filled_by=by,
        filled_on=today - timedelta(days=known["filled"]),
        number=known["number"],
        yearly_cost=known["yearly_cost"],
        hosting=known["hosting"],
        renewals=known.get("renewals", ""),
        starts_on=month_end(today, ends_in - 12 * years) + timedelta(days=1),
        ends_on=ends_on,
        notice_on=month_end(today, ends_in - notice) if notice else None,
    )
    if "answered" in known:
        # « Je m’en occupe ».
        Commitment.objects.create(
            contract=contract,
            made_by=by,
            made_on=today - timedelta(days=known["answered"]),
            deadline=Deadline.END,
            deadline_on=ends_on,
            settled_by=ends_on,
        )


def load_follow_ups(software: Software, people: dict[str, Agent], today: date, *, by: Agent) -> None:
    FollowUp.objects.bulk_create(
        FollowUp(
            **keys("follow-up", one.key),
            software=software,
            **copied(one, "problem what result"),
            assigned_to=people[one.assigned_to],
            opened_by=by,
            closed_by=None if one.closed is None else people[one.assigned_to],
            due_on=today + timedelta(days=one.due_in),
            opened_at=at(today - timedelta(days=one.opened), "10:10"),
            closed_at=None if one.closed is None else at(today - timedelta(days=one.closed), "16:20"),
        )
        for one in texts.software.follow_ups
        if one.software == software.name
    )


def load_talks(software: Software, today: date, *, by: Agent) -> None:
    """« Parle avec »: each link comes with the later of its two ends."""
    for one in texts.software.talks:
        if software.name not in (one.source, one.target):
            continue
        ends = {end.name: end for end in Software.objects.filter(name__in=[one.source, one.target])}
        if len(ends) == 2:
            SoftwareLink.objects.create(
                **keys("software-link", one.source, one.target),
                **copied(one, "content means is_two_way"),
                source=ends[one.source],
                target=ends[one.target],
                added_by=by,
                added_at=at(today - timedelta(days=20), "11:15"),
            )


def dated(known: dict[str, Any], today: date) -> dict[str, Any]:
    """A part's fields, its days ago as dates."""
    found = dict(known)
    found["filled_on"] = today - timedelta(days=found.pop("filled"))
    if "tested" in found:
        found["tested_on"] = today - timedelta(days=found.pop("tested"))
    return found
