from django.urls import path

from manuals.follow_ups import views

urlpatterns = [
    path("suites/", views.follow_up_list, name="follow_up_list"),
    path("suites/liste.csv", views.follow_up_export, name="follow_up_export"),
    path("suites/<slug:follow_up>/modifier/", views.follow_up_change, name="follow_up_change"),
    path("suites/<slug:follow_up>/clore/", views.follow_up_close, name="follow_up_close"),
    path("<slug:reference>/suites/", views.follow_up_open, name="follow_up_open"),
]
