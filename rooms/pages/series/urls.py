from django.urls import path

from rooms.pages.series import views
from rooms.pages.series_change import views as changes
from rooms.series.change import Scope

FOLLOWING, ALL = {"scope": Scope.FOLLOWING}, {"scope": Scope.ALL}
BOOKING = "reservation/<slug:reference>"

urlpatterns = [
    path("serie/nouvelle/", views.series_create, name="series_create"),
    path("serie/sans-organisateur/", views.series_orphans, name="series_orphans"),
    path("serie/<slug:series>/", views.series_detail, name="series_detail"),
    path("serie/<slug:series>/confier/", views.series_give, name="series_give"),
    path("serie/<slug:series>/arreter/", views.series_end, name="series_end"),
    path(f"{BOOKING}/echanger/", changes.booking_swap, name="booking_swap"),
    path(
        f"{BOOKING}/suivantes/modifier/",
        changes.series_change,
        FOLLOWING,
        name="series_change_following",
    ),
    path(f"{BOOKING}/toutes/modifier/", changes.series_change, ALL, name="series_change_all"),
    path(f"{BOOKING}/suivantes/annuler/", changes.series_cancel, FOLLOWING, name="series_cancel_following"),
    path(f"{BOOKING}/toutes/annuler/", changes.series_cancel, ALL, name="series_cancel_all"),
]
