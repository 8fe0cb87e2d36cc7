"""saperlipopette!: agents propose ideas, the group studies, decides and answers.

Read first: `states`, `models`, `querysets`, `policies`. Then `ideas`, what all features share of one idea; then each
feature, a module or a package that holds all of it: `proposing`, `anonymous`, `evaluation`, `notes`, `exchange`,
`decisions`, `appeals`, `meetings`, `comments`, `merging`, `feedback`, `similar`, `statistics`, `mail_in`. `pages` and
`exports` show what they bring. `admin`, `registrations`, `tasks` and `urls` gather the features. Who may import whom is
in `tests/test_architecture.py`.
"""
