{% include "shared/tests/test_throttle_redis.py" %}
