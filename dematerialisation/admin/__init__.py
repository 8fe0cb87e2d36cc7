"""The group's admin: `group`, `review`, `survey`."""

from dematerialisation.admin import group, review, survey
