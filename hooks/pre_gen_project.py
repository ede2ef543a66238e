ANSWERS = json.loads(r"""{{ cookiecutter | tojson }}""")

PROBLEM = problem_with_package(ANSWERS["package_name"], ANSWERS["__reserved"])
if PROBLEM:
    sys.exit(PROBLEM)
