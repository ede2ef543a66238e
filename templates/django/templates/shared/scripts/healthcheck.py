"""Exit with 0 if the server in this container answers: the image has no curl."""

import os
import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

TIMEOUT_SECONDS = 3


def main() -> int:
    """Ask the server whether it can serve."""
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/health/ready")
        return int(connection.getresponse().status != HTTPStatus.OK)
    except (OSError, HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
