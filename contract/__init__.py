"""Black-box suite of the service contract: any service, by its URL or by its project folder."""
