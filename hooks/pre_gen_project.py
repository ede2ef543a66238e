import json  # noqa: E402 - below the module that sync puts above

ANSWERS = json.loads(r"""{{ cookiecutter | tojson }}""")

PROBLEM = problem(ANSWERS, ANSWERS["_reserved"])
if PROBLEM:
    sys.exit(PROBLEM)
