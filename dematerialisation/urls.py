from django.urls import path

from dematerialisation import views

urlpatterns = [
    path("", views.home, name="home"),
    path("mon-espace/", views.my_space, name="my_space"),
    path("groupe/", views.group, name="group"),
    path("demarche/<slug:slug>/", views.page_detail, name="page_detail"),
    path("actions/", views.action_list, name="action_list"),
    path("actions/<slug:reference>/", views.action_detail, name="action_detail"),
    path("plan-du-site/", views.site_map, name="site_map"),
    path("aide/", views.help_page, name="help"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal_notice, name="legal_notice"),
]
