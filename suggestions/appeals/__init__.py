"""An author contests a refusal once, with a reason; the group answers once.

In reading order: `policies`, `notifications`, `actions`, `object_actions`.
"""
