"""Each feature adds its routes, the fixed words before the keys."""

from django.urls import URLPattern

app_name = "spaces"

urlpatterns: list[URLPattern] = []
