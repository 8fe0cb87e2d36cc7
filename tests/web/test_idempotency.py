import uuid

import pytest
from django.db import IntegrityError

from core.web.idempotency import OneTimeForm, create_once
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def test_a_form_without_its_key_still_works():
    form = OneTimeForm({})
    assert form.is_valid()
    assert isinstance(form.cleaned_data["submission_key"], uuid.UUID)


def test_a_key_that_is_no_key_is_a_fault_not_a_crash():
    assert not OneTimeForm({"submission_key": "pas une clé\x00"}).is_valid()


def test_each_page_carries_another_key():
    assert OneTimeForm()["submission_key"].value() != OneTimeForm()["submission_key"].value()


def test_an_error_that_is_not_a_second_sending_is_not_hidden():
    from suggestions.models import Idea

    author = AgentFactory.create()
    with pytest.raises(IntegrityError):
        create_once(
            Idea.objects.filter(author=author),
            uuid.uuid4(),
            lambda key: Idea.objects.create(author=author, state="lost"),
        )
