from django.urls import path

from directory import assignments, cards, corrections, grid, people, skills
from directory.imports import views as imports

app_name = "directory"

urlpatterns = [
    path("", people.agent_list, name="agent_list"),
    path("organigramme/", people.chart, name="chart"),
    path("direction/<slug:direction>/", people.direction_detail, name="direction_detail"),
    path("ma-fiche/", cards.card_correct, name="card_correct"),
    path("ma-fiche/competences/", skills.skill_declare, name="skill_declare"),
    path("competences/", skills.skill_list, name="skill_list"),
    path("competences/<slug:skill>/", skills.skill_keep, name="skill_keep"),
    path("competences/<slug:skill>/retirer/", skills.skill_remove, name="skill_remove"),
    path("agent/<slug:reference>/affecter/", assignments.assignment_add, name="assignment_add"),
    path("affectations/<slug:assignment>/", assignments.assignment_correct, name="assignment_correct"),
    path("affectations/<slug:assignment>/finir/", assignments.assignment_end, name="assignment_end"),
    path("croisements/", grid.grid, name="grid"),
    path("croisements/tableau.csv", grid.grid_export, name="grid_export"),
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
