"""Who is who: the cards of agents, the chart, the corrections that people propose, the import of agents.

Read in this order, from the ground up:
- `models`, `querysets`, `policies`
- `tree` (directions and their heads), `agent_search`, `fields`, `notifications`
- `people` (finding and showing), `cards`, `corrections`, `imports`: each with its actions, forms and views
"""
