"""Proposing an idea, named or with a hidden name, or for a colleague; correcting it, withdrawing it.

In reading order: `policies`, `actions`, `drafts` (saved while typing), `offline_notices` (news that a colleague passes
on to an author without a workstation), `forms`, `views`.
"""
