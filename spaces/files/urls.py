from django.urls import path

from core.documents.serving import file_routes
from spaces.files import views

FILE, FOLDER = "fichiers/<slug:file_reference>", "dossiers/<slug:folder_reference>"

urlpatterns = [
    path("<slug:reference>/fichiers/", views.file_list, name="file_list"),
    path("<slug:reference>/fichiers/deposer/", views.file_store, name="file_store"),
    path("<slug:reference>/fichiers/dossier/", views.folder_make, name="folder_make"),
    path("<slug:reference>/fichiers/zip/", views.file_zip, name="file_zip"),
    path(f"{FOLDER}/", views.folder_detail, name="folder_detail"),
    path(f"{FOLDER}/renommer/", views.folder_rename, name="folder_rename"),
    path(f"{FOLDER}/retirer/", views.folder_remove, name="folder_remove"),
    path(f"{FOLDER}/zip/", views.folder_zip, name="folder_zip"),
    path(f"{FILE}/", views.file_detail, name="file_detail"),
    path(f"{FILE}/deplacer/", views.file_move, name="file_move"),
    path(f"{FILE}/retirer/", views.file_remove, name="file_remove"),
    *file_routes(f"{FILE}/versions/<int:version>/", "file_version", views.held_file),
]
