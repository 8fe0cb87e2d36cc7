"""The project's settings, with a quick password hasher and unhashed static files."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-tests-" + "x" * 40)
os.environ["TRIAL"] = "true"
os.environ["DEBUG"] = "false"
# A pool would hold the tests' databases open.
os.environ["DATABASE_POOL"] = "0"

from config.settings import *  # noqa: F403  (a settings module is all its names)
from config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Nothing is collected for the tests: files are looked for when asked, and an absent folder is no warning.
WHITENOISE_AUTOREFRESH = True
# As a town that reads no mailbox: the tests of mail give their own.
MAIL_ADDRESSES, MAIL_AUTHSERV_IDS = {"saperlipopette": []}, []
