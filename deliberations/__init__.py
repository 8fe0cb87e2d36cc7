"""The council: sessions, deliberations, their files, the préfecture's receipts, and open data.

Read in this order, from the ground up:
- `models`, `querysets`, `policies`: nouns, sets, rights
- `locking`: what every action needs
- `scdl`: the national open-data format, written
- `draft_approvals`: the visas of rapporteurs; `accounts`: how they sign in
- `sessions`, `acts`, `voting`, `receipts`: what the secretary does; `pages`: what everyone reads
- `registrations`: what the circuits, the search and the other rungs know of it
"""
