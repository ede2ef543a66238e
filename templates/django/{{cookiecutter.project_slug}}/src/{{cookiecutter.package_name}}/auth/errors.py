"""Name what can go wrong on the way in."""

from ..errors import BadRequest, Unauthenticated


class InvalidToken(BadRequest):
    """The token of a link in a mail is none of ours, was used, or has expired."""

    code = "invalid-token"
    detail = "This link is not valid any more; ask for a new one."


class WrongCredentials(Unauthenticated):
    """There is no such pair of address and password, or it may not log in."""

    code = "wrong-credentials"
    detail = "The address or the password is wrong."
