from django.urls import path

from manuals.collaboration import views

urlpatterns = [
    path("travailler-ensemble/", views.shared_tools, name="shared_tools"),
    path("<slug:reference>/travailler-ensemble/", views.shared_tool_edit, name="shared_tool_edit"),
]
