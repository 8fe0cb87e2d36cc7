"""Internal visas on a text and its files, given step by step by the people of a circuit. A visa is no signature.

In reading order: `registry` (what may be approved), `models`, `querysets`, `deputies`, `soundness` (who takes each
step, and those that nobody can take), `policies`, `notifications`, `actions`, `reminders`, `differences`, `reading`;
then pages.
"""
