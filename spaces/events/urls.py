from django.urls import path

from spaces.events import views

EVENT = "dates/<slug:reference>"

urlpatterns = [
    # No log holds what follows « agenda/ »: see SECRET_ADDRESSES.
    path("agenda/<str:secret>/<slug:project>.ics", views.feed, name="feed"),
    path("<slug:project>/dates/", views.event_list, name="event_list"),
    path("<slug:project>/dates/ajouter/", views.event_add, name="event_add"),
    path("<slug:project>/agenda/", views.feed_address, name="feed_address"),
    path("<slug:project>/decisions/", views.decision_list, name="decision_list"),
    path("<slug:project>/decisions/noter/", views.decision_write, name="decision_write"),
    path(f"{EVENT}/", views.event_detail, name="event_detail"),
    path(f"{EVENT}/modifier/", views.event_change, name="event_change"),
    path(f"{EVENT}/annuler/", views.event_cancel, name="event_cancel"),
    path("decisions/<slug:reference>/remplacer/", views.decision_replace, name="decision_replace"),
]
