from django.urls import path

from tips import views

app_name = "tips"

urlpatterns = [
    path("", views.tip_current, name="tip_current"),
    path("<int:year>/", views.tip_year, name="tip_year"),
    path("conseil/<slug:reference>/", views.tip_detail, name="tip_detail"),
]
