"""The project's settings, with the empty view among the addresses and unhashed static files."""

import os

os.environ["TRIAL"] = "true"
os.environ["DEBUG"] = "false"
# A pool belongs to an alias: the databases measured side by side would be one. Each keeps its connection instead.
os.environ["DATABASE_POOL"] = "0"

# Everything the project sets, before what the measures change.
from config.settings import *  # noqa: F403  (a settings module is all its names)
from config.settings import STORAGES

ROOT_URLCONF = "benchmarks.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
