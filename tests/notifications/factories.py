from typing import Any

import factory
from django.utils import timezone

from core.notifications.models import Notification
from tests.factories import AgentFactory


class NotificationFactory(factory.django.DjangoModelFactory):
    """Something told an hour ago; `waiting=True` for the digest, `read=True` once read, `told_at` to say when."""

    class Meta:
        model = Notification
        skip_postgeneration_save = True

    recipient = factory.SubFactory(AgentFactory)
    kind = "suggestions.moved"
    title = factory.Sequence(lambda n: f"Votre idée avance\u00a0: la boîte à clés n° {n}")
    url = "/groupe/"

    class Params:
        waiting = factory.Trait(awaits_digest=True)
        read = factory.Trait(read_at=factory.LazyFunction(timezone.now))

    @factory.post_generation
    def told_at(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        # auto_now_add would write the moment of the test.
        if extracted:
            Notification.objects.filter(pk=self.pk).update(created_at=extracted)
            self.created_at = extracted
