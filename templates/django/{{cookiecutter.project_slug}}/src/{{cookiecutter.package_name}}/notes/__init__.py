"""The example resource: notes with tags."""
