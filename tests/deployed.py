"""Settings of a real installation (no trial), with what a test cannot wait for left out; see tests/nginx.py."""

import os

os.environ |= {"TRIAL": "false", "DEBUG": "false"}

from config.settings import *  # noqa: F403  (a settings module is all its names)
from config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
