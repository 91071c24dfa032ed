"""Runs the guide's Flask sample: the text in the file that argv names.

Here is what it leaves to its reader: the session's secret, and listening. It says "ready" when it listens.
"""

import sys

from werkzeug.serving import make_server

path, port = sys.argv[1:]
names = {"__name__": "sample"}
with open(path, encoding="utf-8") as file:
    exec(compile(file.read(), path, "exec"), names)
app = names["app"]
app.secret_key = "of the sample"
server = make_server("127.0.0.1", int(port), app)
print("ready", flush=True)
server.serve_forever()
