"""History of changes, written by the database's triggers and never rewritten.

`tracking` is put on a model; `database_roles` withholds what is written from the role that runs the site; `context`
names an action and its author; `entries` are the history as people read it; `trigger_index` makes the triggers quick to
register.
"""
