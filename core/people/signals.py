"""Signals about accounts, for the packages above."""

from django.dispatch import Signal

# With `agent=` and `by=`, in the transaction that prints the code: somebody holds a code that opens this account.
code_printed = Signal()

# With `changes=` (a list of (agent, the address before or "")), in the transaction that changes them: another address
# opens these accounts.
addresses_changed = Signal()

# With `change=` (a ChangeRequest), in the transaction that asks a second account to confirm it.
change_asked = Signal()

# With `change=` (unsaved where no other account could confirm it) and `reason=` (of a refusal), in the transaction that
# confirms, refuses or replaces it.
change_decided = Signal()

# With `agent=`, `added=` and `removed=` (sorted addresses), in the transaction that changes them: mails from other
# addresses are believed to be this agent's.
other_addresses_changed = Signal()

# With `absence=`, `by=` and `is_new_deputy=` (somebody is asked to act in their place from now on), in the transaction
# that notes, changes or removes it.
absence_changed = Signal()

# With `agent=` and `provider_name=`, in the transaction that links them: an account kept elsewhere opens this one.
account_linked = Signal()

# With `agent=` and `by=`, in the transaction that ends all their sessions.
sessions_ended = Signal()

# With `agent=`, `is_added=`, `kind=` (a type of Authenticator, or "" for all that they had), `by=` (None for a command)
# and `reason=`, in the transaction that adds or removes a second factor.
second_factor_changed = Signal()
