"""Who is who: the cards of agents, the chart, the corrections that people propose, the import of agents.

Read in this order, from the ground up:
- `models`, `querysets`, `policies`
- `agent_search`, `fields`, `notifications`; the tree of directions is `core.people.tree`
- `people` (finding and showing), `cards`, `corrections`, `imports`: each with its actions, forms and views
"""
