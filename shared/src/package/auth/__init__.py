"""Who somebody is: registration, login, sessions and passwords."""
