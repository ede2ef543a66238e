{% include "shared/src/package/throttle_redis.py" %}
