"""The actions of the group: what is decided, led, measured and told.

`forms`, `actions`, `object_actions` (the buttons), `results` (sums, and actions as they are read), `views`, `admin`.
"""
