"""Generate production-ready Flask, Django and FastAPI services that share one contract."""

__version__ = "0.1.0"
