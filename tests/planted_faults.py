"""Faults to plant in the product, each with the tests that must find it: `python -m tests.planted_faults`.

The command checks that each old text stands exactly once, plants the faults one at a time in a clone, runs the named
tests until one fails, and prints which faults were found. `--check` only checks the texts; numbers name some faults;
`--pytest` is the command that runs the tests. A suite that is made shorter must find all that it found before.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Fault(NamedTuple):
    """`tests` are run in their order, so that the likeliest to fail stands first."""

    kind: str
    file: str
    old: str
    new: str
    tests: str


FAULTS = [
    # Rooms
    Fault(
        "right left out of a queryset",
        "rooms/querysets.py",
        "        Q(_open_to(agent), is_private=False, held_until=None)\n",
        "        Q(_open_to(agent), held_until=None)\n",
        "tests/rooms/test_title_access.py",
    ),
    Fault(
        "right left out of a queryset",
        "rooms/querysets.py",
        'return self.filter(state__in=("confirmed", "requested", "held"))',
        'return self.filter(state__in=("confirmed", "requested"))',
        "tests/rooms/waiting_list tests/rooms/bookings tests/rooms/availability",
    ),
    Fault(
        "policy that returns True",
        "rooms/policies.py",
        "    return (agent.is_active and is_organiser(agent, booking)) or can_manage_booking(agent, booking)\n",
        "    return True\n",
        "tests/rooms/test_access.py tests/rooms/bookings",
    ),
    Fault(
        "policy that returns True",
        "rooms/policies.py",
        "    return all(can_manage_room(agent, room) for room in moderated or booking.all_rooms)\n",
        "    return any(can_manage_room(agent, room) for room in moderated or booking.all_rooms)\n",
        "tests/rooms/test_access.py tests/rooms/requests",
    ),
    Fault(
        "lock removed",
        "rooms/waiting_list/actions.py",
        "    occupancy.lock(wait.room)\n    wait = locked(Wait.objects)",
        "    wait = Wait.objects",
        "tests/rooms/waiting_list",
    ),
    Fault(
        "check of an action removed",
        "rooms/bookings/actions.py",
        '    if not organiser.is_active:\n        raise ValidationError({"organiser"',
        '    if False:\n        raise ValidationError({"organiser"',
        "tests/rooms/bookings",
    ),
    Fault(
        "off by one of a deadline",
        "rooms/availability/check_in_times.py",
        "period.upper - booking.period.lower < WHOLE_DAY",
        "period.upper - booking.period.lower <= WHOLE_DAY",
        "tests/rooms/check_in",
    ),
    Fault(
        "off by one of a deadline",
        "rooms/availability/rules.py",
        "    return today + timedelta(days=settings.ROOMS_HORIZON_DAYS)\n",
        "    return today + timedelta(days=settings.ROOMS_HORIZON_DAYS + 1)\n",
        "tests/rooms/availability tests/rooms/bookings",
    ),
    Fault(
        "purge with the wrong term",
        "rooms/registrations.py",
        "period__endswith__lt=at - timedelta(days=365 * YEARS)",
        "period__endswith__lt=at - timedelta(days=365)",
        "tests/operations/test_purges.py",
    ),
    Fault(
        "template's button shown to all",
        "templates/rooms/booking_detail.html",
        '{% if abilities.cancel %}<a class="act danger"',
        '{% if True %}<a class="act danger"',
        "tests/rooms/pages tests/rooms/bookings tests/rooms/check_in",
    ),
    Fault(
        "unescaped text",
        "rooms/pages/calendar/html.py",
        "<strong>{escape(taken.title)}</strong>",
        "<strong>{taken.title}</strong>",
        "tests/rooms/pages",
    ),
    Fault(
        "wrong audience of a mail",
        "rooms/bookings/notifications.py",
        "    return [agent for agent in people if agent != but]\n",
        "    return people\n",
        "tests/rooms/bookings",
    ),
    # Ideas
    Fault(
        "right left out of a queryset",
        "suggestions/querysets.py",
        "        return self.filter(Q(state__in=State.public()) | self._of(agent) | Q(entered_by=agent))\n",
        "        return self\n",
        "tests/suggestions/test_access.py tests/suggestions/pages",
    ),
    Fault(
        "right left out of a queryset",
        "suggestions/querysets.py",
        "        return ~Q(idea__identity=Identity.HIDDEN) | Q(is_unsigned=True)\n",
        "        return Q(pk__isnull=False)\n",
        "tests/suggestions/test_hidden_authors.py tests/suggestions/proposing",
    ),
    Fault(
        "policy that returns True",
        "suggestions/policies.py",
        "    return is_in_group(agent) and not is_one_of_authors(agent, idea)\n",
        "    return is_in_group(agent)\n",
        "tests/suggestions/test_access.py tests/suggestions/ideas tests/suggestions/decisions",
    ),
    Fault(
        "policy that returns True",
        "suggestions/policies.py",
        "    return idea.identity == Identity.NAMED or speaks_for(agent, idea) or is_in_group(agent)\n",
        "    return True\n",
        "tests/suggestions/test_access.py tests/suggestions/test_hidden_authors.py",
    ),
    Fault(
        "policy that returns True",
        "suggestions/decisions/policies.py",
        "        and idea.draft.prepared_by_id != agent.pk\n",
        "",
        "tests/suggestions/decisions",
    ),
    Fault(
        "policy that returns True",
        "suggestions/evaluation/policies.py",
        "    return seated.has_evaluated(agent) and agent.pk not in seated.recused"
        " and not can_evaluate(agent, idea)\n",
        "    return True\n",
        "tests/suggestions/evaluation",
    ),
    Fault(
        "policy that returns True",
        "suggestions/comments/policies.py",
        "    return agent.is_active and comment.author_id != agent.pk\n",
        "    return agent.is_active\n",
        "tests/suggestions/comments",
    ),
    Fault(
        "off by one of a deadline",
        "suggestions/evaluation/overdue.py",
        "on > idea.promised_on + HEAD_AFTER",
        "on >= idea.promised_on + HEAD_AFTER",
        "tests/suggestions/evaluation tests/suggestions/test_tasks.py",
    ),
    Fault(
        "off by one of a deadline",
        "suggestions/ideas/deadlines.py",
        "timedelta(days=settings.IDEA_ANSWER_DAYS)",
        "timedelta(days=settings.IDEA_ANSWER_DAYS + 1)",
        "tests/suggestions/ideas tests/suggestions/models tests/suggestions/proposing",
    ),
    Fault(
        "wrong audience of a mail",
        "suggestions/comments/notifications.py",
        "        group.exclude(pk__in=[comment.author_id, by.pk]),\n",
        "        group,\n",
        "tests/suggestions/comments",
    ),
    Fault(
        "wrong audience of a mail",
        "suggestions/comments/notifications.py",
        "        [parent.author] if parent.author != reply.author else [],\n",
        "        [parent.author],\n",
        "tests/suggestions/comments",
    ),
    Fault(
        "lock removed",
        "suggestions/evaluation/overdue.py",
        "    idea = locked(Idea.objects.overdue(on=on).filter(pk=pk, merged_into=None)).first()\n",
        "    idea = Idea.objects.filter(pk=pk).first()\n",
        "tests/suggestions/evaluation tests/suggestions/test_tasks.py",
    ),
    # The common section
    Fault(
        "right left out of a queryset",
        "dematerialisation/querysets.py",
        "        return self.filter(direction__head=agent, was_sent=True) if agent.is_active else self.none()\n",
        "        return self.filter(direction__head=agent)\n",
        "tests/dematerialisation/survey",
    ),
    Fault(
        "right left out of a queryset",
        "dematerialisation/querysets.py",
        "        of_article = Q(article__published_at__isnull=False, article__withdrawn_at=None)\n",
        "        of_article = Q(article__isnull=False)\n",
        "tests/dematerialisation/review",
    ),
    Fault(
        "policy that returns True",
        "dematerialisation/policies.py",
        "    return can_write(agent) and is_planned and is_unseen and action.screened_by_id != agent.pk\n",
        "    return can_write(agent) and is_planned and is_unseen\n",
        "tests/dematerialisation/group_actions",
    ),
    Fault(
        "policy that returns True",
        "dematerialisation/policies.py",
        "    return leads(agent, action) or can_write(agent)\n",
        "    return True\n",
        "tests/dematerialisation/group_actions",
    ),
    Fault(
        "check of an action removed",
        "dematerialisation/survey/actions.py",
        "    if ends_on < timezone.localdate():\n",
        "    if ends_on <= timezone.localdate():\n",
        "tests/dematerialisation/survey",
    ),
    Fault(
        "template's button shown to all",
        "templates/dematerialisation/review/review.html",
        "{% if can_write %}",
        "{% if True %}",
        "tests/dematerialisation/review tests/test_addresses.py",
    ),
    # Deliberations
    Fault(
        "right left out of a queryset",
        "deliberations/querysets.py",
        "        return self.all() if agent.has_role(Role.COUNCIL_SECRETARY)"
        " else self.published()\n\n    def at_address",
        "        return self.all()\n\n    def at_address",
        "tests/deliberations/test_rights.py tests/deliberations/pages",
    ),
    Fault(
        "policy that returns True",
        "deliberations/policies.py",
        "    return can_prepare(agent) and not session.was_published\n",
        "    return can_prepare(agent)\n",
        "tests/deliberations/test_rights.py tests/deliberations/sessions",
    ),
    Fault(
        "check of an action removed",
        "deliberations/sessions/actions.py",
        "        if moves and session.is_published:\n",
        "        if False:\n",
        "tests/deliberations/sessions",
    ),
    # Software
    Fault(
        "right left out of a queryset",
        "manuals/querysets.py",
        "        return self.filter(Q(functional_referent=agent) | Q(it_referent=agent))\n",
        "        return self\n",
        "tests/manuals/contracts tests/manuals/test_rights.py",
    ),
    Fault(
        "policy that returns True",
        "manuals/policies.py",
        "    return is_theirs or can_keep(agent, follow_up.software)\n",
        "    return True\n",
        "tests/manuals/follow_ups tests/manuals/test_rights.py",
    ),
    Fault(
        "wrong audience of a mail",
        "manuals/notifications.py",
        "    if follow_up.assigned_to_id == by.pk:\n",
        "    if False:\n",
        "tests/manuals/follow_ups",
    ),
    # The directory
    Fault(
        "right left out of a queryset",
        "directory/querysets.py",
        "        return self.all() if can_keep_directory(agent) else self.filter(proposed_by=agent)\n",
        "        return self.all()\n",
        "tests/directory/corrections tests/directory/test_rights.py",
    ),
    Fault(
        "policy that returns True",
        "directory/policies.py",
        "    return agent.is_active and agent.pk == subject.pk\n",
        "    return agent.is_active\n",
        "tests/directory/test_rights.py tests/directory/cards",
    ),
    Fault(
        "policy that returns True",
        "directory/policies.py",
        "        return can_give_roles(agent)\n    return can_keep_directory(agent)\n",
        "        return True\n    return can_keep_directory(agent)\n",
        "tests/directory/test_rights.py tests/directory/corrections",
    ),
    # Spaces
    Fault(
        "right left out of a queryset",
        "spaces/querysets.py",
        '        return self.filter(project__in=Project.objects.visible_to(agent).values("pk"))\n',
        "        return self.all()\n",
        "tests/spaces/test_rights.py tests/spaces/test_project_rights.py",
    ),
    Fault(
        "policy that returns True",
        "spaces/policies.py",
        "    return rights.can_write and (agent.pk == author_id or rights.can_lead)\n",
        "    return rights.can_write\n",
        "tests/spaces/test_notes.py tests/spaces/test_files.py",
    ),
    # Mail received by the town
    Fault(
        "right left out of a queryset",
        "mailroom/querysets.py",
        "Q(is_confidential=False) & everyday)\n",
        "everyday)\n",
        "tests/mailroom/test_rights.py",
    ),
    Fault(
        "policy that returns True",
        "mailroom/policies.py",
        "    is_theirs = agent.is_at_work and item.taken_by_id == agent.pk\n",
        "    is_theirs = agent.is_at_work\n",
        "tests/mailroom/test_rights.py tests/mailroom/test_answers.py",
    ),
    Fault(
        "wrong audience of a mail",
        "mailroom/notifications.py",
        "    if not item.is_confidential:\n        reading +=",
        "    if True:\n        reading +=",
        "tests/mailroom",
    ),
    # Notes
    Fault(
        "right left out of a queryset",
        "memos/querysets.py",
        "others.filter(WITH_HR).exclude(pk__in=was_about)",
        "others.filter(WITH_HR)",
        "tests/memos/test_rights.py",
    ),
    Fault(
        "wrong audience of a mail",
        "memos/notifications.py",
        "if may_treat(agent, memo)]\n",
        "]\n",
        "tests/memos",
    ),
    # The watch and the tips
    Fault(
        "right left out of a queryset",
        "legalwatch/querysets.py",
        "return self.filter(withdrawn_at=None, publish_at__lte=timezone.now())",
        "return self.filter(withdrawn_at=None, publish_at__isnull=False)",
        "tests/legalwatch",
    ),
    Fault(
        "right left out of a queryset",
        "tips/querysets.py",
        "return self.filter(published_at__isnull=False, month__lte=timezone.localdate())",
        "return self.filter(published_at__isnull=False)",
        "tests/tips",
    ),
    # People
    Fault(
        "policy that returns True",
        "core/people/policies.py",
        "    return agent.has_role(Role.ADMINISTRATOR) or not is_guarded(subject)\n",
        "    return True\n",
        "tests/people/test_sign_in_code.py tests/people/test_matrix.py tests/people/test_agent_admin.py",
    ),
    Fault(
        "off by one of a deadline",
        "core/people/actions.py",
        "        .filter(expires_at__gt=timezone.now())\n",
        "",
        "tests/people/test_sign_in_code.py",
    ),
    Fault(
        "policy that returns True",
        "core/people/sign_in_limits.py",
        "        return bool(cache.get(self.key, 0) >= self.most)\n",
        "        return bool(cache.get(self.key, 0) > self.most)\n",
        "tests/people/test_sign_in_limits.py",
    ),
    Fault(
        "secret in a form that comes back",
        "core/people/resume_after_login.py",
        '        (name, [""] if SECRET.search(name) else values)\n',
        "        (name, values)\n",
        "tests/people/test_resume_after_login.py tests/test_resumed_forms.py",
    ),
    # The mail
    Fault(
        "purge with the wrong term",
        "core/mail/inbound/expiry.py",
        "taken_at__lt=at - timedelta(days=settings.MAIL_QUARANTINE_DAYS)",
        "taken_at__lt=at",
        "tests/mail/inbound tests/operations/test_purges.py",
    ),
    Fault(
        "wrong audience of a mail",
        "core/mail/autoreply/rate_limits.py",
        "    if mail.trust == Trust.FAILED or mail.state == State.AUTOMATIC:\n",
        "    if mail.state == State.AUTOMATIC:\n",
        "tests/mail/autoreply tests/mail/inbound",
    ),
    Fault(
        "policy that returns True",
        "core/mail/policies.py",
        "    is_theirs = mail.sender_id == agent.pk and not (inbox and inbox.is_open)\n",
        "    is_theirs = True\n",
        "tests/mail/views tests/mail/admin",
    ),
    Fault(
        "check of an action removed",
        "core/mail/outbound/bounce_handling.py",
        "        is_ours = mail.trust == Trust.INTERNAL\n",
        "        is_ours = True\n",
        "tests/mail/outbound",
    ),
    # The rest of the ground
    Fault(
        "stale form that overwrites",
        "core/ui/stale_forms.py",
        "bool(self.sent_stamp) and self.sent_stamp != self.fields[FIELD].initial",
        "False",
        "tests/test_stale_forms.py",
    ),
    Fault(
        "form sent twice",
        "core/ui/once.py",
        "    if is_used(mine.model, key) and (earlier := mine.filter(submission_key=key).first()):\n"
        "        return earlier, False\n",
        "    if earlier := mine.model._default_manager.filter(submission_key=key).first():\n"
        "        return earlier, False\n",
        "tests/test_form_keys.py",
    ),
    Fault(
        "form that obeys when it comes back",
        "core/ui/resumed_forms.py",
        "        return is_valid(self) and (isinstance(self, ManagementForm)"
        ' or self.data.get(RESUMING) != "1")\n',
        "        return is_valid(self)\n",
        "tests/test_resumed_forms.py tests/people/test_resume_after_login.py",
    ),
    Fault(
        "policy that returns True",
        "core/approvals/policies.py",
        "    return is_groups and ApprovalStep.objects.stuck().filter(pk=step.pk).exists()\n",
        "    return is_groups\n",
        "tests/approvals",
    ),
    Fault(
        "wrong audience of a mail",
        "core/notifications/actions.py",
        "{agent.pk: agent for agent in recipients if agent.is_active}",
        "{agent.pk: agent for agent in recipients}",
        "tests/notifications",
    ),
    Fault(
        "policy that returns True",
        "core/people/elected_access.py",
        "    return view_name in NAMES or bool(colon and namespace in NAMESPACES)\n",
        "    return view_name in NAMES or bool(colon)\n",
        "tests/people/test_elected_access.py tests/test_addresses.py",
    ),
    Fault(
        "check of an action removed",
        "core/imports/steps.py",
        "        if by is not None:\n            self.check_right(by)\n",
        "",
        "tests/directory/imports tests/manuals/importing tests/deliberations/imports tests/rooms/importers",
    ),
    Fault(
        "template that shows what it must not",
        "templates/approvals/approval_detail.html",
        "    {% if can_decide or form.errors %}\n",
        "    {% if True %}\n",
        "tests/approvals tests/memos",
    ),
    Fault(
        "unescaped text",
        "core/search/queries.py",
        "conditional_escape(",
        "str(",
        "tests/search",
    ),
]


def misplaced() -> Iterator[str]:
    """Yield each fault whose old text does not stand exactly once, or whose tests are not there."""
    for number, fault in enumerate(FAULTS, start=1):
        times = (ROOT / fault.file).read_text().count(fault.old)
        if times != 1:
            yield f"{number}: {fault.file} holds the old text {times} times"
        for path in fault.tests.split():
            if not (ROOT / path).exists():
                yield f"{number}: {path} is not there"


def plant(clone: Path, fault: Fault, pytest: list[str]) -> str:
    """Run the tests of this fault with it in the clone; return what came of it."""
    path = clone / fault.file
    before = path.read_text()
    path.write_text(before.replace(fault.old, fault.new))
    try:
        ended = subprocess.run(
            [*pytest, "-q", "-x", "-p", "no:randomly", *fault.tests.split()],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(before)
    failed = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if ended.returncode == 1 and failed:
        return "found   " + failed[0].split()[1].split("[")[0]
    return "MISSED" if ended.returncode == 0 else f"not run ({ended.returncode})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pytest", default=f"{sys.executable} -m pytest -n 0")
    given = parser.parse_args()
    if wrong := list(misplaced()):
        sys.stdout.write("\n".join(wrong) + "\n")
        return 1
    if given.check:
        return 0
    is_lost = False
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        clone = Path(folder) / "clone"
        shutil.copytree(
            ROOT, clone, symlinks=True, ignore=shutil.ignore_patterns(".git", ".local", "__pycache__")
        )
        for number, fault in enumerate(FAULTS, start=1):
            if given.numbers and number not in given.numbers:
                continue
            result = plant(clone, fault, shlex.split(given.pytest))
            is_lost |= not result.startswith("found")
            sys.stdout.write(f"{number:2}  {fault.file:45}  {fault.kind:35}  {result}\n")
            sys.stdout.flush()
    return int(is_lost)


if __name__ == "__main__":
    sys.exit(main())
