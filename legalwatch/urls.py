from django.urls import path

from core.documents.serving import file_routes
from legalwatch import views

app_name = "legalwatch"

urlpatterns = [
    path("", views.entry_list, name="entry_list"),
    path("archives/", views.archive, name="archive"),
    path("suivre/", views.follow, name="follow"),
    path("flux/", views.feed_address, name="feed_address"),
    path("flux/<slug:secret>/", views.feed, name="feed"),
    path("ecrire/", views.entry_write, name="entry_write"),
    path("<slug:reference>/", views.entry_detail, name="entry_detail"),
    path("<slug:reference>/corriger/", views.entry_change, name="entry_change"),
    path("<slug:reference>/retirer/", views.entry_withdraw, name="entry_withdraw"),
    path("<slug:reference>/remettre/", views.entry_restore, name="entry_restore"),
    path("<slug:reference>/lu/", views.entry_read, name="entry_read"),
    path("<slug:reference>/lien/", views.entry_link, name="entry_link"),
    *file_routes("<slug:reference>/fichier/", "entry_file", views.held_file),
]
