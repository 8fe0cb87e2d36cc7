from django.urls import path

from manuals.overview import views

urlpatterns = [
    path("trois-problemes/", views.overview, name="overview"),
    path("trois-problemes/tableau.csv", views.overview_export, {"form": "csv"}, name="overview_csv"),
    path("trois-problemes/tableau.xlsx", views.overview_export, {"form": "xlsx"}, name="overview_xlsx"),
]
