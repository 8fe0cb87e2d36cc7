from django.urls import path

from rooms.services import views

urlpatterns = [
    path("reservation/<slug:reference>/services/", views.booking_service, name="booking_service"),
    path(
        "reservation/<slug:reference>/services/<int:asked>/retirer/",
        views.service_withdraw,
        name="service_withdraw",
    ),
    path("services/", views.services_of_day, name="services_of_day"),
]
