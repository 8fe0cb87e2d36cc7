"""Keeps visits of the anonymous form and of the follow-up page out of the application's log."""

import logging

# The choice of identity and the other forms too: an agent seen there and nowhere after would be identified.
SILENT_PATHS = ("/idees/proposer", "/idees/suivi", "/idees/semblables")


class NoLineAboutAnonymousForms(logging.Filter):
    """Drops every record about one of these addresses, errors included."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "") or ""
        if any(quiet in path for quiet in SILENT_PATHS):
            return False
        said = record.args if isinstance(record.args, tuple) else ()
        return not any(quiet in str(part) for part in (record.msg, *said) for quiet in SILENT_PATHS)
