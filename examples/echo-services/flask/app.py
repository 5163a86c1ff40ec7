"""A web service that echoes, in Flask."""

from flask import Flask, request

app = Flask(__name__)
# Bytes of a body; a longer one is refused with status 413.
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024


@app.get("/healthz")
def healthz():
    return {"status": "ok"}


@app.route("/echo", methods=["GET", "POST"])
def echo():
    return {
        "method": request.method,
        "query": request.args.to_dict(flat=False),
        "body": request.get_data(as_text=True),
    }
