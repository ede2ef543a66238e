"""Derive Django's settings from the environment, which `environment.py` reads and checks.

See https://docs.djangoproject.com/en/stable/ref/settings/.
"""

import logging
from urllib.parse import urlsplit

from .databases import DATABASE_FROM_URL
from .environment import get_settings
from .logs import configure_logs
from .mailers import mailer_from_url

environment = get_settings()
in_production = environment.app_env == "production"
public_url = urlsplit(environment.public_url)

# The application

# Errors are problem documents everywhere; their causes are in the log.
DEBUG = False
SECRET_KEY = environment.secret_key.get_secret_value()
SECRET_KEY_FALLBACKS = [key.get_secret_value() for key in environment.secret_key_fallbacks]
ALLOWED_HOSTS = list(environment.allowed_hosts)
ROOT_URLCONF = "{{ cookiecutter.package_name }}.urls"
WSGI_APPLICATION = "{{ cookiecutter.package_name }}.wsgi.application"
APPEND_SLASH = False
USE_I18N = False
TIME_ZONE = "UTC"
DATA_UPLOAD_MAX_MEMORY_SIZE = environment.max_body_bytes

INSTALLED_APPS = [
    "{{ cookiecutter.package_name }}.apps.ServiceConfig",
    "{{ cookiecutter.package_name }}.apps.ServiceAdminConfig",
    "{{ cookiecutter.package_name }}.auth.apps.AuthenticationConfig",
    "{{ cookiecutter.package_name }}.users.apps.UsersConfig",
{% if cookiecutter.example %}
    "{{ cookiecutter.package_name }}.notes.apps.NotesConfig",
{% endif %}
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
]

# Sessions, cookies and messages serve the admin site alone; the API never looks at a cookie.
MIDDLEWARE = [
    "{{ cookiecutter.package_name }}.edge.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "{{ cookiecutter.package_name }}.edge.HostMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "{{ cookiecutter.package_name }}.edge.LimitsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Served from the packages themselves, so that no step collects them.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Data

database_scheme = urlsplit(environment.database_url).scheme
DATABASES = {"default": DATABASE_FROM_URL[database_scheme](environment)}

# What has to answer before this process is ready.
READINESS_CHECKS = {
    "database": "{{ cookiecutter.package_name }}.databases.check_database",
{% if cookiecutter.worker %}
    "broker": "{{ cookiecutter.package_name }}.worker.check_broker",
{% endif %}
}

# Work that no caller waits for

{% if cookiecutter.worker %}
BACKGROUND = "{{ cookiecutter.package_name }}.tasks.run_soon"
{% else %}
BACKGROUND = "{{ cookiecutter.package_name }}.in_process.run_soon"
{% endif %}

# Mail

MAILERS = {"default": mailer_from_url(environment.mail_url)}
DEFAULT_FROM_EMAIL = environment.mail_from

# Logs are set up by `configure_logs` alone.
LOGGING_CONFIG = None
configure_logs(environment.log_level, environment.log_format)
# What callers get wrong stands in the access log already.
logging.getLogger("django.request").setLevel(logging.ERROR)
logging.getLogger("django.security").setLevel(logging.CRITICAL)

# Accounts

AUTH_USER_MODEL = "users.User"
LOGIN_REDIRECT_URL = "/admin/"
PASSWORD_HASHERS = [
    "{{ cookiecutter.package_name }}.hashers.Argon2PasswordHasher",
    # Only to verify, and renew, what earlier systems hashed
    "{{ cookiecutter.package_name }}.hashers.BCryptPasswordHasher",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "{{ cookiecutter.package_name }}.users.validators.LengthValidator"},
    {"NAME": "{{ cookiecutter.package_name }}.users.validators.NotTheAddressValidator"},
    {"NAME": "{{ cookiecutter.package_name }}.users.validators.CommonPasswordValidator"},
]

# How often an address may be tried, and where attempts are counted.
THROTTLE_PER_MINUTE = environment.throttle_per_minute
THROTTLE_PER_HOUR = environment.throttle_per_hour
{% if cookiecutter.worker %}
THROTTLE_STORE = "{{ cookiecutter.package_name }}.auth.throttle_choice.choose_store"
{% else %}
THROTTLE_STORE = "{{ cookiecutter.package_name }}.auth.throttle_store.DatabaseStore"
{% endif %}

# Security

SECURE_CSP = {
    "default-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_HSTS_SECONDS = 63_072_000 if in_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = in_production
CSRF_COOKIE_SECURE = in_production
CSRF_TRUSTED_ORIGINS = [f"{public_url.scheme}://{public_url.netloc}"]
SILENCED_SYSTEM_CHECKS = [
    "mail.E001",  # `environment.py` says which mailers production may have
    "security.W008",  # the proxy redirects to HTTPS, and probes come without it
    "security.W021",  # preloading a domain is its owner's decision, not one service's
]
if not in_production:
    # Development is served without TLS
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W012", "security.W016"]

CORS_ALLOWED_ORIGINS = list(environment.cors_origins)
CORS_EXPOSE_HEADERS = ["Location", "Retry-After", "X-Request-ID"]

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "{{ cookiecutter.package_name }}.auth.authentication.BearerAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["{{ cookiecutter.package_name }}.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "{{ cookiecutter.package_name }}.openapi.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "{{ cookiecutter.package_name }}.problems.handle_exception",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "{{ cookiecutter.project_name }}",
    "DESCRIPTION": "{{ cookiecutter.description }}",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_SUFFIX": "",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "{{ cookiecutter.package_name }}.openapi.add_problems",
        "{{ cookiecutter.package_name }}.openapi.close_bodies",
    ],
}
