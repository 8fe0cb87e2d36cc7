from django.urls import path

from rooms.series.changing import Scope
from rooms.series.views import changing, creating, keeping

FOLLOWING, ALL = {"scope": Scope.FOLLOWING}, {"scope": Scope.ALL}
BOOKING = "reservation/<slug:reference>"

urlpatterns = [
    path("serie/nouvelle/", creating.series_create, name="series_create"),
    path("serie/sans-organisateur/", keeping.series_orphans, name="series_orphans"),
    path("serie/<slug:series>/", keeping.series_detail, name="series_detail"),
    path("serie/<slug:series>/confier/", keeping.series_give, name="series_give"),
    path("serie/<slug:series>/arreter/", keeping.series_end, name="series_end"),
    path(f"{BOOKING}/echanger/", changing.booking_swap, name="booking_swap"),
    path(f"{BOOKING}/suivantes/modifier/", changing.series_change, FOLLOWING, name="series_change_following"),
    path(f"{BOOKING}/toutes/modifier/", changing.series_change, ALL, name="series_change_all"),
    path(f"{BOOKING}/suivantes/annuler/", changing.series_cancel, FOLLOWING, name="series_cancel_following"),
    path(f"{BOOKING}/toutes/annuler/", changing.series_cancel, ALL, name="series_cancel_all"),
]
