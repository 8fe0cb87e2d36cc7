from django.contrib.admin.apps import AdminConfig


class IntranetAdminConfig(AdminConfig):
    default_site = "core.admin.site.IntranetAdminSite"
