"""Importing a SCDL file.

`importer` compares it with what is stored and writes it, by the SQL of `statements`; `reporting` words the result;
`actions` are the steps of the secretary's import, from the upload to the report; then `views`.
"""
