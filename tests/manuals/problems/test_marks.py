"""The five words, rule by rule."""

from datetime import date
from typing import Any

import pytest

from manuals.models import Archiving, DataRecovery, WorkflowUpdates
from manuals.problems import Mark, mark_of

TODAY = date(2026, 11, 28)
ARCHIVING = {"kept": "Les délibérations", "retention": "dix ans", "final_action": "keep"}
WORKFLOWS = {"circuits": "Visa du chef, puis du directeur", "state": "works"}
RECOVERY = {"format": "CSV", "completeness": "whole", "holder": "la direction informatique"}
TESTED = {"test_result": "success", "tested_on": TODAY}


def archiving(**changes: Any) -> Archiving:
    return Archiving(**{"filled_on": TODAY, **ARCHIVING, **changes})


@pytest.mark.parametrize(
    ("record", "mark"),
    [
        (None, Mark.UNKNOWN),
        (Archiving(filled_on=TODAY), Mark.UNKNOWN),
        (archiving(), Mark.KNOWN),
        *((archiving(**{name: ""}), Mark.UNKNOWN) for name in Archiving.ESSENTIALS),
        (archiving(kept=" \n"), Mark.UNKNOWN),
        (archiving(legal_basis="", holder="", transfer=""), Mark.KNOWN),
        (WorkflowUpdates(filled_on=TODAY, **WORKFLOWS), Mark.KNOWN),
        (WorkflowUpdates(filled_on=TODAY, **WORKFLOWS | {"circuits": ""}), Mark.UNKNOWN),
        # Without a circuit, there is none to describe.
        (WorkflowUpdates(filled_on=TODAY, state="none"), Mark.KNOWN),
        (DataRecovery(filled_on=TODAY, **RECOVERY), Mark.KNOWN),
        (DataRecovery(filled_on=TODAY, **RECOVERY | {"holder": ""}), Mark.UNKNOWN),
        # A year, to the day.
        (archiving(filled_on=date(2025, 11, 28)), Mark.KNOWN),
        (archiving(filled_on=date(2025, 11, 27)), Mark.TO_REVIEW),
        (archiving(filled_on=date(2025, 11, 27), **TESTED), Mark.TO_REVIEW),
        (archiving(filled_on=date(2025, 11, 27), kept=""), Mark.UNKNOWN),
        # A test for two years, and only when it succeeded.
        (archiving(**TESTED), Mark.TESTED),
        (archiving(**TESTED | {"tested_on": date(2024, 11, 29)}), Mark.TESTED),
        (archiving(**TESTED | {"tested_on": date(2024, 11, 28)}), Mark.KNOWN),
        (archiving(**TESTED | {"test_result": "partial"}), Mark.KNOWN),
        # Danger comes first, whatever is known of the rest and since when.
        (archiving(**TESTED | {"test_result": "failure"}), Mark.AT_RISK),
        (archiving(filled_on=date(2020, 1, 1), kept="", **TESTED | {"test_result": "failure"}), Mark.AT_RISK),
        (WorkflowUpdates(filled_on=TODAY, state="broken"), Mark.AT_RISK),
        (WorkflowUpdates(filled_on=TODAY, **WORKFLOWS | {"state": "workaround"}), Mark.KNOWN),
        (DataRecovery(filled_on=TODAY, **RECOVERY | {"completeness": "nothing"}), Mark.AT_RISK),
        (DataRecovery(filled_on=TODAY, **RECOVERY | {"completeness": "part"}), Mark.KNOWN),
        *(
            (DataRecovery(filled_on=TODAY, **RECOVERY | {"holder": holder}), Mark.AT_RISK)
            for holder in ("personne", " Personne. ", "Personne pour l’instant", "aucune", "personne n’en a")
        ),
        *(
            (DataRecovery(filled_on=TODAY, **RECOVERY | {"holder": holder}), Mark.KNOWN)
            for holder in ("la personne référente", "Personne habilitée de l’éditeur", "Aucune Paul")
        ),
    ],
)
def test_the_mark_of_a_record(record, mark):
    assert mark_of(record, on=TODAY) == mark


def test_a_year_from_29_february():
    record = archiving(filled_on=date(2024, 2, 29))
    assert mark_of(record, on=date(2025, 2, 28)) == Mark.KNOWN
    assert mark_of(record, on=date(2025, 3, 1)) == Mark.TO_REVIEW
