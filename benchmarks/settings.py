"""The project's settings on the benchmarks' own files, with one connection a database and unhashed static files."""

import os

from benchmarks.server import HOME

os.environ["TRIAL"] = "true"
os.environ["DEBUG"] = "false"
# A pool belongs to an alias: the databases measured side by side would be one. Each keeps its connection instead.
os.environ["DATABASE_POOL"] = "0"
os.environ.setdefault("DOCUMENTS_DIR", str(HOME / "documents"))

# Everything the project sets, before what the measures change.
from config.settings import *  # noqa: F403  (a settings module is all its names)
from config.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
