from django.apps import AppConfig


class DematerialisationConfig(AppConfig):
    name = "dematerialisation"
    verbose_name = "La section commune"

    def ready(self) -> None:
        from dematerialisation.review import actions
        from tips.actions import published

        published.connect(actions.settle_missing_tip, dispatch_uid="review.settle_missing_tip")
