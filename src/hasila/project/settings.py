"""Django's settings. What a site may change comes from the environment; docs/reference/environment.md lists it."""

import os
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.plain import secret_key
from hasila.project import places
from hasila.project.connections import demo, django_databases, fenced, flag
from hasila.project.logs import configuration

ROOT = places.ROOT
VAR = places.VAR
DEBUG = flag("HASILA_DEBUG", False)
DEMO = demo()
HTTPS = flag("HASILA_HTTPS", places.certificate() is not None)
_SECRET = os.environ.get("HASILA_SECRET_KEY")
SECRET_KEY = _SECRET or secret_key.current(places.make_var() / "secret.key")
SECRET_KEY_FALLBACKS = [] if _SECRET else secret_key.former(VAR / "secret.key")
ALLOWED_HOSTS = os.environ.get("HASILA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HASILA_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",
    "hasila.kernel",
    "hasila.assurance",
    "hasila.institution",
    "hasila.modules.personnel",
    "hasila.modules.inspection",
    "hasila.modules.documents",
    "hasila.modules.districts",
    "hasila.modules.casefiles",
    "hasila.modules.communication",
    "hasila.modules.annual_report",
    "hasila.modules.transparency",
    "hasila.modules.oversight",
    "hasila.modules.retention",
    "hasila.bridges",
    "hasila.surfaces.print",
    "hasila.surfaces.web",
    "hasila.surfaces.api",
    "hasila.surfaces.cli",
    *(["hasila.simulation"] if DEMO else []),
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "hasila.project.headers.Forwarded",
    "hasila.project.headers.Headers",
    "hasila.project.headers.Compressed",
    "hasila.surfaces.watch.Watch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hasila.project.headers.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hasila.surfaces.limits.Limits",
    "hasila.surfaces.web.middleware.Identity",
]

ROOT_URLCONF = "hasila.project.urls"
WSGI_APPLICATION = "hasila.project.wsgi.application"

DATABASES = django_databases(pooled=flag("HASILA_POOL", False))
DATABASE_ROUTERS: list[str] = []
for _database in DATABASES.values():
    _database["CONN_HEALTH_CHECKS"] = flag("HASILA_POOL", False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "institution.Account"
AUTHENTICATION_BACKENDS = ["hasila.institution.signing.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "hasila.institution.passwords.NotTheName"},
    {"NAME": "hasila.institution.passwords.Length", "OPTIONS": {"min_length": 12}},
    {"NAME": "hasila.institution.passwords.Leaked"},
    {"NAME": "hasila.institution.passwords.HouseWords"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "hasila.institution.second_factor.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "hasila.institution.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_RECOVERY_CODE_DIGITS = 10  # of those that a migration still reads
CSRF_FAILURE_VIEW = "hasila.surfaces.web.views.errors.csrf_failure"

HASILA_LIMITS = flag("HASILA_LIMITS", True)
HASILA_API_RATE = os.environ.get("HASILA_API_RATE", "100/s")
HASILA_API_SIGN_IN_RATE = os.environ.get("HASILA_API_SIGN_IN_RATE", "30/m")
HASILA_SESSION_HOURS = float(os.environ.get("HASILA_SESSION_HOURS", "8"))
HASILA_SESSIONS = int(os.environ.get("HASILA_SESSIONS", "5"))
HASILA_IDLE_MINUTES = float(os.environ.get("HASILA_IDLE_MINUTES", "30"))
HASILA_LEAKED_PASSWORDS = os.environ.get("HASILA_LEAKED_PASSWORDS", "")
HASILA_PROXIES = int(os.environ.get("HASILA_PROXIES", "0"))
HASILA_PROXY_NETWORKS = os.environ.get("HASILA_PROXY_NETWORKS", "127.0.0.0/8,::1").split(",")
HASILA_JOBS = "hasila.project.jobs.enqueue"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "hasila.project.jobs.register"
HASILA_FENCED = fenced()
HASILA_RIGHTS = "hasila.project.rights.install"
HASILA_FIELD_KEYS = os.environ.get("HASILA_FIELD_KEYS_FILE") or str(VAR / "fields.keys")
HASILA_UNIT_MODEL = "institution.Unit"
HASILA_AUTHORITY = "hasila.institution.mandates.Authority"
HASILA_LOG_ORIGIN = os.environ.get("HASILA_LOG_ORIGIN", "hasila.demo/log")
HASILA_SIGNER = os.environ.get("HASILA_SIGNER", "hasila.assurance.keys.file_signer")
HASILA_WITNESSES = os.environ.get("HASILA_WITNESSES", "")
HASILA_WITNESS_STATE = VAR / "witness"
"""Where the witness that `hasila run` starts for show keeps what it cosigned."""
HASILA_WITNESS_NEED = os.environ.get("HASILA_WITNESS_NEED")
HASILA_EXCHANGE = os.environ.get("HASILA_EXCHANGE", "")
"""The file that describes the lines to the prosecution; none, and referrals go by hand."""
HASILA_SCANNER = os.environ.get("HASILA_SCANNER", "")
"""The socket of the scanner for viruses (clamd's), or `none`."""
HASILA_PROOF_WAIT = 3.0
"""Seconds that printing waits for the seal over the act that the paper certifies."""

if os.environ.get("HASILA_CARD_NUMBER_PATTERN"):
    HASILA_CARD_NUMBER_PATTERN = os.environ["HASILA_CARD_NUMBER_PATTERN"]
HASILA_NAME_COUNTS = os.environ.get("HASILA_NAME_COUNTS", "")

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True
USE_I18N = True

FORM_RENDERER = "hasila.surfaces.web.rendering.Renderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hasila.surfaces.web.frame.frame",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    (f"fonts/{name}", ROOT / "node_modules" / "@fontsource" / name)
    for name in ("ibm-plex-sans-arabic", "amiri", "noto-sans-tifinagh")
    if (ROOT / "node_modules" / "@fontsource" / name).is_dir()
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 300

SESSION_ENGINE = "hasila.institution.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(HASILA_SESSION_HOURS * 3600)
SESSION_COOKIE_SECURE = HTTPS
_COOKIE = "__Host-{}" if HTTPS else "{}"
SESSION_COOKIE_NAME = _COOKIE.format("sessionid")
CSRF_COOKIE_NAME = _COOKIE.format("csrftoken")
LANGUAGE_COOKIE_NAME = _COOKIE.format("django_language")
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 86400
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
HASILA_SECURITY_CONTACT = os.environ.get("HASILA_SECURITY_CONTACT", "")

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "hasila.surfaces.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

HASILA_SYSLOG = os.environ.get("HASILA_SYSLOG", "")
LOGGING = configuration(HASILA_SYSLOG, demo=DEMO)
