from django.urls import path

from dematerialisation import action_views, views
from dematerialisation.deeds import OBJECT_ACTIONS

urlpatterns = [
    path("", views.home, name="home"),
    path("mon-espace/", views.my_space, name="my_space"),
    path("groupe/", views.group, name="group"),
    path("demarche/<slug:slug>/", views.page_detail, name="page_detail"),
    path("actions/", action_views.action_list, name="action_list"),
    path("actions/<slug:reference>/", action_views.action_detail, name="action_detail"),
    path(
        "actions/<slug:reference>/etapes/<slug:step>/",
        action_views.step_tick,
        name="action_step_tick",
    ),
    *(
        path(
            f"actions/<slug:reference>/{action.name}/",
            action_views.act_on_action,
            {"name": action.name},
            name=f"action_{action.name}",
        )
        for action in OBJECT_ACTIONS
    ),
    path("plan-du-site/", views.site_map, name="site_map"),
    path("aide/", views.help_page, name="help"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal_notice, name="legal_notice"),
]
