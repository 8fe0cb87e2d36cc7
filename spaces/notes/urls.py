from django.urls import path

from spaces.notes import views

NOTE = "notes/<slug:note_reference>"

urlpatterns = [
    path("<slug:reference>/notes/", views.note_list, name="note_list"),
    path("<slug:reference>/notes/ecrire/", views.note_write, name="note_write"),
    path(f"{NOTE}/", views.note_detail, name="note_detail"),
    path(f"{NOTE}/modifier/", views.note_change, name="note_change"),
    path(f"{NOTE}/versions/", views.note_versions, name="note_versions"),
    path(f"{NOTE}/versions/<int:number>/", views.note_version, name="note_version"),
    path(f"{NOTE}/comparer/", views.note_compare, name="note_compare"),
    path(f"{NOTE}/retirer/", views.note_remove, name="note_remove"),
]
