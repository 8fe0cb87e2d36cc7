from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("compte/", include("core.people.urls")),
    path("", include("core.operations.urls")),
    path("", include("core.mail.urls")),
    path("courrier/", include("core.notifications.unsubscribe_urls")),
    path("notifications/", include("core.notifications.urls")),
    path("idees/", include("suggestions.urls")),
    path("physique-nucleaire/", include("tips.urls")),
    path("salles/", include("rooms.urls")),
    path("progiciels/", include("manuals.urls")),
    path("deliberations/", include("deliberations.urls")),
    path("annuaire/", include("directory.urls")),
    path("visas/", include("core.approvals.urls")),
    path("notes/", include("memos.urls")),
    path("veille/", include("legalwatch.urls")),
    path("espaces/", include("spaces.urls")),
    path("courrier/", include("mailroom.urls")),
    path("documents/", include("core.documents.urls")),
    path("recherche/", include("core.search.urls")),
    path("administration/", admin.site.urls),
    # Installed in the trial only.
    *([path("essai/messages/", include("demo.urls"))] if settings.TRIAL else []),
    # Last: each of its many addresses is compared with what is asked.
    path("", include("dematerialisation.urls")),
]

handler400 = "core.ui.errors.bad_request"
handler403 = "core.ui.errors.permission_denied"
handler404 = "core.ui.errors.page_not_found"
handler500 = "core.ui.errors.server_error"
