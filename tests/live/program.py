"""A program that uses the JSON door, and what it sends."""

import json
from typing import Any
from uuid import uuid4

from flask import Flask


class Program:
    """A program with a bearer token, or without one; it knows no cookies."""

    def __init__(self, app: Flask, token: str | None = None, language: str = "fr") -> None:
        self.client = app.test_client(use_cookies=False)
        self.headers = {"Accept-Language": language}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> tuple[int, Any]:
        return self.read(self.client.get("/api/v1" + path, headers=self.headers))

    def post(self, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        sent = {"json": body} if body is not None else options
        answer = self.client.post(
            "/api/v1" + path,
            headers=self.headers,
            csrf=False,
            **sent,
        )
        return self.read(answer)

    def read(self, answer: Any) -> tuple[int, Any]:
        body = json.loads(answer.data)
        if answer.status_code >= 400:
            assert answer.content_type == "application/problem+json"
            assert {"type", "title", "status", "detail", "code"} <= set(body)
            assert body["status"] == answer.status_code
        return answer.status_code, body


def question(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "body": "Quand ?"} | values
