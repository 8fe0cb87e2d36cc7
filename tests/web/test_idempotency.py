import ast
import uuid
from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from core.web.idempotency import OneTimeForm, create_once, unused_key
from suggestions.models import Idea
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import idea_in
from tests.test_architecture import sources

pytestmark = pytest.mark.django_db


def test_a_key_that_is_no_key_is_a_fault_not_a_crash():
    assert not OneTimeForm({"submission_key": "pas une clé\x00"}).is_valid()


def test_an_error_that_is_not_a_second_sending_is_not_hidden():
    author = AgentFactory.create()
    with pytest.raises(IntegrityError):
        create_once(
            Idea.objects.filter(author=author),
            uuid.uuid4(),
            lambda key: Idea.objects.create(author=author, state="lost"),
        )


def test_somebody_else_s_key_is_no_key(author, colleague):
    """What is sent is kept as new, and nothing of theirs is returned."""
    theirs = idea_in(State.RECEIVED, author=author)
    mine = Idea.objects.filter(author=colleague)
    made, is_new = create_once(
        mine, theirs.submission_key, lambda key: idea_in(State.RECEIVED, author=colleague, submission_key=key)
    )
    assert is_new
    assert made.pk != theirs.pk
    assert create_once(mine, made.submission_key, lambda key: made) == (made, False)
    key = uuid.uuid4()
    assert unused_key(Idea, key) == key
    assert unused_key(Idea, theirs.submission_key) != theirs.submission_key


# Rows that a person made or works on, or those of one object: `filter`, or a set that is named after whose it is.
NARROWED = {"filter", "of", "by"}
# The agenda that all the members of the group make together.
SHARED = {"Meeting.objects.all()"}


def test_what_a_key_is_looked_for_in_is_the_sender_s_own():
    wide = {
        f"{path}: {said}"
        for path in sources()
        if path.name != "idempotency.py"
        for said in sets_of(ast.parse(path.read_text()))
        if said not in SHARED
    }
    assert wide == set()


def sets_of(tree: ast.Module) -> Iterator[str]:
    """Yield each set of rows, given to `create_once` or as `mine`, that is not narrowed."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        nodes = [*ast.walk(function)]
        named = {ast.unparse(node.targets[0]): node.value for node in nodes if isinstance(node, ast.Assign)}
        for call in (node for node in nodes if isinstance(node, ast.Call)):
            given = [each.value for each in call.keywords if each.arg == "mine"]
            given += call.args[:1] if ast.unparse(call.func) == "create_once" else []
            # A parameter is looked at where the function is called.
            values = [named.get(ast.unparse(each), each) for each in given]
            yield from (
                ast.unparse(each) for each in values if not isinstance(each, ast.Name) and is_wide(each)
            )


def is_wide(value: ast.expr) -> bool:
    text = ast.unparse(value)
    names = {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
    return not (names & NARROWED or (text.endswith(".all()") and ".objects." not in text))
