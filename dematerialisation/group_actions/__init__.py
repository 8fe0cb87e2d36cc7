"""The actions of the group: what is decided, led and measured.

`forms`, `actions`, `object_actions` (the buttons), `results` (sums, and actions as they are read), `views`, `admin`.
"""
