from django.conf import settings
from django.contrib import admin
from django.urls import include, path

import deliberations.urls
import imports.urls
import manuals.urls
import rooms.urls

urlpatterns = [
    path("compte/", include("core.people.urls")),
    path("", include("core.operations.urls")),
    path("", include("core.mail.urls")),
    path("courrier/", include("core.notifications.unsubscribe_urls")),
    path("notifications/", include("core.notifications.urls")),
    path("idees/", include("suggestions.urls")),
    path("physique-nucleaire/", include("tips.urls")),
    path("salles/", include(([*imports.urls.ROOMS, *rooms.urls.urlpatterns], "rooms"))),
    path("progiciels/", include(([*imports.urls.MANUALS, *manuals.urls.urlpatterns], "manuals"))),
    path(
        "deliberations/",
        include(([*imports.urls.DELIBERATIONS, *deliberations.urls.urlpatterns], "deliberations")),
    ),
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

handler400 = "core.web.errors.bad_request"
handler500 = "core.web.errors.server_error"
