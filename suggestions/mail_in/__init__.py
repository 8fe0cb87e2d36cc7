"""Turn an incoming mail into an idea, or into a message to the group.

In reading order: `text` (subject and body fitted to an idea), `policies`, `new_ideas`, `replies`, `treat_as_idea`
(mails placed by the group), `forms`, `object_actions`.
"""
