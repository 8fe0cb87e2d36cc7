from django.urls import path

from core.operations import health

urlpatterns = [
    path("sante/", health.health, name="health"),
]
