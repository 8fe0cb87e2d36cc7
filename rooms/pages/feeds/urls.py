from django.urls import path

from rooms.pages.feeds import views

urlpatterns = [
    path("abonnements/", views.subscriptions, name="subscriptions"),
    path("reservation/<slug:reference>/agenda.ics", views.booking_ics, name="booking_ics"),
    path("agenda/<str:secret>/mes-reservations.ics", views.feed_mine, name="feed_mine"),
    path("agenda/<str:secret>/salle/<slug:slug>.ics", views.feed_room, name="feed_room"),
    path("agenda/<str:secret>/site/<slug:site>.ics", views.feed_site, name="feed_site"),
]
