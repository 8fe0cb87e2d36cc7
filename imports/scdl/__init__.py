"""The council's past, from the national open-data format (SCDL), read as real files are.

`parser` (a deliberation from a line, by the columns of the standard) and `cells` (values); `importer` compares it
with what is stored and writes it; `actions` are the steps of the secretary's import; then `views`.
"""
