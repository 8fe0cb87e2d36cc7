from django.urls import path
from django.views.decorators.http import require_safe

from core.documents.serving import file_routes
from deliberations import draft_approvals, pages, receipts, scdl, voting
from deliberations.acts import views as acts
from deliberations.pages import LatestFeed
from deliberations.sessions import views as sessions

app_name = "deliberations"

ACT = "<int:year>/<slug:session>/<str:slug>/"
PREPARE = "preparer/<slug:reference>/"

urlpatterns = [
    # Everyone's
    path("", pages.council, name="council"),
    path("flux/", require_safe(LatestFeed()), name="feed"),
    path("<int:year>/", pages.year_detail, name="year_detail"),
    path("<int:year>.csv", scdl.year_export, name="year_export"),
    path("<int:year>/<slug:session>/", pages.session_detail, name="session_detail"),
    path("<int:year>/<slug:session>.csv", scdl.session_export, name="session_export"),
    path("<int:year>/<slug:session>.zip", pages.session_zip, name="session_zip"),
    path(ACT, pages.deliberation_detail, name="deliberation_detail"),
    *file_routes(f"{ACT}texte/", "text", pages.held_text),
    *file_routes(f"{ACT}annexes/<int:position>/", "annex", pages.held_annex),
    # The secretary's: sessions
    path("preparer/", sessions.session_create, name="session_create"),
    path("preparer/accuses/", receipts.receipts, name="receipts"),
    path("preparer/export/<int:year>/", scdl.export_check, name="export_check"),
    path(PREPARE, sessions.session_prepare, name="session_prepare"),
    path(f"{PREPARE}modifier/", sessions.session_change, name="session_change"),
    path(f"{PREPARE}supprimer/", sessions.session_delete, name="session_delete"),
    path(f"{PREPARE}numeroter/", sessions.session_number, name="session_number"),
    path(f"{PREPARE}votes/", voting.session_votes, name="session_votes"),
    path(f"{PREPARE}publier/", sessions.session_publish, name="session_publish"),
    path(f"{PREPARE}retirer/", sessions.session_unpublish, name="session_unpublish"),
    # The visas of rapporteurs
    path(f"{PREPARE}visas/", draft_approvals.session_approvals, name="session_approvals"),
    path(f"{PREPARE}visas/bordereau/", draft_approvals.session_approvals_pdf, name="session_approvals_pdf"),
    path(f"{ACT}visa/papier/", draft_approvals.draft_paper, name="draft_paper"),
    path(f"{ACT}visa/renvoyer/", draft_approvals.draft_resend, name="draft_resend"),
    path(f"{ACT}visa/retirer/", draft_approvals.draft_withdraw, name="draft_withdraw"),
    # Deliberations
    path(f"{PREPARE}ajouter/", acts.deliberation_add, name="deliberation_add"),
    path(f"{ACT}modifier/", acts.deliberation_change, name="deliberation_change"),
    path(f"{ACT}supprimer/", acts.deliberation_remove, name="deliberation_remove"),
]
