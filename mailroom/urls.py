from django.urls import path

from core.documents.serving import file_routes
from mailroom import day_register, statistics, views
from mailroom.retention import PAGES as RETENTION

app_name = "mailroom"

urlpatterns = [
    path("", views.item_list, name="item_list"),
    path("nouveau/", views.item_new, name="item_new"),
    path("nouveau/proposition/", views.item_proposal, name="item_proposal"),
    path("pile/", views.scan_add, name="scan_add"),
    path("pile/<slug:scan>/couper/", views.scan_split, name="scan_split"),
    path("pile/<slug:scan>/retirer/", views.scan_remove, name="scan_remove"),
    *file_routes("pile/<slug:scan>/fichier/", "scan_document", views.held_scan),
    path("registre/", day_register.day_register, name="day_register"),
    path("registre/fichier/", day_register.day_register_file, name="day_register_file"),
    path("chiffres/", statistics.statistics, name="statistics"),
    path("chiffres/fichier/", statistics.statistics_file, name="statistics_file"),
    *RETENTION.routes("conservation/"),
    path("<slug:reference>/", views.item_detail, name="item_detail"),
    path("<slug:reference>/attribuer/", views.item_assign, name="item_assign"),
    path("<slug:reference>/fiche/", views.item_change, name="item_change"),
    path("<slug:reference>/reattribuer/", views.item_reassign, name="item_reassign"),
    path("<slug:reference>/rendre/", views.item_return, name="item_return"),
    path("<slug:reference>/classer/", views.item_file, name="item_file"),
    path("<slug:reference>/transmettre/", views.item_pass_on, name="item_pass_on"),
    path("<slug:reference>/repondre/", views.item_answer, name="item_answer"),
    path("<slug:reference>/repondre/retirer/", views.item_withdraw_answer, name="item_withdraw_answer"),
    path("<slug:reference>/repondu/", views.item_note_answer, name="item_note_answer"),
    path("<slug:reference>/rouvrir/", views.item_reopen, name="item_reopen"),
    path("<slug:reference>/confier/", views.item_give, name="item_give"),
    path("<slug:reference>/joindre/", views.item_join, name="item_join"),
    path("<slug:reference>/note/", views.item_note, name="item_note"),
    path("<slug:reference>/avis/demander/", views.item_ask, name="item_ask"),
    path("<slug:reference>/avis/", views.item_advise, name="item_advise"),
    path("<slug:reference>/prendre/", views.item_take, name="item_take"),
    path("<slug:reference>/indesirable/", views.item_spam, name="item_spam"),
    path("<slug:reference>/desirable/", views.item_unspam, name="item_unspam"),
    path("<slug:reference>/accuse/", views.item_acknowledge, name="item_acknowledge"),
    *file_routes("<slug:reference>/fichiers/<slug:file>/", "item_document", views.held_file),
]
