from django.urls import URLPattern, URLResolver, path

from core.documents.serving import file_routes
from manuals import collaboration, contracts, follow_ups, links, overview, pictures, problems, views
from manuals.models import Problem

app_name = "manuals"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.software_list, name="software_list"),
    path("liste.csv", views.software_export, name="software_export"),
    path("mes-manuels/", views.my_manuals, name="my_manuals"),
    # Before the software's own addresses, which are keys.
    path("trois-problemes/", overview.overview, name="overview"),
    path("trois-problemes/tableau.xlsx", overview.overview_export, name="overview_export"),
    path("contrats/", contracts.contract_list, name="contract_list"),
    path("contrats/liste.xlsx", contracts.contract_export, name="contract_export"),
    path("travailler-ensemble/", collaboration.shared_tools, name="shared_tools"),
    path("<slug:reference>/travailler-ensemble/", collaboration.shared_tool_edit, name="shared_tool_edit"),
    path("articulation/", links.link_list, name="link_list"),
    path("articulation/<slug:link>/corriger/", links.link_correct, name="link_correct"),
    path("<slug:reference>/parle-avec/", links.link_add, name="link_add"),
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
    path("manuel/<slug:manual_reference>/image/", pictures.manual_picture_add, name="manual_picture_add"),
    path("images/<slug:picture>.jpg", pictures.manual_picture, name="manual_picture"),
    path("images/<slug:picture>/retirer/", pictures.manual_picture_remove, name="manual_picture_remove"),
    path("manuel/<slug:manual_reference>/retirer/", views.manual_withdraw, name="manual_withdraw"),
    path("manuel/<slug:manual_reference>/remettre/", views.manual_restore, name="manual_restore"),
    *file_routes("manuel/<slug:manual_reference>/fichier/", "manual_file", views.find_file),
    path("suites/", follow_ups.follow_up_list, name="follow_up_list"),
    path("suites/liste.csv", follow_ups.follow_up_export, name="follow_up_export"),
    path("suites/<slug:follow_up>/modifier/", follow_ups.follow_up_change, name="follow_up_change"),
    path("suites/<slug:follow_up>/clore/", follow_ups.follow_up_close, name="follow_up_close"),
    path("<slug:reference>/suites/", follow_ups.follow_up_open, name="follow_up_open"),
    path("<slug:reference>/", views.software_detail, name="software_detail"),
    path("<slug:reference>/modifier/", views.software_edit, name="software_edit"),
    *(
        path(
            f"<slug:reference>/{problem.slug}/",
            problems.problem_edit,
            {"problem": problem},
            name=f"{problem}_edit",
        )
        for problem in Problem
    ),
    path("<slug:reference>/contrat/", contracts.contract_edit, name="contract_edit"),
    path("<slug:reference>/contrat/<slug:deadline>/", contracts.contract_commit, name="contract_commit"),
    path("<slug:reference>/panne/", views.software_outage, name="software_outage"),
    path("<slug:reference>/panne/terminer/", views.software_outage_end, name="software_outage_end"),
    path("<slug:reference>/ajouter/fichier/", views.manual_add, {"kind": "fichier"}, name="manual_add_file"),
    path("<slug:reference>/ajouter/page/", views.manual_add, {"kind": "page"}, name="manual_add_page"),
]
