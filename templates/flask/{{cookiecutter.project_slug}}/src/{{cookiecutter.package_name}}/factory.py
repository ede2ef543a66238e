"""Put an application together."""

from flask import Blueprint, Flask
from sqlalchemy import make_url

from . import cli, cors, db, docs, edge, health, problems, wiring
from .auth import throttling
from .logs import configure_logs
from .settings import Settings


def create_app(settings: Settings) -> Flask:
    """Make an application; nothing connects before the first request needs it."""
    configure_logs(settings.log_level, settings.log_format)
    app = Flask("{{ cookiecutter.package_name }}", static_folder=None)
    # One byte more than allowed: at this length a body of unknown length just ends.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes + 1
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    app.url_map.merge_slashes = False
    problems.install(app)
    edge.install(app, settings)
    cors.install(app, settings)
    backend = make_url(settings.database_url).get_backend_name()
    db.install(app, wiring.ENGINES[backend](settings))
    throttling.install(app, settings)
    wiring.install(app)
    cli.install(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(api())
    docs.install(app, settings)
    return app


def api() -> Blueprint:
    """Gather the features of the API under its version."""
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
    for feature in wiring.BLUEPRINTS:
        blueprint.register_blueprint(feature)
    return blueprint
