from django.urls import path

from core.documents.serving import file_routes
from deliberations.imports import views

IMPORT = "importer/<slug:reference>/"

urlpatterns = [
    path("importer/", views.import_create, name="import_create"),
    path(IMPORT, views.import_detail, name="import_detail"),
    path(f"{IMPORT}confirmer/", views.import_confirm, name="import_confirm"),
    path(f"{IMPORT}abandonner/", views.import_abandon, name="import_abandon"),
    path(f"{IMPORT}reprendre/", views.import_resume, name="import_resume"),
    path(f"{IMPORT}refusees/", views.import_refusals, name="import_refusals"),
    *file_routes(f"{IMPORT}fichier/", "import_file", views.held_file),
]
