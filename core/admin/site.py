from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.utils import unquote
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from core.admin.to_do import to_do_for
from core.french import of_place

SETTINGS = "Réglages"


class IntranetAdminSite(AdminSite):
    """The moderators' and managers' pages, entered by the same door as the rest of the intranet."""

    index_title = "Le bureau du groupe et des gestionnaires"
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """Lead to the page of a row that this person sees here: the stock view tells the address of any object."""
        way = path(
            "r/<int:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name="view_on_site",
        )
        return [way, *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site")]

    def view_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        desk = self._registry.get(model) if model else None
        obj = desk.get_object(request, unquote(object_id)) if desk else None
        if desk is None or obj is None or not desk.has_view_permission(request, obj):
            raise Http404
        if not hasattr(obj, "get_absolute_url"):
            raise Http404
        return redirect(obj.get_absolute_url())

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
