"""The common section: the group's pages and actions, the tips of twelve months, the review's articles."""

from demo.data_files import read_toml, records
from demo.records.section import Action, Lesson, Page, ReviewArticle, Tip

_actions = read_toml("actions.toml")

PAGES = records(Page, read_toml("pages.toml")["pages"])
TIPS = records(Tip, read_toml("tips.toml")["tips"])
LESSONS = records(Lesson, read_toml("lessons.toml")["lessons"])
ARTICLES = records(ReviewArticle, read_toml("review.toml")["articles"])
UNDER_WAY = records(Action, _actions["under_way"])
DONE = tuple(sorted(records(Action, _actions["done"]), key=lambda action: action.days_ago or 0))
ACTIONS = (*UNDER_WAY, *DONE)
