"""What the application's log never says: that somebody was at the anonymous form, or with a follow-up code."""

import logging

# The levels and the other forms too: whoever chose a level and is then seen nowhere chose this one.
SILENT_PATHS = ("/idees/proposer", "/idees/suivi", "/idees/semblables")


class NoLineAboutAnonymousForms(logging.Filter):
    """Drops every record that is about one of these addresses, whoever writes it, faults included."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "") or ""
        if any(quiet in path for quiet in SILENT_PATHS):
            return False
        said = record.args if isinstance(record.args, tuple) else ()
        return not any(quiet in str(part) for part in (record.msg, *said) for quiet in SILENT_PATHS)
