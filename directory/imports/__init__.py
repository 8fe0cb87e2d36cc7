"""Importing the human resources' list of agents.

`parser` reads the file and `cleaning` its values, `assignments` finds the directions that it means and the work that
agents do beside their place; `plan` compares it with the directory, `apply` writes the plan; then `views`.
`ldap_entries` and `ldap_plan` do it for the town's LDAP directory, which `manage.py import_ldap` reads each night.
"""
