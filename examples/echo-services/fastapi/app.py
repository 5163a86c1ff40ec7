"""A web service that echoes, in FastAPI."""

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

# Bytes of a body; a longer one is refused with status 413.
BODY_MAX = 1024 * 1024

app = FastAPI(title="echo")


class Echo(BaseModel):
    method: str
    query: dict[str, list[str]]
    body: str


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/echo")
@app.post("/echo")
async def echo(request: Request) -> Echo:
    query = request.query_params
    return Echo(
        method=request.method,
        query={name: query.getlist(name) for name in query},
        body=(await read_body(request)).decode(errors="replace"),
    )


async def read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise HTTPException(status_code=413)
    return bytes(body)
