{% block explain %}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
{% endblock %}
# PostgreSQL reads a table of a few rows whole unless that is forbidden.
BEFORE_EXPLAIN: dict[str, list[str]] = {
    "sqlite": [],
    "postgresql": ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_sort = off"],
}
