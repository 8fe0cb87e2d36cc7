from django.urls import path

from core.documents.serving import file_routes
from mailroom import views
from mailroom.retention import PAGES as RETENTION
from mailroom.statistics.urls import urlpatterns as statistics

app_name = "mailroom"

urlpatterns = [
    path("", views.item_list, name="item_list"),
    path("nouveau/", views.item_new, name="item_new"),
    *statistics,
    *RETENTION.routes("conservation/"),
    path("<slug:reference>/", views.item_detail, name="item_detail"),
    path("<slug:reference>/attribuer/", views.item_assign, name="item_assign"),
    path("<slug:reference>/fiche/", views.item_change, name="item_change"),
    path("<slug:reference>/reattribuer/", views.item_reassign, name="item_reassign"),
    path("<slug:reference>/rendre/", views.item_return, name="item_return"),
    path("<slug:reference>/classer/", views.item_file, name="item_file"),
    path("<slug:reference>/transmettre/", views.item_pass_on, name="item_pass_on"),
    path("<slug:reference>/repondre/", views.item_answer, name="item_answer"),
    path("<slug:reference>/prendre/", views.item_take, name="item_take"),
    path("<slug:reference>/indesirable/", views.item_spam, name="item_spam"),
    path("<slug:reference>/desirable/", views.item_unspam, name="item_unspam"),
    path("<slug:reference>/accuse/", views.item_acknowledge, name="item_acknowledge"),
    *file_routes("<slug:reference>/fichiers/<slug:file>/", "item_document", views.held_file),
]
