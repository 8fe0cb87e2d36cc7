"""The settings of a real town, outside the trial, with unhashed static files."""

import os

os.environ["DATABASE_POOL"] = "0"

from config.settings import *  # noqa: F403  (a settings module is all its names)
from config.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
