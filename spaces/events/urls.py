from django.urls import path

from spaces.events import views

EVENT = "dates/<slug:event_reference>"

urlpatterns = [
    # No log holds what follows « agenda/ »: see SECRET_ADDRESSES.
    path("agenda/<str:secret>/<slug:reference>.ics", views.feed, name="feed"),
    path("<slug:reference>/dates/", views.event_list, name="event_list"),
    path("<slug:reference>/dates/ajouter/", views.event_add, name="event_add"),
    path("<slug:reference>/agenda/", views.feed_address, name="feed_address"),
    path("<slug:reference>/decisions/", views.decision_list, name="decision_list"),
    path("<slug:reference>/decisions/noter/", views.decision_write, name="decision_write"),
    path(f"{EVENT}/", views.event_detail, name="event_detail"),
    path(f"{EVENT}/modifier/", views.event_change, name="event_change"),
    path(f"{EVENT}/annuler/", views.event_cancel, name="event_cancel"),
    path("decisions/<slug:decision_reference>/remplacer/", views.decision_replace, name="decision_replace"),
    path("decisions/<slug:decision_reference>/corriger/", views.decision_correct, name="decision_correct"),
]
