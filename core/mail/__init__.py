"""Mail that leaves and mail that arrives.

In reading order, from the ground up: `models`, `signals`; `registry` (the contract with the
rubrics, which register their inboxes in their `registrations.py`); `headers`, `policies`; `parsing` (bytes to a
message, without Django); `outbound` (mails written in the transaction of their cause, sent by the worker);
`autoreply`; `inbound` (mails judged and delivered to their rubric); `monitoring` (what is wrong now); `imap` (the
mailboxes read); then `views`, `admin`, `tasks`, which gather.
"""
