"""The survey of the directions: asked by the group in a talk, or filled by the direction before it.

In reading order: `policies`, `actions`, `answering` (saving answers, none over another unseen), `forms`, `results`
(counts and sentences, nothing that tells of one direction), `views`, `admin`.
"""
