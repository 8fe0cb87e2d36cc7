"""What is composed from the texts, without a database and the same at every load.

`agents` (colleagues), `councillors`, `council_words` and `council` (sessions), `papers` (PDF),
`deliberations`, `manuals`.
"""
