"""Keys that forms carry: one of a row that a person may not see or choose is answered as one of nothing.

What carries a key is derived from the code: whoever adds a field, a hidden input or a raw reading says here what it
names, or a test fails.
"""

from __future__ import annotations

import re
import uuid
from difflib import unified_diff
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.form_key_cases import CASES, SECRET, one_time_keys
from tests.form_keys import keys_of_fields, keys_of_templates, keys_of_the_admin, keys_read_raw

# What the keys are that no case of `form_key_cases` tries.
WORD = "a step, a stamp, a filter or another word that names no row"
PUBLIC = "a row that every agent reads: a room, a direction, a software, a member of the group…"


# What each names

# Names that mean the same everywhere.
WORDS = {
    *(
        "action",
        "select_across",
        "csrfmiddlewaretoken",
        "submission_key",
        "carried",
        "page",
        "next",
        "format",
    ),
    *("problem", "test_result", "final_action", "completeness", "yearly_cost", "hosting", "means", "retirer"),
    *("q", "words", "motif", "reason", "reponse", "address", "limites", "rubrique", "annee", "year", "state"),
    *("show", "lu", "lessons", "objet"),
    # What a provider sends back with the browser, beside « state ».
    *("code", "error", "error_description", "iss"),
    # What a passkey answers; that of another account is refused (tests/people/second_factor/test_passkeys.py).
    "credential",
    # The recovery codes that the page of new ones voids, compared with one's own alone.
    "replaced",
    *(
        "value",
        "stamp",
        "shown_stamp",
        "seen",
        "grid",
        "draft_stamp",
        "vue",
        "etape",
        "geste",
        "sens",
        "fait",
        "done_on",
        "outcome",
        "held_on",
        "end_date",
    ),
    *(
        "vers",
        "niveau",
        "identity",
        "soutien",
        "suivi",
        "choix",
        "code",
        "epingler",
        "suivie",
        "suivre",
        "retour",
        "accord",
        "typed",
        "is_undo",
    ),
    *(
        "le",
        "au",
        "du",
        "de",
        "a",
        "duree",
        "minutes",
        "quand",
        "personnes",
        "quoi",
        "feuille",
        "lignes",
        "voir",
        "choisi",
    ),
    *("opinion", "count"),
    *("participe", "difficile"),
    *("comment", "effort", "saving", "file", "matiere", "kind.code"),
    # Of the visa that the page asks for: the answer, the digest of its version, the place of its step.
    *("verdict", "shown", "step", "steps"),
    # Dates that are past.
    "passees",
    # The part of a questionnaire, and the version of an answer that the page showed.
    *("partie", "{question.reference}-version"),
}
# Of the very rows that the page holds: others are not looked for.
OWN_ROWS = r"(remove|title)_\{annex\.pk\}|(flag|mark|reason|name|question|weight|word)_\{|(a|de|jour|quoi)-\{|dates-\{"
# The acts of the session that the page orders, or whose votes it enters.
OWN_ROWS += r"|(result|place|\{name\})_\{act\.pk\}"
# The criteria of the grid that an action is screened by.
OWN_ROWS += r"|(pitfall|precaution)_\{code\}"
# The directions that the agent answers for, each with its row of the table.
OWN_ROWS += r"|self\._name\(name, row\)"
# Names that the code gives elsewhere, and what they hold.
NAMED_ELSEWHERE = {
    "FIELD",
    "MADE_FOR",
    "KEY",
    "CHOSEN",
    # A heading of the file that is imported.
    "COLUMN",
    # Django's own look-up of it is limited by the admin's queryset.
    "ACTION_CHECKBOX_NAME",
    "RESUMING",
    "resume_after_login.CARRIED",
    "name",
    "key_name",
    "widget.name",
    "resuming_name",
}
# The filters of the list that led to a page.
NAMED_ELSEWHERE |= {"LIST"}
NAMED_ELSEWHERE |= {"REDIRECT_FIELD_NAME", "self.secret"}
NAMED_ELSEWHERE |= {"redirect_field_name", "_family(number)"}
# The person whom a typed name means: read as if it was typed beside it.
NAMED_ELSEWHERE |= {"{name}_choisi"}
# The box of an address that the page shows.
WORDS |= {"known_address"}

# Rows that everybody who is shown the form may read and choose: what a choice among them names need not be said.
PUBLIC_MODELS = {
    *("rooms.Room", "rooms.Site", "rooms.Equipment", "rooms.Layout", "rooms.ServiceDesk", "people.Direction"),
    *("people.Skill", "auth.Group", "manuals.Software", "manuals.Need", "deliberations.Councillor"),
    *(
        "deliberations.DraftCircuit",
        "deliberations.Matter",
        "deliberations.Nomenclature",
        "approvals.Circuit",
    ),
    *("mailroom.ItemKind", "mailroom.AnswerText", "memos.MemoKind", "legalwatch.Subject"),
    *("dematerialisation.Questionnaire", "dematerialisation.Action"),
    *("dematerialisation.Priority", "dematerialisation.ReviewIssue"),
}
# The same, where the code reads the key itself.
PUBLIC_NAMES = {"direction", "dga", "site", "salle", "room", "equipement", "equipment", "layout"}

# Every other key: what it names, or which case of `form_key_cases` tries it.
ROWS: dict[str, str] = {
    "core.people.sessions: session": "session_of_another",
    "core.search.views: autre": "see_also",
    "core.search.views: objet": "see_also_of",
    "deliberations.draft_approvals.PaperForm.agent": PUBLIC,
    "deliberations.pages.CouncilFilterForm.rapporteur": PUBLIC,
    "dematerialisation.Action.ideas": "ideas_of_an_action",
    "dematerialisation.GroupMember.agent": "member_of_the_page",
    "dematerialisation.assessment.forms: text": WORD,
    # Directions, signed by the preview.
    "dematerialisation.printerless.views.ConfirmForm.reading": PUBLIC,
    # On a page of the group, which reads all the interviews.
    "dematerialisation.admin.survey.MoveForm.part": PUBLIC,
    "dematerialisation.admin.survey.MoveForm.question": PUBLIC,
    "dematerialisation.survey.forms.PrepareForm.leads": PUBLIC,
    "dematerialisation.survey.forms: question.reference": PUBLIC,
    "dematerialisation.admin.survey: entretien": PUBLIC,
    "dematerialisation.admin.survey: question": PUBLIC,
    "directory.people.SearchForm.competence": PUBLIC,
    "directory.people.SearchForm.projet": "project_of_others",
    # Words of the list, and those that they propose themselves.
    "directory.skills: kind.value": "word_of_others",
    "mail.IncomingMail: _selected_action": "chosen_in_the_list",
    "manuals.follow_ups.FollowUpFilterForm.person": PUBLIC,
    "manuals.follow_ups.FollowUpFilterForm.software": PUBLIC,
    "manuals.forms.SoftwareFilterForm.need": PUBLIC,
    "manuals.overview.OverviewFilterForm.vendor": PUBLIC,
    "mailroom.forms.AnswerForm.removed": "file_of_an_answer",
    "mailroom.forms.ItemFilterForm.queue": WORD,
    "mailroom.forms.ItemNewForm.known_address": WORD,
    # Of the pile, which all who may send this form read.
    "mailroom.forms.ItemNewForm.scan": PUBLIC,
    "mailroom.views: scan": PUBLIC,
    # What was proposed, to be compared with what is chosen.
    "mailroom.views: was_{name}": WORD,
    "mailroom/item_new.html: was_{{ name }}": WORD,
    "spaces.members.views.LeadPassForm.to": "member_of_a_project",
    "memos.forms.AnswerForm.model_text": PUBLIC,
    "memos.forms.HandOverForm.to": PUBLIC,
    "legalwatch.forms.EntryChangeForm.replaced_by": PUBLIC,
    "tips.Lesson.lessontip.tip": PUBLIC,
    "dematerialisation.Priority.wishes": PUBLIC,
    "dematerialisation.admin.survey.PriorityForm.wishes": PUBLIC,
    "memos.forms.MemoChangeForm.removed": "file_of_a_note",
    "people.Agent.addressalias.agent": PUBLIC,
    "procrastinate.ProcrastinateJob.procrastinateevent.job": PUBLIC,
    "rooms.closures.views.ClosureForm.where": PUBLIC,
    "rooms.closures.views: {FIELD}{way.booking.reference}": PUBLIC,
    "rooms.pages.find_room.forms.FindForm.materiel": PUBLIC,
    "rooms.pages.bookings.forms.BookingFields.other_rooms": PUBLIC,
    "rooms.attendees.views: answer": WORD,
    "rooms.pages.feeds.FeedForm.feed": PUBLIC,
    "rooms.pages.feeds: agenda": PUBLIC,
    "rooms.pages.feeds: retirer": PUBLIC,
    "rooms.displays.views.ScreenForm.place": PUBLIC,
    "rooms.Room.cells": PUBLIC,
    "rooms.check_in: reunion": "meeting_at_the_door",
    "rooms.waiting_list: objet": WORD,
    "rooms.requests.views: demande": "room_request",
    "rooms.pages.series.forms.SwapForm.other": "booking_to_swap",
    "rooms.pages.bookings.prefill: comme": "booking_again",
    "rooms.pages.bookings.forms: INSTEAD": PUBLIC,
    "rooms.pages.bookings.prefill: other_rooms": PUBLIC,
    "rooms/check_in/door.html: reunion": "meeting_at_the_door",
    "search/see_also.html: autre": "see_also",
    "search/see_also.html: objet": "see_also_of",
    "search/see_also_add.html: autre": "see_also",
    "search/see_also_add.html: objet": "see_also_of",
    "people.Absence.member": "absent_member",
    "spaces.files._InFolderForm.folder": "space_folder",
    "spaces.files: dossier": "space_folder",
    "suggestions.ideas.forms.HandOverForm.to": "member_in_charge",
    "suggestions.decisions.forms.DecisionForm.criteria": "criterion",
    "suggestions.evaluation.forms: seat": "seat",
    "suggestions.admin.evaluation.AbsenceForm.member": "absent_member",
    "suggestions.meetings.forms.AddForm.idea": "idea_of_a_meeting",
    "suggestions.meetings.forms.MeetingForm.chaired_by": "chair",
    "suggestions.meetings.forms.NoteForm.chaired_by": "chair",
    "suggestions.meetings.forms.NoteForm.present": "chair",
    "suggestions.merging.forms.MergeForm.other": "idea_to_merge",
    "suggestions.merging.forms.UndoMergeForm.merge": "merge_to_undo",
    "suggestions.merging.forms: other": "idea_to_merge",
    "suggestions.pages.views: reunie": "merged_idea",
}


def unsaid(keys: dict[str, str]) -> set[str]:
    """Those that are neither words nor rows that are said above."""
    return {key for key, model in keys.items() if key not in ROWS and not is_said(key, model)}


def is_said(key: str, model: str) -> bool:
    name = key.rpartition(": ")[2] if ": " in key else key.rpartition(".")[2]
    name = name.removeprefix("{{ ").removesuffix(" }}")
    known = WORDS | NAMED_ELSEWHERE | (PUBLIC_NAMES if not model else set())
    return model in PUBLIC_MODELS or name in known or bool(re.match(OWN_ROWS, name))


def test_what_every_key_names_is_said():
    read = dict.fromkeys(keys_read_raw() | keys_of_templates(), "")
    assert unsaid(keys_of_fields() | read) == set(), (
        "Say in WORDS that it names no row, or in ROWS which, with a case if some may not see it."
    )


@pytest.mark.django_db
def test_what_every_key_of_the_admin_names_is_said():
    """A choice of rows is never taken for a word."""
    keys = keys_of_the_admin()
    assert {key for key, model in keys.items() if model not in PUBLIC_MODELS} <= ROWS.keys()
    there = keys_of_fields().keys() | keys_read_raw() | keys_of_templates() | keys.keys()
    assert {key for key in ROWS if key not in there and not key.endswith("_selected_action")} == set()


# A key that is not theirs


def test_every_row_that_some_may_not_see_is_tried():
    assert set(ROWS.values()) - {WORD, PUBLIC} <= CASES.keys()


def answered(response: Any, keys: list[Any]) -> tuple[int, Any, list[str]]:
    """What differs from one page to the next by itself, and what was sent, left out.

    All the keys on every page: a row of another table may have the number that was sent.
    """
    page = response.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}", "", page)
    page = re.sub(r"\d+\u00a0h(\u00a0\d\d)?", "", page)
    page = re.sub(r'name="[^"]*carried"[^>]*>', "", page)
    for key in keys:
        for before, after in (('value="', '"'), ("valide. ", " n’en fait")):
            page = page.replace(f"{before}{key}{after}", f"{before}KEY{after}")
    return response.status_code, response.redirect_chain, page.splitlines()


def errors_in(page: list[str]) -> list[str]:
    return [line for line in page if "error" in line or "message" in line]


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_a_key_that_is_not_theirs_is_answered_as_one_of_nothing(name, documents_dir):
    tried = CASES[name]()
    client = Client()
    client.force_login(tried.agent)
    # What a page signs holds the second in which it is shown.
    with time_machine.travel(timezone.now(), tick=False):
        keys = [tried.nothing, *tried.of]
        expected, *answers = [answered(tried.send(client, key), keys) for key in keys]
    assert expected[0] == tried.status
    assert tried.said in "".join(expected[2]), errors_in(expected[2])
    for status, chain, page in answers:
        assert SECRET not in "".join(page)
        assert (status, chain) == expected[:2]
        differences = "\n".join(unified_diff(expected[2], page, lineterm="", n=0))
        assert not differences, differences


# The one-time key of a form that somebody else sent


@pytest.mark.django_db
@pytest.mark.parametrize("form", one_time_keys())
def test_somebody_else_s_one_time_key_is_no_key(form):
    """What is sent is kept as new, and nothing of theirs is said or lost."""
    key = uuid.uuid4()
    agent, path, words, rows = one_time_keys()[form](key)
    before = set(rows.objects.values_list("pk", flat=True))
    client = Client()
    client.force_login(agent)
    response = client.post(path, words | {"submission_key": str(key)})
    assert response.status_code == 302, errors_in(response.content.decode().splitlines())
    [made] = rows.objects.exclude(pk__in=before)
    assert made.submission_key != key
    assert rows.objects.get(submission_key=key).pk in before
