"""What an incoming mail becomes: an idea, a message, an opinion, a prepared answer or a comment.

In reading order: `text` (subject and body fitted to an idea), `policies`, `new_ideas`, `replies`, `choices` (mails
that wait for their sender's choice), `treat_as_idea` (mails placed by the group), `acknowledgement`, `forms`,
`object_actions`, `views`.
"""
