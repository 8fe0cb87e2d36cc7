from django.urls import path

from rooms.attendees import views

urlpatterns = [
    path("reservation/<slug:reference>/inviter/", views.booking_invite, name="booking_invite"),
    path(
        "reservation/<slug:reference>/invites/<int:attendee>/retirer/",
        views.attendee_withdraw,
        name="attendee_withdraw",
    ),
    path("reservation/<slug:reference>/services/", views.booking_service, name="booking_service"),
    path(
        "reservation/<slug:reference>/services/<int:asked>/retirer/",
        views.service_withdraw,
        name="service_withdraw",
    ),
    path("services/", views.services_of_day, name="services_of_day"),
]
