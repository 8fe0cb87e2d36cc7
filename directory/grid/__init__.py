"""Who works on what, by direction: counts that open the list of people, on a page and as a CSV: `counts`, `views`.

It counts people and says nothing of any of them.
"""
