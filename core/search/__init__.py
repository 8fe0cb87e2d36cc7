"""One index, one search box, « voir aussi » links; each app registers what it offers in its `registrations.py`.

Read in this order:
- `registry` (kinds and offers), `sql` (who may find a row), `models`
- `index`: rows written with each change; the command of « reindex » rebuilds them
- `query_parser`, `vocabulary`, and `queries`, which goes from what is typed to what is found or suggested
- `pages` (lists and courses, found by their names), `views`; `zero_results`, what is looked for in vain; `links`
  between two things
"""
