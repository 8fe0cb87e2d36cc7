"""« Écrire un message d'essai »: a message of the trial goes through the gateway, and a page shows each step.

In reading order: messages (its bytes, as the town's server would deliver them), actions, forms, steps (what became of
it, for who sent it), views.
"""
