{% block explain %}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN"}
{% endblock %}
BEFORE_EXPLAIN: dict[str, list[str]] = {"sqlite": []}
