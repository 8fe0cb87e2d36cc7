"""What is known of a software: its three problems, its contract, what is done about them, who shares it."""

from datetime import date, timedelta
from typing import Any

from core.people.models import Agent, Direction
from demo.dates import at, month_end
from demo.keys import key_of, reference_of
from demo.records import software as records
from demo.texts.software import FOLLOW_UPS, KNOWN
from manuals.models import (
    Archiving,
    Commitment,
    Contract,
    DataRecovery,
    Deadline,
    FollowUp,
    Software,
    WorkflowUpdates,
)

RECORDS = {"archiving": Archiving, "workflows": WorkflowUpdates, "recovery": DataRecovery}


def load_problems(
    software: Software, people: dict[str, Agent], units: dict[str, Direction], today: date
) -> None:
    """The caller has opened the history's context."""
    known = KNOWN.get(software.name, {})
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


def load_contract(software: Software, known: dict[str, Any], today: date, *, by: Agent) -> None:
    contract = Contract.objects.create(
        software=software, vendor=software.vendor, filled_by=by, **contract_fields(known, today)
    )
    if "answered" in known:
        Commitment.objects.create(contract=contract, made_by=by, **answer_fields(known, today))


def contract_fields(known: dict[str, Any], today: date) -> dict[str, Any]:
    ends_in, years, notice = known["ends_in"], known["years"], known.get("notice")
    return {
        "number": known["number"],
        "yearly_cost": known["yearly_cost"],
        "hosting": known["hosting"],
        "renewals": known.get("renewals", ""),
        "starts_on": month_end(today, ends_in - 12 * years) + timedelta(days=1),
        "ends_on": month_end(today, ends_in),
        "notice_on": month_end(today, ends_in - notice) if notice else None,
        "filled_on": today - timedelta(days=known["filled"]),
    }


def answer_fields(known: dict[str, Any], today: date) -> dict[str, Any]:
    """« Je m’en occupe », of one that was answered."""
    ends_on = month_end(today, known["ends_in"])
    return {
        "deadline": Deadline.END,
        "deadline_on": ends_on,
        "made_on": today - timedelta(days=known["answered"]),
        "settled_by": ends_on,
    }


def load_follow_ups(software: Software, people: dict[str, Agent], today: date, *, by: Agent) -> None:
    FollowUp.objects.bulk_create(
        FollowUp(
            submission_key=key_of("follow-up", one.key),
            reference=reference_of("follow-up", one.key),
            software=software,
            problem=one.problem,
            what=one.what,
            assigned_to=people[one.assigned_to],
            opened_by=by,
            result=one.result,
            closed_by=None if one.closed is None else people[one.assigned_to],
            **follow_up_moments(one, today),
        )
        for one in FOLLOW_UPS
        if one.software == software.name
    )


def follow_up_moments(one: records.FollowUp, today: date) -> dict[str, Any]:
    return {
        "due_on": today + timedelta(days=one.due_in),
        "opened_at": at(today - timedelta(days=one.opened), "10:10"),
        "closed_at": None if one.closed is None else at(today - timedelta(days=one.closed), "16:20"),
    }


def dated(known: dict[str, Any], today: date) -> dict[str, Any]:
    """A part's fields, its days ago as dates."""
    found = dict(known)
    found["filled_on"] = today - timedelta(days=found.pop("filled"))
    if "tested" in found:
        found["tested_on"] = today - timedelta(days=found.pop("tested"))
    return found
