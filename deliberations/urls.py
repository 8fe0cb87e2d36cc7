from django.urls import URLPattern

app_name = "deliberations"

urlpatterns: list[URLPattern] = []
