"""Each member evaluates an idea before reading the others; the quorum makes it ready to be decided.

In reading order: `quorum` (the seats of an idea, who fills them, what they gave), `policies`, `actions`, `queue` (what
waits for somebody, and promises that were not kept), `grids`, `absences`, `forms` (and their buttons), `panel` (what
the idea's page shows).
"""
