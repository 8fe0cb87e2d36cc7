from django.urls import path

from deliberations import views

app_name = "deliberations"

urlpatterns = [
    path("<int:year>/<slug:session>/", views.session_detail, name="session_detail"),
    path("<int:year>/<slug:session>/<str:slug>/", views.deliberation_detail, name="deliberation_detail"),
]
