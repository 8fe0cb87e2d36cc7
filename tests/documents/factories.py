"""Documents as the rubrics' tests need them: real files, stored by the real action."""

from __future__ import annotations

from typing import Any

import factory

from core.documents import actions
from core.documents.models import Document
from tests.documents import samples
from tests.factories import AgentFactory


class DocumentFactory(factory.django.DjangoModelFactory):
    """A stored PDF; `data=` and `name=` make it another file."""

    class Meta:
        model = Document

    name = factory.Sequence(lambda n: f"document-{n}.pdf")
    data = factory.LazyFunction(samples.pdf)
    by = factory.SubFactory(AgentFactory)

    @classmethod
    def _create(cls, model_class: type[Document], *args: Any, **kwargs: Any) -> Document:
        data = kwargs.pop("data")
        return actions.store_bytes(data, read_text=False, **kwargs)
