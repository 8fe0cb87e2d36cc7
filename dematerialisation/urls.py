from django.urls import path

from dematerialisation.group_actions import views as actions
from dematerialisation.group_actions.object_actions import OBJECT_ACTIONS
from dematerialisation.home import views as home
from dematerialisation.pages import views as pages

urlpatterns = [
    path("", home.home, name="home"),
    path("mon-espace/", home.my_space, name="my_space"),
    path("groupe/", pages.group, name="group"),
    path("demarche/<slug:slug>/", pages.page_detail, name="page_detail"),
    path("actions/", actions.action_list, name="action_list"),
    path("actions/<slug:reference>/", actions.action_detail, name="action_detail"),
    path(
        "actions/<slug:reference>/etapes/<slug:step>/",
        actions.step_tick,
        name="action_step_tick",
    ),
    *(
        path(
            f"actions/<slug:reference>/{action.name}/",
            actions.act_on_action,
            {"name": action.name},
            name=f"action_{action.name}",
        )
        for action in OBJECT_ACTIONS
    ),
    path("plan-du-site/", pages.site_map, name="site_map"),
    path("aide/", pages.help_page, name="help"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal_notice, name="legal_notice"),
]
