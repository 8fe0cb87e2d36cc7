"""One index, one search box, « voir aussi » links; each app registers what it offers in its `search.py`.

Read in this order:
- `registry` (kinds and offers), `readers` (who may find a row), `models`
- `index`, by the SQL of `statements`: rows written with each change; `reindexing` rebuilds them
- `query_parser`, `vocabulary`, `queries`, `titles`, `excerpts`, and `answers`, which goes from what is typed to what is
  found
- `params`, `pages` (lists and courses, found by their names), `views`; `unfound`, what is looked for in vain; `links`
  between two things
"""
