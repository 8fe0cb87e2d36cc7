"""What an incoming mail becomes: an idea, or a message to the group.

In reading order: `text` (subject and body fitted to an idea), `policies`, `new_ideas`, `replies`, `treat_as_idea`
(mails placed by the group), `acknowledgement`, `forms`, `object_actions`.
"""
