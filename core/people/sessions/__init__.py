"""Where an account is open: listed and ended by its owner, or all ended by an administrator.

By `allauth.usersessions`, which keeps a row beside each session: a table of our own would be that much code more, and
the sessions themselves cannot be searched by agent. Its page is not used: it deletes on GET.
"""
