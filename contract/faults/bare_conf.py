"""How the bare applications are served: as the service under test is."""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = int(os.environ["WEB_CONCURRENCY"])
threads = 8
control_socket_disable = True
