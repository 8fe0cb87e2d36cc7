from django.urls import path

from core.documents.serving import file_routes
from memos import views

app_name = "memos"

urlpatterns = [
    path("", views.memo_list, name="memo_list"),
    path("ecrire/", views.memo_kinds, name="memo_kinds"),
    path("ecrire/<slug:kind>/", views.memo_write, name="memo_write"),
    *views.PAGES.routes("rh/", traces="eliminations/"),
    path("rh/export/", views.memo_export, name="memo_export"),
    path("<slug:reference>/", views.memo_detail, name="memo_detail"),
    path("<slug:reference>/modifier/", views.memo_change, name="memo_change"),
    path("<slug:reference>/envoyer/", views.memo_send, name="memo_send"),
    path("<slug:reference>/retirer/", views.memo_withdraw, name="memo_withdraw"),
    path("<slug:reference>/repondre/", views.memo_reply, name="memo_reply"),
    path("<slug:reference>/pdf/", views.memo_pdf, name="memo_pdf"),
    *file_routes("<slug:reference>/fichiers/<slug:file>/", "memo_file", views.held_file),
]
