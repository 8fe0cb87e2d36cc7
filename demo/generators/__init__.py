"""What is composed from the texts, without a database and the same at every load.

`agents` (colleagues), `councillors`, `subjects`, `council_words` and `council` (sessions), `papers` (PDF),
`deliberations`, `manuals`, `manuals_recent`, `room_pictures`.
"""
