"""Wishes of directions, grouped into priorities that lead to actions: actions, forms, admin, views."""
