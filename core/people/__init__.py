"""Agents (the user model), directions, absences, roles and sign-in.

Read `models`, `querysets`, `roles` and `policies`, then `tree` (who heads a direction, who manages an agent) and
`actions`; `absences` says who is away and who acts in their place, `requests` who asks. Sign-in: `adapter`,
`backends`, `passwords`, `forms`, `sign_ins` (limits, journal), `middleware` (what an elected member's account reaches
is there), `reauthentication`, `sessions`; `openid` (accounts kept elsewhere), `second_factor`. A form that is sent
after the session has ended loses no word: `resume_after_login`, `refused_forms`, `templatetags.made_for`.
"""
