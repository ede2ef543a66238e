"""Tell the load balancer whether the process lives, and whether it can serve."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as CheckTimeout

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from .db import get_database
from .errors import Unavailable
from .lifecycle import is_stopping
from .problems import answer

CHECK_TIMEOUT_SECONDS = 1.0

blueprint = Blueprint("health", __name__, url_prefix="/health")
# A check that hangs must hold neither the probe nor the next one's answer.
checkers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")
