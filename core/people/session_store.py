"""Django's sessions in the database, read without the ORM, which takes longer to ask than PostgreSQL to answer.

All else is Django's: the signature, the expiry, saving, deleting.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            # As Django's: a new key, never one that was given.
            self._session_key = None
            return {}
        return self.decode(row[0])
