"""Importing the human resources' list of agents.

`parser` reads the file and `cleaning` its values, `direction_matching` finds the directions that it means and
`assignments` the work that agents do beside their place; `plan` compares it with the directory, `apply` writes the
plan; `actions` are the steps of an import, then `views`. `ldap_entries` and `ldap_plan` do it for the town's
LDAP directory, which `manage.py import_ldap` reads each night.
"""
