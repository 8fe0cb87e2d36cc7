"""Directory of agents: cards, skills and assignments, the chart, the grid, proposed corrections, the import of agents.

Read in this order, from the ground up:
- `models`, `querysets`, `policies`
- `agent_search`, `fields`, `notifications`; the tree of directions is `core.people.tree`
- `assignments` (functional, interim, mandate), then `people` (finding and showing, why each is found), `cards`,
  `skills`, `grid` (directions × projects or skills), `corrections`, `imports`: each with its actions, forms and views
"""
