"""Syncs a mailbox: stores the messages without a row, moves the stored ones out of the folder, checks the count.

It can be killed anywhere: a message leaves the folder only after its row is stored, and the next sync finishes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from core.french import NBSP, count_of
from core.mail.imap import storage
from core.mail.imap.accounts import Kind, MailboxError
from core.mail.imap.connection import KEYWORD, UIDS_A_COMMAND, CommandRefused, ImapConnection
from core.mail.models import IncomingMail, IncomingMailQuerySet, Mailbox

# After so many cuts of the connection at one message, it is left for a later hour.
MOST_CUTS = 2
NAMED = 5
PLACE_FIELDS = ("uid", "delivered_at", "is_headers_only")


@dataclass
class SyncReport:
    """Report of a sync. `left_out`: why a message could not be stored, by UID."""

    taken: int = 0
    too_large: int = 0
    found_again: int = 0
    left_out: dict[int, str] = field(default_factory=dict)
    untidy: str = ""
    on_server: int = 0
    without_row: list[int] = field(default_factory=list)
    is_busy: bool = False

    @property
    def trouble(self) -> MailboxError | None:
        """Return the error of a sync that went to its end, if any."""
        if self.without_row:
            named = (uid for uid in self.without_row if uid in self.left_out)
            said = [f"n°{NBSP}{uid}{NBSP}: {self.left_out[uid]}" for uid in named]
            rest = "".join(f" ({one})" for one in said[:NAMED])
            many = count_of(len(self.without_row), "message")
            return MailboxError(Kind.COUNT, f"{many} du dossier sans trace ici{rest}")
        return MailboxError(Kind.NO_FOLDER, self.untidy) if self.untidy else None


class Sync:
    """`run()` raises MailboxError, or the database's own errors when it cannot be reached.

    `cuts` counts how often the server cut the connection at each message: one bad message must not stop those behind
    it. It is fetched last, then left for later. `at_hand` is the one being fetched when a cut ends the sync, or 0.
    """

    def __init__(
        self, session: ImapConnection, mailbox: Mailbox, *, cuts: Counter[int], report: SyncReport
    ) -> None:
        self.session, self.account, self.mailbox = session, session.account, mailbox
        self.cuts, self.at_hand = cuts, 0
        # Given again after a cut: what was stored before counts too.
        self.report = report
        self.report.left_out, self.report.untidy = {}, ""

    def run(self) -> SyncReport:
        self.folder = self.session.select()
        self.uidvalidity = self.folder.uidvalidity
        if self.mailbox.uidvalidity != self.uidvalidity:
            self.mailbox.uidvalidity = self.uidvalidity
            self.mailbox.save(update_fields=["uidvalidity"])
        there = self._listed()
        known = self._known(there)
        known -= self._finish(sorted(known))
        # One at a time: a few hundred come in a day, and each is alone in memory.
        for uid in sorted((uid for uid in there if uid not in known), key=lambda uid: (self.cuts[uid], uid)):
            if self.cuts[uid] > MOST_CUTS:
                self.report.left_out[uid] = "le serveur coupe la connexion quand on le demande"
            else:
                self._take(uid)
        # No longer in the folder: moved by somebody, or by a sync killed before its note.
        waiting = self._rows.filter(left_folder_at=None).values_list("uid", flat=True)
        for some in batched(sorted(uid for uid in {*waiting} - {*there} if uid is not None), UIDS_A_COMMAND):
            self._left(some)
        # Of the listing above, what is still in the folder without a row.
        now = self._listed()
        unknown = set(there) - self._known(now)
        self.report.on_server = len(now)
        self.report.without_row = [uid for uid in now if uid in unknown]
        return self.report

    def _listed(self) -> list[int]:
        try:
            return self.session.uids()
        except CommandRefused as refusal:
            raise MailboxError(Kind.CUT, str(refusal)) from refusal

    @property
    def _rows(self) -> IncomingMailQuerySet:
        return IncomingMail.objects.filter(mailbox=self.mailbox, uidvalidity=self.uidvalidity)

    def _known(self, there: Sequence[int]) -> set[int]:
        if not there:
            return set()
        between = self._rows.filter(uid__gte=there[0], uid__lte=there[-1])
        return {uid for uid in between.values_list("uid", flat=True).iterator() if uid is not None}

    def _finish(self, known: list[int]) -> set[int]:
        """Archive or mark the messages stored before; returns the UIDs that now belong to another message."""
        others: set[int] = set()
        for some in batched(self._unfinished(known), UIDS_A_COMMAND):
            rows = {row.uid or 0: row for row in self._rows.filter(uid__in=some).only(*PLACE_FIELDS)}
            try:
                delivered = self.session.delivered(rows)
            except CommandRefused as refusal:
                self.report.untidy = str(refusal)
                continue
            # RFC 9051 gives a UID once; settings that point at another folder reuse them, and
            # what is archived unread is lost.
            wrong = {uid for uid, moment in delivered.items() if rows[uid].delivered_at != moment}
            for uid in wrong:
                storage.detach(self.mailbox, self.uidvalidity, uid)
            others |= wrong
            same = [uid for uid in delivered if uid not in wrong]
            large = [uid for uid in same if rows[uid].is_headers_only]
            self._tidy([uid for uid in same if uid not in large], large)
        return others

    def _unfinished(self, known: list[int]) -> list[int]:
        if not known:
            return []
        if not self.account.archive and self.folder.keeps_keywords:
            unmarked = set(self.session.uids("UNKEYWORD", KEYWORD))
            return [uid for uid in known if uid in unmarked]
        gone = self._rows.exclude(left_folder_at=None).filter(uid__in=known)
        if self.account.archive:
            # A message too large stays where it is; so does nothing else.
            gone = gone.filter(is_headers_only=True)
        settled = set(gone.values_list("uid", flat=True))
        return [uid for uid in known if uid not in settled]

    def _take(self, uid: int) -> None:
        self.at_hand = uid
        try:
            message = self.session.message(uid, largest=settings.MAIL_LARGEST)
        except CommandRefused as refusal:
            self.report.left_out[uid], self.at_hand = str(refusal), 0
            return
        self.at_hand, is_large = 0, message.is_headers_only
        try:
            is_new = storage.store(self.mailbox, self.uidvalidity, message)
        except DatabaseError as error:
            if trouble := storage.server_error(error):
                raise trouble from error
            self.report.left_out[uid] = storage.database_words(error)
            return
        self.report.taken += is_new
        self.report.found_again += not is_new
        self.report.too_large += is_large
        self._tidy([] if is_large else [uid], [uid] if is_large else [])

    def _tidy(self, taken: Sequence[int], too_large: Sequence[int]) -> None:
        """Archive or mark; a message that is too large is only marked. Stops at the first refusal."""
        to_mark = [*too_large] if self.account.archive else [*taken, *too_large]
        try:
            if to_mark and self.folder.keeps_keywords:
                self.session.mark(to_mark)
            if to_mark:
                self._left(to_mark)
            if self.account.archive and taken and not self.report.untidy:
                self.session.archive(taken)
                self._left(taken)
        except CommandRefused as refusal:
            aim = f"dans «{NBSP}{self.account.archive}{NBSP}»" if self.account.archive else "avec une marque"
            self.report.untidy = (
                f"Les messages sont pris, mais le serveur refuse de les ranger {aim}{NBSP}: {refusal}"
            )

    def _left(self, uids: Sequence[int]) -> None:
        """Note that they left the folder. A reader that wants one of these rows waits for this statement."""
        self._rows.filter(uid__in=uids).update(left_folder_at=timezone.now())
