"""The fixed words stand before the keys of a project."""

from django.urls import path

from core.documents.serving import file_routes
from spaces import events, files, notes, threads
from spaces.members import views as members
from spaces.projects import views as projects
from spaces.retention import PAGES as RETENTION

app_name = "spaces"

NOTE = "notes/<slug:note_reference>"
FILE, FOLDER = "fichiers/<slug:file_reference>", "dossiers/<slug:folder_reference>"
EVENT = "dates/<slug:event_reference>"

urlpatterns = [
    *RETENTION.routes("conservation/"),
    path("<slug:reference>/notes/", notes.note_list, name="note_list"),
    path("<slug:reference>/notes/ecrire/", notes.note_write, name="note_write"),
    path(f"{NOTE}/", notes.note_detail, name="note_detail"),
    path(f"{NOTE}/modifier/", notes.note_change, name="note_change"),
    path(f"{NOTE}/versions/", notes.note_versions, name="note_versions"),
    path(f"{NOTE}/versions/<int:number>/", notes.note_version, name="note_version"),
    path(f"{NOTE}/comparer/", notes.note_compare, name="note_compare"),
    path(f"{NOTE}/retirer/", notes.note_remove, name="note_remove"),
    path("<slug:reference>/fichiers/", files.file_list, name="file_list"),
    path("<slug:reference>/fichiers/deposer/", files.file_store, name="file_store"),
    path("<slug:reference>/fichiers/dossier/", files.folder_make, name="folder_make"),
    path("<slug:reference>/fichiers/zip/", files.file_zip, name="file_zip"),
    path(f"{FOLDER}/", files.folder_detail, name="folder_detail"),
    path(f"{FOLDER}/renommer/", files.folder_rename, name="folder_rename"),
    path(f"{FOLDER}/retirer/", files.folder_remove, name="folder_remove"),
    path(f"{FOLDER}/zip/", files.folder_zip, name="folder_zip"),
    path(f"{FILE}/", files.file_detail, name="file_detail"),
    path(f"{FILE}/deplacer/", files.file_move, name="file_move"),
    path(f"{FILE}/retirer/", files.file_remove, name="file_remove"),
    *file_routes(f"{FILE}/versions/<int:version>/", "file_version", files.held_file),
    # No log holds what follows « agenda/ »: see SECRET_ADDRESSES.
    path("agenda/", events.feed_address, name="feed_address"),
    path("agenda/<str:secret>.ics", events.feed, name="feed"),
    path("agenda/<str:secret>/<slug:reference>.ics", events.feed, name="feed_of_project"),
    path("<slug:reference>/dates/", events.event_list, name="event_list"),
    path("<slug:reference>/dates/ajouter/", events.event_add, name="event_add"),
    path("<slug:reference>/decisions/", events.decision_list, name="decision_list"),
    path("<slug:reference>/decisions/noter/", events.decision_write, name="decision_write"),
    path(f"{EVENT}/", events.event_detail, name="event_detail"),
    path(f"{EVENT}/modifier/", events.event_change, name="event_change"),
    path(f"{EVENT}/annuler/", events.event_cancel, name="event_cancel"),
    path("decisions/<slug:decision_reference>/remplacer/", events.decision_replace, name="decision_replace"),
    path("decisions/<slug:decision_reference>/corriger/", events.decision_correct, name="decision_correct"),
    path("<slug:reference>/messages/", threads.thread_list, name="thread_list"),
    path("<slug:reference>/messages/ecrire/", threads.thread_open, name="thread_open"),
    path("messages/<slug:thread_reference>/", threads.thread_detail, name="thread_detail"),
    path("messages/<uuid:message_key>/corriger/", threads.message_correct, name="message_correct"),
    path("membres/<slug:member_reference>/role/", members.member_change, name="member_change"),
    path("membres/<slug:member_reference>/retirer/", members.member_remove, name="member_remove"),
    path("<slug:reference>/membres/", members.member_list, name="member_list"),
    path("<slug:reference>/membres/ajouter/", members.member_add, name="member_add"),
    path("<slug:reference>/quitter/", members.project_leave, name="project_leave"),
    path("<slug:reference>/passer-le-relais/", members.lead_pass, name="lead_pass"),
    path("<slug:reference>/reprendre-le-pilotage/", members.lead_take, name="lead_take"),
    path("<slug:reference>/nommer-un-pilote/", members.lead_name, name="lead_name"),
    path("", projects.my_spaces, name="my_spaces"),
    path("creer/", projects.project_create, name="project_create"),
    path("demander/", projects.request_create, name="request_create"),
    path("demandes/", projects.request_list, name="request_list"),
    path("demandes/<slug:request_reference>/", projects.request_detail, name="request_detail"),
    path("demandes/<slug:request_reference>/accepter/", projects.request_accept, name="request_accept"),
    path("demandes/<slug:request_reference>/refuser/", projects.request_refuse, name="request_refuse"),
    path("<slug:reference>/", projects.project, name="project"),
    path("<slug:reference>/corriger/", projects.project_change, name="project_change"),
    path("<slug:reference>/rouvrir/", projects.project_reopen, name="project_reopen"),
    path("<slug:reference>/clore/", projects.project_close, name="project_close"),
]
