"""Notes between members of the group about an idea, outside its evaluation; its authors never read them.

In reading order: `policies`, `actions`, `notifications`.
"""
