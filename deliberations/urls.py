from django.urls import path

from core.documents.serving import file_routes
from deliberations import urls_import, views, views_prepare
from deliberations.feeds import LatestFeed

app_name = "deliberations"

ACT = "<int:year>/<slug:session>/<str:slug>/"
PREPARE = "preparer/<slug:reference>/"

urlpatterns = [
    path("", views.council, name="council"),
    path("flux/", LatestFeed(), name="feed"),
    path("<int:year>/", views.year_detail, name="year_detail"),
    path("<int:year>.csv", views.year_export, name="year_export"),
    path("<int:year>/<slug:session>/", views.session_detail, name="session_detail"),
    path("<int:year>/<slug:session>.csv", views.session_export, name="session_export"),
    path("<int:year>/<slug:session>.zip", views.session_zip, name="session_zip"),
    path(ACT, views.deliberation_detail, name="deliberation_detail"),
    *file_routes(f"{ACT}texte/", "text", views.held_text),
    *file_routes(f"{ACT}annexes/<int:position>/", "annex", views.held_annex),
    # The secretary's
    path("preparer/", views_prepare.session_create, name="session_create"),
    path("preparer/accuses/", views_prepare.receipts, name="receipts"),
    path("preparer/export/<int:year>/", views_prepare.export_check, name="export_check"),
    path(PREPARE, views_prepare.session_prepare, name="session_prepare"),
    path(f"{PREPARE}modifier/", views_prepare.session_change, name="session_change"),
    path(f"{PREPARE}supprimer/", views_prepare.session_delete, name="session_delete"),
    path(f"{PREPARE}numeroter/", views_prepare.session_number, name="session_number"),
    path(f"{PREPARE}publier/", views_prepare.session_publish, name="session_publish"),
    path(f"{PREPARE}retirer/", views_prepare.session_unpublish, name="session_unpublish"),
    path(f"{PREPARE}ajouter/", views_prepare.deliberation_add, name="deliberation_add"),
    path(f"{ACT}modifier/", views_prepare.deliberation_change, name="deliberation_change"),
    path(f"{ACT}deplacer/", views_prepare.deliberation_move, name="deliberation_move"),
    path(f"{ACT}supprimer/", views_prepare.deliberation_remove, name="deliberation_remove"),
    *urls_import.urlpatterns,
]
