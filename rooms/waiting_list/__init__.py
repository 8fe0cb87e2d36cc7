"""« Prévenez-moi si elle se libère »: who waits for a slot, and to whom it is offered once free.

`offers` (a slot that is free goes to the first in line), `actions` (ask, take, leave), `views`, `notifications` (the
sentences of its mails).
"""
