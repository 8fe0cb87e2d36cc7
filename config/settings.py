"""One settings module; everything a town changes comes from the environment (see .env.example)."""

import secrets
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from config import messages
from config.environment import Environment
from config.ldap import ldap_directory
from config.sign_in import openid_providers
from core.french import of_place

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"
env = Environment(BASE_DIR / ".env")

# What « in the trial » means everywhere: HTTPS redirect, HSTS and secure cookies relaxed, demonstration accounts
# allowed, mails kept on the site. Never beyond this machine.
TRIAL = env.switch("TRIAL", False)
DEBUG = env.switch("DEBUG", False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if TRIAL else [])
if TRIAL and not {*ALLOWED_HOSTS} <= {"127.0.0.1", "localhost", "[::1]", "testserver"}:
    raise ImproperlyConfigured(messages.TRIAL_IS_LOCAL)
if DEBUG and not TRIAL:
    raise ImproperlyConfigured(messages.DEBUG_IS_LOCAL)
if not TRIAL and any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(messages.HOSTS_HAVE_NO_STAR)


def trial_secret() -> str:
    """The trial's key, made once: sign-ins survive a restart."""
    path = LOCAL_DIR / "secret_key"
    if not path.exists():
        LOCAL_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = env.text("SECRET_KEY") or (trial_secret() if TRIAL else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(messages.SECRET_KEY_MISSING)

# Keys before this one: links and sessions that they signed still work.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# The town
TOWN_NAME = env.text("TOWN_NAME", "Port-Mimosa" if TRIAL else "Notre ville")
TOWN_COLOUR = env.text("TOWN_COLOUR", "#12355b")
TOWN_ACCENT = env.text("TOWN_ACCENT", "#f5c518")
TOWN_LOGO = env.text("TOWN_LOGO")
LEGAL_PUBLISHER = env.text("LEGAL_PUBLISHER", f"Ville {of_place(TOWN_NAME)}")
LEGAL_CONTACT = env.text("LEGAL_CONTACT")
ACCESSIBILITY_PLAN_URL = env.text("ACCESSIBILITY_PLAN_URL")
SITE_URL = env.text(
    "SITE_URL", "http://127.0.0.1:8000" if TRIAL else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}"
)
COUNCIL_NAME = env.text("COUNCIL_NAME", f"Ville {of_place(TOWN_NAME)}")
TOWN_SIRET = env.text("TOWN_SIRET", "21990999100016" if TRIAL else "")
PUBLIC_ACTS_URL = env.text("PUBLIC_ACTS_URL")
DIGEST_HOUR = env.number("DIGEST_HOUR", 7)
IDEA_ANSWER_DAYS = env.number("IDEA_ANSWER_DAYS", 15, least=1)
IDEA_DECISION_DAYS = env.number("IDEA_DECISION_DAYS", 90, least=1)
IDEA_QUORUM = env.number("IDEA_QUORUM", 5, least=1)
IDEA_OWN_DIRECTION_RECUSES = env.switch("IDEA_OWN_DIRECTION_RECUSES", True)
IDEA_FEEDBACK_DAYS = env.number("IDEA_FEEDBACK_DAYS", 30, least=1)
ROOMS_HORIZON_DAYS = env.number("ROOMS_HORIZON_DAYS", 365, least=1)
ROOMS_LONGEST_DAYS = env.number("ROOMS_LONGEST_DAYS", 31, least=1)
# A series: so many dates and so many years at most.
ROOMS_SERIES_DATES = env.number("ROOMS_SERIES_DATES", 366, least=2)
ROOMS_SERIES_YEARS = env.number("ROOMS_SERIES_YEARS", 3, least=1)
# Invited from a calendar: true, a series is booked whole or not at all; false, its free dates are.
ROOMS_SERIES_WHOLE = env.switch("ROOMS_SERIES_WHOLE", False)
# Where one says « j'y suis »: minutes after the start at which an empty room is given back.
ROOMS_CHECK_IN_MINUTES = env.number("ROOMS_CHECK_IN_MINUTES", 15, least=5)
# How long a room that frees is kept for the first in line, in hours.
ROOMS_OFFER_HOURS = env.number("ROOMS_OFFER_HOURS", 4, least=1)
# The managers are notified again of an unanswered request after so many hours.
ROOMS_RECALL_HOURS = env.number("ROOMS_RECALL_HOURS", 24, least=1)
# The room of a tip and of an article in the town's printed review, in characters.
REVIEW_TIP_CHARACTERS = env.number("REVIEW_TIP_CHARACTERS", 1_200, least=1)
REVIEW_ARTICLE_CHARACTERS = env.number("REVIEW_ARTICLE_CHARACTERS", 6_000, least=1)
# How long the space of a closed project is kept before its elimination, in years.
SPACES_RETENTION_YEARS = env.number("SPACES_RETENTION_YEARS", 5, least=1)

INSTALLED_APPS = [
    "core.admin.apps.IntranetAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "lucide",
    "django_prose_editor",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "core.web",
    "core.history",
    "core.operations",
    "core.people",
    "core.documents",
    "core.mail",
    "core.backup",
    "core.notifications",
    "core.approvals",
    "core.search",
    "suggestions",
    "tips",
    "rooms",
    "manuals",
    "deliberations",
    "directory",
    "memos",
    "legalwatch",
    "spaces",
    "mailroom",
    "dematerialisation",
    # What a town runs once: it may forget it, and its addresses in `urls`, once it has moved.
    "imports",
    # Port-Mimosa: a town's own site has neither its texts nor its tables.
    *(["demo"] if TRIAL else []),
]

MIDDLEWARE = [
    "core.operations.request_log.RequestLogMiddleware",
    "core.documents.middleware.DrainRequestBodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "core.web.middleware.NoNulMiddleware",
    "core.web.middleware.HeadMiddleware",
    "core.people.middleware.LimitHashingMiddleware",
    "core.operations.health.HealthMiddleware",
    "core.web.middleware.DatabaseConnectionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.people.middleware.SharedWorkstationMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.people.middleware.AgentMiddleware",
    "core.people.refused_forms.ResumingLoginRequiredMiddleware",
    "core.people.middleware.ElectedAccessMiddleware",
    "core.people.second_factor.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.web.middleware.FramedRefusalMiddleware",
    "core.web.idempotency.SentTwiceMiddleware",
    # After all that refuses: it runs the view.
    "core.people.refused_forms.ResumedFormMiddleware",
    # Innermost, so that sessions and messages are kept outside its read-only transaction.
    "core.web.middleware.ReadOnlyGetMiddleware",
]

TAGS = [
    "core.web.templatetags.ui",
    "core.people.templatetags.made_for",
    "django.templatetags.static",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.context.frame",
                "core.mail.monitoring.mail_problems",
                "core.notifications.context.unread",
                "dematerialisation.menu.section",
                *(["demo.context.growth"] if TRIAL else []),
            ],
            "builtins": TAGS,
        },
    },
    # Mails: plain text, whose no-break spaces are typed as plain ones.
    {
        "NAME": "mails",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "autoescape": False,
            "builtins": TAGS,
            "loaders": [("django.template.loaders.cached.Loader", ["core.web.mails.Loader"])],
        },
    },
]
FORM_RENDERER = "core.web.renderers.FormRenderer"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Given to the commands that make tables only (deploy/as-owner): the site runs as the role of DATABASE_URL.
IS_DATABASE_OWNER = bool(env.text("DATABASE_OWNER_URL"))
DATABASES = {"default": env.database("DATABASE_OWNER_URL" if IS_DATABASE_OWNER else "DATABASE_URL")}
DATABASE_RUNNING_ROLE = str(env.database("DATABASE_URL")["USER"]) if IS_DATABASE_OWNER else ""
# To order eight joins and more, PostgreSQL plans for longer than it reads. Those of the ORM start from the rows that
# are asked for; six at a time halve the planning of all pages, at the same costs. Nor does a page of some milliseconds
# pay for a compiler or for other processes: two of them, started to fetch the 1,500 matches of a search, cost as much
# as all the rest of it.
DATABASE_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
PLANNING = "-c join_collapse_limit=6 -c jit=off -c max_parallel_workers_per_gather=0"
# Two letters exchanged in a word of seven leave half of its trigrams; « Zorm » is as alike as « Zorn ».
LIKENESS = "-c pg_trgm.word_similarity_threshold=0.4 -c pg_trgm.strict_word_similarity_threshold=0.4"
DATABASE_OPTIONS["options"] = f"{DATABASE_OPTIONS.get('options', '')} {PLANNING} {LIKENESS}".strip()
if DATABASE_POOL := env.number("DATABASE_POOL", 4):
    # A database that was restarted costs one ping more, not an error page.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Beside what the address asks for, such as sslmode.
    DATABASE_OPTIONS["pool"] = {
        "min_size": 1,
        "max_size": DATABASE_POOL,
        "timeout": 5,
        # Beyond, a request is refused at once: those that wait are served within half a second, some 20 ms a page.
        "max_waiting": 10,
        # psycopg would wait twice as long after each try, for five minutes: once the database is back, pages could
        # stay refused for as long as it was away. After these seconds the next request begins again.
        "reconnect_timeout": 5,
    }
# What the site may ask of the database, in seconds (0: no limit); workers and commands take the time that they need.
DATABASE_TIMEOUTS = {
    "statement_timeout": env.number("DATABASE_STATEMENT_SECONDS", 30),
    "lock_timeout": env.number("DATABASE_LOCK_SECONDS", 10),
    "idle_in_transaction_session_timeout": env.number("DATABASE_IDLE_SECONDS", 60),
}
# The database's cache: rate limits must be shared by all processes, need no other server, and are never evicted.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "core.web.cache.ExpiringDatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
    # Each process has its own, of what a page may show a minute late (core.web.cache.kept_while): never a right.
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}

# Language and time: the town's
LANGUAGE_CODE = "fr"
# Some of Django's own words, in plain French.
LOCALE_PATHS = [BASE_DIR / "core" / "admin" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.web.finders.SingleFilesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.web.finders.StaticStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Documents: one folder, the same for the site and its workers. nginx sends the bytes where a prefix is given.
DOCUMENTS_DIR = Path(env.text("DOCUMENTS_DIR", str(LOCAL_DIR / "documents")))
DOCUMENTS_EVERYDAY_MB = env.number("DOCUMENTS_EVERYDAY_MB", 50, least=1)
DOCUMENTS_DELIBERATION_MB = env.number("DOCUMENTS_DELIBERATION_MB", 150, least=1)
# Scanned PDFs are read by Tesseract, where the town has installed it.
DOCUMENTS_OCR = env.switch("DOCUMENTS_OCR", False)
DOCUMENTS_ACCEL_PREFIX = env.text("DOCUMENTS_ACCEL_PREFIX")
# Files and mails are read under limits alone where bubblewrap cannot run.
SANDBOX_LIMITS_ONLY = env.switch("SANDBOX_LIMITS_ONLY", False)
FILE_UPLOAD_HANDLERS = ["core.documents.upload_handler.DiskUploadHandler"]

# People
AUTH_USER_MODEL = "people.Agent"
AUTHENTICATION_BACKENDS = ["core.people.backends.AgentBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        # Its own default looks at `username`, which an agent does not have.
        "OPTIONS": {"user_attributes": ("identifiant", "first_name", "last_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "core.people.passwords.NotTheTownsWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "core.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "identifiant"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# allauth's own writes missing addresses while a GET only looks; core.people.actions.record_address keeps them.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "core.people.passwords.ResetLinkTokens"
ACCOUNT_FORMS = {
    "login": "core.people.forms.SignInForm",
    "reset_password": "core.people.forms.PasswordResetForm",
    "change_password": "core.people.forms.PasswordChangeForm",
    "reset_password_from_key": "core.people.forms.PasswordChoiceForm",
    "reauthenticate": "core.people.second_factor.forms.PasswordAgainForm",
}
# Sign-ins are limited by core.people.sign_ins: failures only, for 2,000 agents leave by one address at 8:30.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "1000/m/ip,5/m/key",
    "reset_password_from_key": None,
    # Limited with the sign-ins.
    "reauthenticate": None,
}
# Whose roles want a second factor; HOLDERS in core/people/second_factor/policies.py says what these words mean.
SECOND_FACTOR_FOR = env.words("SECOND_FACTOR_FOR")
MFA_ADAPTER = "core.people.second_factor.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "core.people.second_factor.forms.CodeForm",
    "reauthenticate": "core.people.second_factor.forms.CodeAgainForm",
    "activate_totp": "core.people.second_factor.forms.SetUpForm",
}
SOCIALACCOUNT_ADAPTER = "core.people.openid.accounts.SocialAccountAdapter"
OPENID_PROVIDERS = openid_providers(env, town_siret=TOWN_SIRET)
# The town's own accounts, which `manage.py import_ldap` reads; empty, it reads nothing.
LDAP = ldap_directory(env)
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)

# Mail: what leaves goes through core.mail's table and the worker.
MAIL_FROM = env.text("MAIL_FROM", "saperlipopette@port-mimosa.example" if TRIAL else "webmaster@localhost")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# Mail that arrives: the mailboxes read (each MAILBOX_<NAME>_… in the environment), and who is written to there.
MAILBOXES = {
    name: {
        "url": env.text(f"MAILBOX_{name.upper()}_URL"),
        "password": env.text(f"MAILBOX_{name.upper()}_PASSWORD"),
        "token_file": env.text(f"MAILBOX_{name.upper()}_TOKEN_FILE"),
        "archive": env.text_or_nothing(f"MAILBOX_{name.upper()}_ARCHIVE", "Archivé"),
    }
    for name in env.words("MAILBOXES")
}
MAIL_ADDRESSES = {
    "saperlipopette": env.words(
        "SAPERLIPOPETTE_ADDRESSES",
        [f"saperlipopette@{MAIL_FROM.rpartition('@')[2]}"] if "saperlipopette" in MAILBOXES or TRIAL else [],
    ),
    # Where rooms are invited from calendars; each has an address of its own besides, which reaches the same mailbox.
    "salles": env.words("ROOMS_ADDRESSES", ["salles@port-mimosa.example"] if TRIAL else []),
    # The register of incoming mail, open to all: « mairie@… ».
    "courrier": env.words("COURRIER_ADDRESSES", ["courrier@port-mimosa.example"] if TRIAL else []),
}
# The name that the town's server writes first in Authentication-Results, and the networks of its own relays.
# The trial's test messages come by no other server; a real mailbox names its own.
MAIL_AUTHSERV_IDS = env.words(
    "MAIL_AUTHSERV_IDS", ["mx.port-mimosa.example"] if TRIAL and not MAILBOXES else []
)
MAIL_INTERNAL_RELAYS = env.words("MAIL_INTERNAL_RELAYS")
MAIL_LARGEST = env.number("MAIL_LARGEST_MB", 25, least=1) * 1024 * 1024
MAIL_QUARANTINE_DAYS = env.number("MAIL_QUARANTINE_DAYS", 90, least=1)
# The file that deploy/backup touches once it has succeeded; empty, its age is not watched.
BACKUP_STAMP = env.text("BACKUP_STAMP")
# A file, for .env itself is in each set.
BACKUP_KEY_FILE = env.text("BACKUP_KEY_FILE")
# The slot by which another machine receives the database's journal (deploy/wal); empty, none does.
BACKUP_WAL_SLOT = env.text("BACKUP_WAL_SLOT")
# What monitoring sends as « Authorization: Bearer … » to read the doctor at /sante/; empty, nobody does.
HEALTH_TOKEN = env.text("HEALTH_TOKEN")
SMTP_SSL = env.switch("SMTP_SSL", False)
SMTP_TLS = env.switch("SMTP_TLS", False)
if SMTP_SSL and SMTP_TLS:
    raise ImproperlyConfigured(messages.SMTP_SSL_AND_TLS)
MAILERS = {
    "default": {
        "BACKEND": "core.mail.outbound.backend.SmtpBackend",
        "OPTIONS": {
            "host": env.text("SMTP_HOST", "localhost"),
            "port": env.number("SMTP_PORT", 465 if SMTP_SSL else 25, least=1),
            "username": env.text("SMTP_USER"),
            "password": env.text("SMTP_PASSWORD"),
            "use_ssl": SMTP_SSL,
            "use_tls": SMTP_TLS,
            "timeout": 20,
        },
    }
}

# Safety
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not TRIAL
SECURE_HSTS_SECONDS = 0 if TRIAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not TRIAL
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SHARED_WORKSTATION_MINUTES = env.number("SHARED_WORKSTATION_MINUTES", 15, least=1)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.people.refused_forms.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The rich-text editor writes one small style sheet of its own, always the same; it can be given no nonce.
EDITOR_STYLES = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE, EDITOR_STYLES],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

# History
PGHISTORY_APPEND_ONLY = True
# Who and which action stand in each event's own row: there is no shared context row to rewrite.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# Sign-in callbacks: a provider sends the browser back by GET, and the session opens.
GET_MAY_WRITE = "/compte/exterieur/"
# Each is followed by a secret that opens it, or by what an agent chooses for themself: no log holds it, nor nginx's
# (deploy/nginx.conf).
SECRET_ADDRESSES = [
    "/compte/exterieur/",
    "/compte/mot-de-passe/nouveau/",
    "/courrier/confirmer/",
    "/courrier/desabonnement/",
    "/espaces/agenda/",
    "/idees/flux/",
    "/physique-nucleaire/cours/",
    "/salles/agenda/",
    "/salles/ecran/",
    "/sans-imprimante/",
    "/veille/flux/",
]
# Nor the time of a visit there: which form was opened, what was looked for, what waits for a form; monitoring.
UNLOGGED_ADDRESSES = ["/documents/envois/", "/idees/", "/recherche/", "/sante/", "/static/"]
# « json »: lines for a collector, one of them for each request (core/operations/request_log.py).
LOG_FORMAT = env.text("LOG_FORMAT", "text")
if LOG_FORMAT not in ("text", "json"):
    raise ImproperlyConfigured(messages.LOG_FORMAT)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} : {message}", "style": "{"},
        "json": {"()": "core.operations.request_log.JsonLines"},
    },
    "filters": {
        "quiet": {"()": "suggestions.anonymous.log_filter.NoLineAboutAnonymousForms"},
        "secrets": {"()": "core.web.log_filter.HideSecretAddresses", "beginnings": SECRET_ADDRESSES},
        "refusals": {"()": "core.web.log_filter.NoTraceOfRefusals"},
        "rows": {"()": "core.web.log_filter.NoRowsOfTheDatabase"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["quiet", "secrets", "refusals", "rows"],
        },
    },
    "loggers": {"core.operations.request_log": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
