"""The national open-data format of deliberations (SCDL 2.1.5), read as real files are, and written strictly.

From bytes to deliberations: `lines` (encodings), `table` (header, records), `cells` and `dates` (values),
`parser` (a deliberation from a record). `export` writes the format; `views` offers the export.
"""
