from django.urls import path

from mailroom.retention import views

urlpatterns = [
    path("conservation/", views.retention, name="retention"),
    path("conservation/a-eliminer.pdf", views.elimination_list, name="elimination_list"),
    path("conservation/<slug:elimination>/", views.elimination_pdf, name="elimination_pdf"),
]
