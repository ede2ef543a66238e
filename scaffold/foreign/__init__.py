"""Generate from other people's cookiecutter templates: fetched by commit, sandboxed unless trusted."""
