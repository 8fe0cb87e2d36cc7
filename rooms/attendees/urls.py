from django.urls import path

from rooms.attendees import views

urlpatterns = [
    path("reservation/<slug:reference>/inviter/", views.booking_invite, name="booking_invite"),
    path(
        "reservation/<slug:reference>/invites/<int:attendee>/retirer/",
        views.attendee_withdraw,
        name="attendee_withdraw",
    ),
]
