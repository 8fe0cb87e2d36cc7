"""Identify a file by its bytes before it is stored; refuse one that is not accepted, with the reason.

`signatures` (first bytes), `office`, `pdf` and `text` (one family each), then `detection`, which asks them all.
"""
