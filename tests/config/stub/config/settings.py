from pathlib import Path

from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")

DEBUG = env.switch("DEBUG", False)
SECRET_KEY = "a tiny site has no secret"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.staticfiles", "procrastinate.contrib.django"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "config.urls"
DATABASES = {"default": env.database("DATABASE_URL")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".local" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
USE_TZ = True
MAILBOXES = env.words("MAILBOXES")
