"""What a file is, judged by its bytes before it is stored; what is not accepted is refused with its reason.

`signatures` (first bytes), `office`, `pdf` and `text` (one family each), then `detection`, which asks them all.
"""
