"""Signals of a tip: what is above listens.

Sent after the change, inside its transaction; `dematerialisation.apps` connects the receivers.
"""

from django.dispatch import Signal

# tip: everyone reads it, now or from the first day of its month.
published = Signal()
