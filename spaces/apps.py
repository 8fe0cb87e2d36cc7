from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_migrate

from spaces.initial_data import make_group_space


class SpacesConfig(AppConfig):
    name = "spaces"
    verbose_name = "Les espaces des projets"

    def ready(self) -> None:
        from core.people.models import Agent
        from spaces.members.actions import follow_roles

        # After the first migration, and after a flush, as the permissions come.
        post_migrate.connect(make_group_space, sender=self)
        m2m_changed.connect(follow_roles, sender=Agent.groups.through, dispatch_uid="spaces.group")
