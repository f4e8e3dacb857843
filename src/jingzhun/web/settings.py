"""Django settings, made from :class:`jingzhun.web.environment.Environment`."""

import secrets
from urllib.parse import unquote, urlsplit

from .environment import Environment

ENVIRONMENT = Environment()
DATA_FOLDER = ENVIRONMENT.data
KEYS_FOLDER = ENVIRONMENT.keys_folder
HEADS_FILE = ENVIRONMENT.heads_file
SESSION_KEY_FILE = KEYS_FOLDER / "session.key"

# Without its file a key for this process only: the system starts, sessions end with the process, and pages name the file.
SECRET_KEY = SESSION_KEY_FILE.read_text().strip() if SESSION_KEY_FILE.is_file() else secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    "jingzhun.web",
    "jingzhun.dashboards",
    "jingzhun.reports",
    "jingzhun.awards",
    "jingzhun.casework",
    "jingzhun.ingest",
    "jingzhun.ledger",
    "jingzhun.results",
    "jingzhun.registry",
    "jingzhun.policy",
    "jingzhun.attachments",
    "jingzhun.accounts",
    "jingzhun.areas",
    "jingzhun.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
]

MIDDLEWARE = [
    "jingzhun.web.proxies.BehindProxies",
    "django.middleware.security.SecurityMiddleware",
    "jingzhun.web.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jingzhun.web.request_size.RequestSize",
    "jingzhun.web.readable.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jingzhun.accounts.middleware.ActivePost",
    "jingzhun.web.as_of.AsOf",
    "django_htmx.middleware.HtmxMiddleware",
    "jingzhun.web.problems.ProblemPages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jingzhun.web.urls"
WSGI_APPLICATION = "jingzhun.web.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jingzhun.web.context.chrome",
            ],
            "builtins": ["jingzhun.web.templatetags.jz"],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """SQLite in the data folder, or the PostgreSQL that ``DATABASE_URL`` names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_FOLDER / "jingzhun.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        # Statements said through jingzhun.audit.statements are planned once; others are sent as text, as Django does.
        "OPTIONS": {"prepare_threshold": 0},
    }


DATABASES = {"default": _database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Official"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("sign_in_name", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = ENVIRONMENT.idle_minutes * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 30 * 86400 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "jingzhun.web.problems.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "jingzhun.accounts.known_device.counted_name"
AXES_LOCKOUT_CALLABLE = "jingzhun.accounts.views.lock.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "code"]
# Counted by account only: an office shares one address, and changing it must not open a new row of tries.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
OTP_TOTP_ISSUER = "Jingzhun"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
FORMAT_MODULE_PATH = "jingzhun.web.formats"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_FOLDER / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DJANGO_TABLES2_TEMPLATE = "web/table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},  # a refusal is told on its page, in Chinese
    },
}
