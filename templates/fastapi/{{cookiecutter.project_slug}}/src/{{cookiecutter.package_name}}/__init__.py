"""{{ cookiecutter.project_name }}: the service."""
