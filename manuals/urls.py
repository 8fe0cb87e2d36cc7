from django.urls import path

from core.documents.serving import file_routes
from manuals import manual_views, views

app_name = "manuals"

urlpatterns = [
    path("", views.software_list, name="software_list"),
    path("liste.csv", views.software_export, name="software_export"),
    path("mes-manuels/", manual_views.my_manuals, name="my_manuals"),
    path("manuel/<slug:manual_reference>/", manual_views.manual_detail, name="manual_detail"),
    path("manuel/<slug:manual_reference>/epingler/", manual_views.manual_pin, name="manual_pin"),
    path("manuel/<slug:manual_reference>/corriger/", manual_views.manual_correct, name="manual_correct"),
    path(
        "manuel/<slug:manual_reference>/remplacer/fichier/",
        manual_views.manual_replace,
        {"kind": "fichier"},
        name="manual_replace_file",
    ),
    path(
        "manuel/<slug:manual_reference>/remplacer/page/",
        manual_views.manual_replace,
        {"kind": "page"},
        name="manual_replace_page",
    ),
    path("manuel/<slug:manual_reference>/retirer/", manual_views.manual_withdraw, name="manual_withdraw"),
    path("manuel/<slug:manual_reference>/remettre/", manual_views.manual_restore, name="manual_restore"),
    *file_routes("manuel/<slug:manual_reference>/fichier/", "manual_file", manual_views.find_file),
    path("<slug:reference>/", views.software_detail, name="software_detail"),
    path("<slug:reference>/modifier/", views.software_edit, name="software_edit"),
    path("<slug:reference>/panne/", views.software_outage, name="software_outage"),
    path("<slug:reference>/panne/terminer/", views.software_outage_end, name="software_outage_end"),
    path(
        "<slug:reference>/ajouter/fichier/",
        manual_views.manual_add,
        {"kind": "fichier"},
        name="manual_add_file",
    ),
    path("<slug:reference>/ajouter/page/", manual_views.manual_add, {"kind": "page"}, name="manual_add_page"),
]
