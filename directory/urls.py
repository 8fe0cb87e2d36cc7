from django.urls import path

from directory.cards import views as cards
from directory.corrections import views as corrections
from directory.imports import views as imports
from directory.people import views as people

app_name = "directory"

urlpatterns = [
    path("", people.agent_list, name="agent_list"),
    path("organigramme/", people.chart, name="chart"),
    path("organigramme/image.svg", people.chart_picture, name="chart_picture"),
    path("direction/<slug:direction>/", people.direction_detail, name="direction_detail"),
    path("ma-fiche/", cards.card_correct, name="card_correct"),
    path("ma-fiche/photo/", cards.photo_give, name="photo_give"),
    path("agent/<slug:reference>/", people.agent_detail, name="agent_detail"),
    path("agent/<slug:reference>/photo/", people.agent_photo, name="agent_photo"),
    path("agent/<slug:reference>/photo/retirer/", cards.photo_remove, name="photo_remove"),
    path("agent/<slug:reference>/carte.vcf", people.agent_vcard, name="agent_vcard"),
    path("agent/<slug:reference>/tenir/", cards.card_keep, name="card_keep"),
    path("agent/<slug:reference>/corriger/", corrections.correction_propose, name="correction_propose"),
    path("absent/", corrections.correction_missing, name="correction_missing"),
    path("corrections/", corrections.correction_list, name="correction_list"),
    path("corrections/<slug:correction>/", corrections.correction_detail, name="correction_detail"),
    path("corrections/<slug:correction>/accepter/", corrections.correction_accept, name="correction_accept"),
    path("corrections/<slug:correction>/refuser/", corrections.correction_refuse, name="correction_refuse"),
    *imports.pages.urls("import/"),
]
