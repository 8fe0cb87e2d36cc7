"""Agents (the user model), directions, absences, roles and sign-in.

Read `models`, `querysets`, `roles` and `policies`, then `tree` (who heads a direction, who manages an agent) and
`actions`; `absences` says who is away and who acts in their place, `requests` who asks. Sign-in: `adapter`, `backends`,
`forms`, `sign_in_limits`, `sign_in_journal`, `workstations`, `freshness`, `reset_links`, `sessions`;
`openid` (accounts kept elsewhere), `second_factor`. A form that is sent after the session has ended loses no word:
`resume_after_login`, `refused_forms`, `templatetags.made_for`. What an elected member's account reaches:
`elected_access`.
"""
