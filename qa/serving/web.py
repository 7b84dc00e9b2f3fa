"""The HTTP application: the operations as JSON under /v1, health, metrics and the page."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qa.errors import DocumentNotFound, IndexNotFound, QaError, ServerBusy, UsageError
from qa.render.json_writer import JsonWriter
from qa.render.json_writer import error as error_json
from qa.serving import metrics, page
from qa.serving.access import Access, Guard
from qa.serving.bodies import read_json
from qa.serving.openapi import openapi
from qa.serving.operations import Outcome
from qa.serving.parameters import OPERATIONS, Operation

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from qa.datatypes import Document
    from qa.engine import Engine
    from qa.serving.answers import Answers

_ID = re.compile(r"[0-9a-f]{32}")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_RETRY = "5"  # seconds
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Extension:
    """A further endpoint, such as that of MCP: its application, and what runs while it serves."""

    path: str
    app: ASGIApp
    running: Callable[[], AbstractAsyncContextManager[None]]


def application(
    answers: Answers, access: Access, about: str, extension: Extension | None = None
) -> ASGIApp:
    """Return the ASGI application; `about` says on the page what is asked."""
    web = _Web(answers, about)
    routes: list[BaseRoute] = [
        Route("/", web.ask_page),
        Route("/documents/{id}", web.document_page),
        Route("/health", web.health),
        Route("/metrics", web.metrics),
        Route("/openapi.json", web.description(token=access.token is not None)),
        Route("/v1/documents/{id}", web.document),
        *(Route(f"/{name}", web.asset(name, kind)) for name, kind in page.FILES.items()),
        *(
            Route(f"/v1/{each.name}", web.endpoint(each), methods=["POST"])
            for each in OPERATIONS.values()
        ),
    ]
    if extension:
        routes.append(Route(extension.path, extension.app, methods=["POST"]))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(answers.close)
            if extension:
                await stack.enter_async_context(extension.running())
            yield

    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _refused, QaError: _failed, Exception: _broken},
    )
    app.router.redirect_slashes = False
    return Guard(app, access)


class _Web:
    """The endpoints. See `application`."""

    def __init__(self, answers: Answers, about: str) -> None:
        self._answers = answers
        self._engines = answers.engines
        self._about = about
        self._metrics = metrics.Metrics()

    def endpoint(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers an operation."""

        async def answer(request: Request) -> Response:
            values = operation.read(read_json(await request.body()))
            return JSONResponse((await self._perform(operation.name, values)).data, 200, _HEADERS)

        return self._counted(operation.name, answer)

    def description(self, *, token: bool) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers /openapi.json."""
        document = openapi(token=token)

        async def answer(_: Request) -> Response:
            return JSONResponse(document, 200, _HEADERS)

        return answer

    def asset(self, name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers with a file of the page."""
        content = page.asset(name)

        async def answer(_: Request) -> Response:
            return Response(content, 200, _HEADERS, kind)

        return answer

    async def health(self, _: Request) -> Response:
        """Say whether questions are taken."""
        if self._engines.stopping:
            return JSONResponse({"status": "stopping"}, 503, _HEADERS)
        return JSONResponse({"status": "ok"}, 200, _HEADERS)

    async def metrics(self, _: Request) -> Response:
        """Return the counters."""
        text = self._metrics.text(self._engines.pending, self._answers.repeated)
        return Response(text, 200, _HEADERS, metrics.CONTENT_TYPE)

    async def document(self, request: Request) -> Response:
        """Return a document by its id, as JSON."""

        def written(engine: Engine) -> str:
            return JsonWriter(lambda source: source).document(_document(engine, request), (), 0)

        text = await self._engines.run(written)
        return Response(text, 200, _HEADERS, "application/json")

    async def ask_page(self, request: Request) -> Response:
        """Return the page, with an answer where a question is asked."""
        question = request.query_params.get("q", "").strip()
        if not question:
            return _html(page.question_page(self._about))
        return await self._counted("page", lambda _: self._answer_page(question))(request)

    async def document_page(self, request: Request) -> Response:
        """Return a document at the words that a link names."""
        span = _SPAN.fullmatch(request.query_params.get("at", ""))
        start, end = (int(span[1]), int(span[2])) if span else (0, 0)

        def shown(engine: Engine) -> str:
            question = request.query_params.get("q", "")
            return page.document_page(_document(engine, request), start, end, question)

        return _html(await self._engines.run(shown))

    async def _answer_page(self, question: str) -> Response:
        # A GET changes nothing: the index is taken as it is.
        def shown(engine: Engine) -> str:
            answer = engine.ask(read["question"], fresh=False)
            self._metrics.answer(answer.answered)
            return page.answer_page(answer)

        try:
            read = OPERATIONS["ask"].read({"question": question})
            return _html(await self._engines.run(shown))
        except QaError as error:
            text = page.failure_page(question, error.message, error.hint)
            return _html(text, _status_of(error))

    async def _perform(self, name: str, values: dict[str, Any]) -> Outcome:
        outcome = await self._answers.perform(name, values, local=False)
        if name == "ask":
            self._metrics.answer(outcome.data["answered"])
        return outcome

    def _counted(
        self, name: str, answer: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def counted(request: Request) -> Response:
            started = time.perf_counter()
            status = 500
            try:
                response = await answer(request)
                status = response.status_code
                return response
            except QaError as error:
                status = _status_of(error)
                raise
            finally:
                self._metrics.request(name, status, time.perf_counter() - started)

        return counted


def _document(engine: Engine, request: Request) -> Document:
    """Return the document whose id is in the path. Raises HTTPException: 404."""
    name = request.path_params["id"]
    if _ID.fullmatch(name):
        try:
            return engine.document(name)
        except UsageError:
            pass
    raise HTTPException(404, "There is no such document.")


def _html(text: str, status: int = 200) -> HTMLResponse:
    headers = _HEADERS | {"Content-Security-Policy": page.POLICY}
    if status == 503:
        headers["Retry-After"] = _RETRY
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


def _status_of(error: QaError) -> int:
    if isinstance(error, UsageError):
        return 404 if isinstance(error, DocumentNotFound) else 400
    return 503 if isinstance(error, ServerBusy | IndexNotFound) else 500


async def _failed(_: Request, error: Exception) -> Response:
    assert isinstance(error, QaError)
    status = _status_of(error)
    headers = _HEADERS | ({"Retry-After": _RETRY} if status == 503 else {})
    text = error_json(type(error).__name__, error.message, error.hint)
    return Response(text, status, headers, "application/json")


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = _HEADERS | dict(error.headers or {})
    text = error_json("Refused", error.detail, "See /openapi.json.")
    return Response(text, error.status_code, headers, "application/json")


async def _broken(_: Request, error: Exception) -> Response:  # noqa: ARG001 - nothing of it is told
    text = error_json("InternalError", "Something went wrong.", "See the output of 'qa serve'.")
    return Response(text, 500, _HEADERS, "application/json")
