"""The project's settings, with the empty view among the addresses and unhashed static files."""

import os

os.environ["TRIAL"] = "true"
os.environ["DEBUG"] = "false"

from config.settings import *  # noqa: F403
from config.settings import STORAGES

ROOT_URLCONF = "benchmarks.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
