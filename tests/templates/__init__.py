"""What a template generates, judged as its users would judge it."""
