from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.admin.to_do import to_do_for
from core.ui.french import of_place

SETTINGS = "Réglages"


class IntranetAdminSite(AdminSite):
    """The moderators' and managers' pages, entered by the same door as the rest of the intranet."""

    index_title = "Le bureau du groupe et des gestionnaires"
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        name = f"Intranet {of_place(settings.TOWN_NAME)}"
        return {**super().each_context(request), "site_header": name, "site_title": name}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """By app; what concerns the machinery only (`is_technical`) together, last."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        technical = []
        for app in apps:
            technical += [model for model in app["models"] if self._is_technical(model["model"])]
            app["models"] = [model for model in app["models"] if not self._is_technical(model["model"])]
        apps = [app for app in apps if app["models"]]
        if technical:
            technical.sort(key=lambda model: model["name"])
            apps.append({"name": SETTINGS, "models": technical, "app_url": "", "app_label": ""})
        return apps

    def _is_technical(self, model: Any) -> bool:
        return getattr(self._registry[model], "is_technical", False)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().index(request, {"to_do": to_do_for(request.user), **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """The same page, of one app."""
        context = {"to_do": to_do_for(request.user), **(extra_context or {})}
        return super().app_index(request, app_label, context)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.is_staff

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """allauth's page signs in, or its limits and later its second factor would be passed by."""
        if request.user.is_authenticated:
            return redirect("home")
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")
