"""Each feature gives its routes; the fixed words stand before the keys."""

from spaces.events.urls import urlpatterns as events
from spaces.files.urls import urlpatterns as files
from spaces.members.urls import urlpatterns as members
from spaces.notes.urls import urlpatterns as notes
from spaces.projects.urls import urlpatterns as projects
from spaces.retention import PAGES as RETENTION
from spaces.threads.urls import urlpatterns as threads

app_name = "spaces"

urlpatterns = [*RETENTION.routes("conservation/"), *notes, *files, *events, *threads, *members, *projects]
