"""Name the headers that every answer carries (OWASP HTTP Headers Cheat Sheet)."""

API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
POWERFUL_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
ALWAYS = {
    "Content-Security-Policy": API_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in POWERFUL_FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
NOT_STORED = {"Cache-Control": "no-store"}
PUBLIC_PATHS = ("/api/v1/openapi.json", "/api/v1/docs", "/api/v1/redoc")


def security_headers(*, production: bool) -> dict[str, str]:
    """List the headers of every answer; only production may bind browsers to HTTPS."""
    return ALWAYS | ONLY_HTTPS if production else ALWAYS


def may_be_stored(path: str) -> bool:
    """Tell whether an answer is the same for everybody: the API's are not, its documentation is."""
    return not path.startswith("/api/v1/") or path.startswith(PUBLIC_PATHS)
