"""A second factor after the password, the printed code or the account kept elsewhere: codes or a passkey.

Through `allauth.mfa`: it asks for one of them between the first factor and the session. `policies` says who must have
one, `middleware` leads them to it and opens nothing else; `adapter` keeps the secrets encrypted, `forms` limits the
guesses, `actions` writes and tells each change, `views` are its pages; administrators take lost ones away on
the agent's page, `manage.py reset_sign_in` from the shell.
"""
