"""Identify a file by its bytes before it is stored; refuse one that is not accepted, with the reason.

`signatures` (first bytes), `office` and `pdf` (one family each), then `detection`, which reads text and asks them all.
"""
