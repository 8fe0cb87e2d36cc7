"""The common section: what draws on several rubrics.

In reading order: `models`, `states`, `querysets`, `policies`, `survey` (what the directions ask for), `priorities`
(what they wish for, and what comes first), `group_actions` (what the group decides and does), `assessment` (what it has
achieved in a year), `pages` (the group and what it writes), `review` (the town's internal review: its issues and
articles), `printerless` (a day without a printer), `home` (the home page and « Mon espace »), `menu`, `admin`.
"""
