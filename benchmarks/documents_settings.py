"""The served site of the documents' measures: the real settings, its pool included, and one address more."""

import os

os.environ["TRIAL"] = "true"
os.environ["DEBUG"] = "false"

# Everything the project sets, before what the measures change.
from config.settings import *  # noqa: F403  (a settings module is all its names)
from config.settings import STORAGES

ROOT_URLCONF = "benchmarks.documents_urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
