"""All software through the three problems, on one page that a meeting projects.

`rows` (a software and its marks, the worst first), `counts` (how many at each mark, for articles too), `forms`,
`views`.
"""
