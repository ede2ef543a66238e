"""Make and read the tokens that stand for a caller.

Access tokens are JWTs (RFC 7519) of fifteen minutes; refresh tokens and the links in mails are
random secrets of which only a digest is stored.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

{% block imports %}
from .errors import Unauthenticated
from .settings import get_settings
{% endblock %}

ALGORITHM = "HS256"
ACCESS_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=30)
VERIFY_LIFETIME = timedelta(hours=24)
RESET_LIFETIME = timedelta(hours=1)
SECRET_BYTES = 32
# By how much the clocks of two machines may differ
LEEWAY = timedelta(seconds=10)
CLAIMS = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True)
class AccessToken:
    """Hold what an access token says: whose it is, and of which session."""

    user_id: UUID
    session_id: UUID


def issue_access_token(user_id: UUID, session_id: UUID) -> str:
    """Sign an access token for a user's session."""
    settings = get_settings()
    now = datetime.now(UTC)
    claims = {
        "iss": settings.public_url,
        "aud": settings.public_url,
        "sub": str(user_id),
        "sid": str(session_id),
        "iat": now,
        "exp": now + ACCESS_LIFETIME,
        "jti": secrets.token_hex(16),
    }
    return jwt.encode(claims, settings.secret_key.get_secret_value(), ALGORITHM)


def decode(token: str, key: str) -> dict[str, str]:
    """Check a token against one key: signature, algorithm, issuer, audience, times (RFC 8725)."""
    url = get_settings().public_url
    claims: dict[str, str] = jwt.decode(
        token,
        key,
        [ALGORITHM],
        issuer=url,
        audience=url,
        leeway=LEEWAY,
        options={"require": CLAIMS},
    )
    return claims


def read_access_token(token: str) -> AccessToken:
    """Read an access token that the present key, or one of its predecessors, signed.

    Raises:
        Unauthenticated: the token is none of ours, was altered, or has expired.
    """
    settings = get_settings()
    for key in (settings.secret_key, *settings.secret_key_fallbacks):
        try:
            claims = decode(token, key.get_secret_value())
            return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]))
        except jwt.InvalidSignatureError:
            continue
        except (jwt.InvalidTokenError, ValueError) as error:
            raise Unauthenticated from error
    raise Unauthenticated


def new_secret() -> str:
    """Make a random token that can stand in a URL."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """Derive what is stored of a random token; it needs no salt, as it cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
