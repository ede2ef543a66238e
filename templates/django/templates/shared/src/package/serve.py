"""Start the production server: what the command `serve` does.

gunicorn takes `WEB_CONCURRENCY` from the environment when it is imported, before it reads any file
of ours, and dies of a wrong one in its own words. So the settings are checked first.
"""

from importlib import import_module

{% block imports %}
from .settings import get_settings
{% endblock %}


def main() -> None:
    """Check the settings, then run gunicorn with the arguments of the command line."""
    get_settings()
    import_module("gunicorn.app.wsgiapp").run()
