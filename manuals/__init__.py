"""The town's business software: who to call, their manuals, the three problems that all of them share, their contracts.

Read in this order: `models`, `querysets`, `policies`, `at_hand` (what the home page shows), `notifications`, `actions`,
`forms`; the features `problems`, `contracts`, `follow_ups`, `overview`, `collaboration`; then `views`,
`registrations`, `tasks`, `admin`.
"""
