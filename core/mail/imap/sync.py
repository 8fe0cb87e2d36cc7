"""Syncs a mailbox: stores the messages without a row, moves the stored ones out of the folder, checks the count.

It can be killed anywhere: a message leaves the folder only after its row is stored, and the next sync finishes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from core.mail.imap import storage
from core.mail.imap.accounts import MailAccount
from core.mail.imap.connection import CommandRefused, Fetched, ImapConnection, chunks
from core.mail.imap.errors import Kind, MailboxError
from core.mail.imap.storage import FetchedMessage
from core.mail.models import IncomingMail, Mailbox
from core.mail.models.incoming import IncomingMailQuerySet
from core.ui.french import NBSP, count_of

# A batch: one FETCH, one transaction, one MOVE. Its bytes are all in memory at once.
BATCH_MESSAGES = 100
BATCH_BYTES = 4 * 1024 * 1024
# After so many cuts of the connection at one message, it is left for a later hour.
MOST_CUTS = 2
NAMED = 5
PLACE_FIELDS = ("uid", "delivered_at", "is_headers_only")


@dataclass
class Suspects:
    """Messages at which the server cut the connection: they are fetched last, one by one, then left for later.

    One bad message must not stop those behind it. Kept in memory: a fetcher that starts tries them again.
    """

    cuts: Counter[int] = field(default_factory=Counter)
    at_hand: tuple[int, ...] = ()
    uidvalidity: int | None = None
    since: datetime = field(default_factory=timezone.now)

    def begin(self, uidvalidity: int) -> None:
        is_old = timezone.now() - self.since > timedelta(hours=1)
        if uidvalidity != self.uidvalidity or is_old:
            self.cuts.clear()
            self.since = timezone.now()
        self.uidvalidity, self.at_hand = uidvalidity, ()

    def cut(self) -> bool:
        """Note a cut of the connection; returns whether a message was being fetched: then going on helps."""
        self.cuts.update(self.at_hand)
        had_some, self.at_hand = bool(self.at_hand), ()
        return had_some


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
            said = [
                f"n°{NBSP}{uid}{NBSP}: {self.left_out[uid]}"
                for uid in self.without_row
                if uid in self.left_out
            ]
            rest = "".join(f" ({one})" for one in said[:NAMED])
            many = count_of(len(self.without_row), "message")
            return MailboxError(Kind.COUNT, f"{many} du dossier sans trace ici{rest}")
        return MailboxError(Kind.NO_FOLDER, self.untidy) if self.untidy else None


class Sync:
    """`run()` raises MailboxError, or the database's own errors when it cannot be reached."""

    def __init__(
        self,
        session: ImapConnection,
        mailbox: Mailbox,
        *,
        suspects: Suspects | None = None,
        report: SyncReport | None = None,
    ) -> None:
        self.session = session
        self.account: MailAccount = session.account
        self.mailbox = mailbox
        self.suspects = suspects or Suspects()
        # Given after a cut: what was stored before counts too.
        self.report = report or SyncReport()
        self.report.left_out, self.report.untidy = {}, ""

    def run(self) -> SyncReport:
        self.folder = self.session.select()
        self.uidvalidity = self.folder.uidvalidity
        self.suspects.begin(self.uidvalidity)
        if self.mailbox.uidvalidity != self.uidvalidity:
            self.mailbox.uidvalidity = self.uidvalidity
            self.mailbox.save(update_fields=["uidvalidity"])
        there = self._listed()
        known = self._known(there)
        known -= self._finish(sorted(known))
        new = [uid for uid in there if uid not in known]
        for batch, size in self._batches([uid for uid in new if not self.suspects.cuts[uid]]):
            self._take(batch, size)
        for uid in sorted(
            (uid for uid in new if self.suspects.cuts[uid]), key=lambda uid: self.suspects.cuts[uid]
        ):
            self._take_suspect(uid)
        self._note_gone(there)
        self._count(there)
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

    # --- what an earlier pass kept, and what is still in the folder ---

    def _finish(self, known: list[int]) -> set[int]:
        """Archive or mark the messages stored before; returns the UIDs that now belong to another message."""
        others: set[int] = set()
        for some in chunks(self._unfinished(known)):
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
        if self.account.archive:
            # A message too large stays where it is; so does nothing else.
            stays = self._rows.filter(is_headers_only=True).exclude(left_folder_at=None)
            staying = set(stays.values_list("uid", flat=True))
            return [uid for uid in known if uid not in staying]
        if self.folder.keeps_keywords:
            unmarked = set(self.session.unmarked())
            return [uid for uid in known if uid in unmarked]
        waiting = set(self._rows.filter(left_folder_at=None).values_list("uid", flat=True))
        return [uid for uid in known if uid in waiting]

    # --- what has no row ---

    def _batches(self, uids: Sequence[int]) -> Iterator[tuple[list[int], dict[int, int]]]:
        """Each with the sizes, which are read before any body."""
        for some in chunks(uids):
            sizes = self._sizes(some)
            batch: list[int] = []
            weight = 0
            for uid in some:
                size = sizes.get(uid, 0)
                if batch and (len(batch) >= BATCH_MESSAGES or weight + size > BATCH_BYTES):
                    yield batch, sizes
                    batch, weight = [], 0
                # One too large gives its headers only.
                batch.append(uid)
                weight += 0 if size > settings.MAIL_LARGEST else size
            if batch:
                yield batch, sizes

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        try:
            return self.session.sizes(uids)
        except CommandRefused as refusal:
            if len(uids) == 1:
                self.report.left_out[uids[0]] = str(refusal)
                return {}
        return {uid: size for one in uids for uid, size in self._sizes([one]).items()}

    def _take(self, uids: list[int], sizes: dict[int, int]) -> None:
        small = [uid for uid in uids if uid in sizes and sizes[uid] <= settings.MAIL_LARGEST]
        self.suspects.at_hand = tuple(small)
        whole = self._fetched(small)
        self.suspects.at_hand = ()
        kept = self._keep(
            [
                FetchedMessage(one.content, len(one.content), uid, delivered_at=one.delivered_at)
                for uid, one in sorted(whole.items())
            ]
        )
        large = [uid for uid in uids if sizes.get(uid, 0) > settings.MAIL_LARGEST]
        kept_large = [uid for uid in large if self._take_headers(uid, sizes[uid])]
        self._tidy(kept, kept_large)

    def _take_suspect(self, uid: int) -> None:
        if self.suspects.cuts[uid] > MOST_CUTS:
            self.report.left_out[uid] = "le serveur coupe la connexion quand on le demande"
            return
        self._take([uid], self._sizes([uid]))

    def _fetched(self, uids: Sequence[int]) -> dict[int, Fetched]:
        """Fetch all at once; what the server refuses or leaves out, one by one."""
        if not uids:
            return {}
        found: dict[int, Fetched] = {}
        why = "le serveur ne le donne pas"
        try:
            found = self.session.messages(uids)
        except CommandRefused as refusal:
            why = str(refusal)
        missing = [uid for uid in uids if uid not in found]
        if len(uids) == 1 and missing:
            self.report.left_out[uids[0]] = why
            return {}
        for uid in missing:
            found |= self._fetched([uid])
        return found

    def _take_headers(self, uid: int, size: int) -> bool:
        self.suspects.at_hand = (uid,)
        try:
            found = self.session.headers(uid)
        except CommandRefused as refusal:
            self.report.left_out[uid] = str(refusal)
            return False
        message = found and FetchedMessage(
            found.content, size, uid, is_headers_only=True, delivered_at=found.delivered_at
        )
        kept = self._keep([message]) if message else []
        self.suspects.at_hand = ()
        self.report.too_large += len(kept)
        return bool(kept)

    def _keep(self, messages: list[FetchedMessage]) -> list[int]:
        """The UIDs that now have a row: all, or all but those that the database refuses."""
        if not messages:
            return []
        try:
            new = storage.store(self.mailbox, self.uidvalidity, messages)
        except DatabaseError as error:
            if trouble := storage.server_error(error):
                raise trouble from error
            if len(messages) == 1:
                self.report.left_out[messages[0].uid or 0] = storage.database_words(error)
                return []
            kept = [uid for message in messages for uid in self._keep([message])]
            if not kept:
                text = f"La base de données refuse tout{NBSP}: {storage.database_words(error)}"
                raise MailboxError(Kind.FULL, text) from error
            return kept
        self.report.taken += new
        self.report.found_again += len(messages) - new
        return [message.uid for message in messages if message.uid is not None]

    # --- what is taken leaves ---

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

    def _note_gone(self, there: Sequence[int]) -> None:
        """Note the messages no longer in the folder: moved by somebody, or by a sync killed before its note."""
        waiting = self._rows.filter(left_folder_at=None)
        present = set(there)
        gone = [uid for uid in waiting.values_list("uid", flat=True) if uid not in present]
        for some in chunks([uid for uid in gone if uid is not None]):
            self._left(some)

    def _count(self, there: Sequence[int]) -> None:
        """Count the messages of this sync's listing that are still in the folder without a row."""
        now = self._listed()
        before = set(there)
        rows = self._known(now)
        self.report.on_server = len(now)
        self.report.without_row = [uid for uid in now if uid in before and uid not in rows]
