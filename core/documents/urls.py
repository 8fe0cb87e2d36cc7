from django.urls import path

from core.documents import views

app_name = "documents"

urlpatterns = [
    path("envois/", views.upload_create, name="upload_create"),
]
