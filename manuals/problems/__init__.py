"""The three problems of a software: their parts on the page, and their forms.

Read in this order: `marks` (the five words and their rules), `sheets` (what the page shows), `actions`, `forms`,
`views`.
"""
