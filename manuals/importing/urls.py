from manuals.importing.views import pages

urlpatterns = pages.urls("importer/")
