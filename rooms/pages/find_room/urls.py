from django.urls import path

from rooms.pages.find_room import views

urlpatterns = [
    path("trouver/", views.find_room, name="find_room"),
    path("libres/", views.free_now, name="free_now"),
    path("libres/<slug:slug>/reserver/", views.book_now, name="book_now"),
]
