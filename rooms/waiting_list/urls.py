from django.urls import path

from rooms.waiting_list import views

urlpatterns = [
    path("attendre/", views.wait_create, name="wait_create"),
    path("attente/<slug:wait>/", views.wait_detail, name="wait_detail"),
]
