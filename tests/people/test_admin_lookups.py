"""The addresses of the admin's lists filter by what the lists offer, and by nothing else."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from core.admin.base import PolicyAdmin

pytestmark = pytest.mark.django_db
DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, PolicyAdmin)]


def offered_by(desk: Any) -> set[str]:
    names = {desk.date_hierarchy}
    for each in desk.list_filter:
        name = each[0] if isinstance(each, tuple) else getattr(each, "parameter_name", each)
        names.add(name.partition("__")[0])
    return names


def test_no_column_is_read_by_a_filter_that_is_not_offered(case):
    for desk in DESKS:
        with case(desk):
            request = RequestFactory().get("/")
            columns = [
                field.name for field in desk.model._meta.get_fields() if field.name not in offered_by(desk)
            ]
            assert columns
            readable = [
                lookup
                for name in columns
                for lookup in (
                    name,
                    f"{name}__exact",
                    f"{name}__startswith",
                    f"{name}__isnull",
                    f"{name}__pk",
                )
                if desk.lookup_allowed(lookup, "x", request)
            ]
            assert readable == []
