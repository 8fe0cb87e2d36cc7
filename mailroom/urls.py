from django.urls import path

from mailroom import views

app_name = "mailroom"

urlpatterns = [
    path("", views.item_list, name="item_list"),
    path("<slug:reference>/", views.item_detail, name="item_detail"),
]
