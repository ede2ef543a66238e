import json  # noqa: E402

ANSWERS = json.loads(r"""{{ cookiecutter | tojson }}""")

PROBLEM = problem(ANSWERS, ANSWERS["_reserved"])
if PROBLEM:
    sys.exit(PROBLEM)
