"""What the members of the group tell each other about an idea, outside its evaluation; never read by its authors.

In reading order: `policies`, `actions`, `notifications`, `panel`, `object_actions`.
"""
