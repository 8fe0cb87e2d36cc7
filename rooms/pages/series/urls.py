from django.urls import path

from rooms.pages.series import change_views, create_views, detail_views
from rooms.series.change import Scope

FOLLOWING, ALL = {"scope": Scope.FOLLOWING}, {"scope": Scope.ALL}
BOOKING = "reservation/<slug:reference>"

urlpatterns = [
    path("serie/nouvelle/", create_views.series_create, name="series_create"),
    path("serie/sans-organisateur/", detail_views.series_orphans, name="series_orphans"),
    path("serie/<slug:series>/", detail_views.series_detail, name="series_detail"),
    path("serie/<slug:series>/confier/", detail_views.series_give, name="series_give"),
    path("serie/<slug:series>/arreter/", detail_views.series_end, name="series_end"),
    path(f"{BOOKING}/echanger/", change_views.booking_swap, name="booking_swap"),
    path(
        f"{BOOKING}/suivantes/modifier/",
        change_views.series_change,
        FOLLOWING,
        name="series_change_following",
    ),
    path(f"{BOOKING}/toutes/modifier/", change_views.series_change, ALL, name="series_change_all"),
    path(
        f"{BOOKING}/suivantes/annuler/", change_views.series_cancel, FOLLOWING, name="series_cancel_following"
    ),
    path(f"{BOOKING}/toutes/annuler/", change_views.series_cancel, ALL, name="series_cancel_all"),
]
