from django.urls import include, path

from core.documents.serving import file_routes
from manuals import views

app_name = "manuals"

urlpatterns = [
    path("", views.software_list, name="software_list"),
    path("liste.csv", views.software_export, name="software_export"),
    path("mes-manuels/", views.my_manuals, name="my_manuals"),
    # Before the software's own addresses, which are keys.
    path("", include("manuals.overview.urls")),
    path("", include("manuals.importing.urls")),
    path("", include("manuals.collaboration.urls")),
    path("manuel/<slug:manual_reference>/", views.manual_detail, name="manual_detail"),
    path("manuel/<slug:manual_reference>/epingler/", views.manual_pin, name="manual_pin"),
    path("manuel/<slug:manual_reference>/corriger/", views.manual_correct, name="manual_correct"),
    path(
        "manuel/<slug:manual_reference>/remplacer/fichier/",
        views.manual_replace,
        {"kind": "fichier"},
        name="manual_replace_file",
    ),
    path(
        "manuel/<slug:manual_reference>/remplacer/page/",
        views.manual_replace,
        {"kind": "page"},
        name="manual_replace_page",
    ),
    path("manuel/<slug:manual_reference>/retirer/", views.manual_withdraw, name="manual_withdraw"),
    path("manuel/<slug:manual_reference>/remettre/", views.manual_restore, name="manual_restore"),
    *file_routes("manuel/<slug:manual_reference>/fichier/", "manual_file", views.find_file),
    path("", include("manuals.follow_ups.urls")),
    path("<slug:reference>/", views.software_detail, name="software_detail"),
    path("<slug:reference>/modifier/", views.software_edit, name="software_edit"),
    path("", include("manuals.problems.urls")),
    path("", include("manuals.contracts.urls")),
    path("<slug:reference>/panne/", views.software_outage, name="software_outage"),
    path("<slug:reference>/panne/terminer/", views.software_outage_end, name="software_outage_end"),
    path(
        "<slug:reference>/ajouter/fichier/",
        views.manual_add,
        {"kind": "fichier"},
        name="manual_add_file",
    ),
    path("<slug:reference>/ajouter/page/", views.manual_add, {"kind": "page"}, name="manual_add_page"),
]
