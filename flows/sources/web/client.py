"""A polite visitor of the web: one request at a time, robots.txt, pauses, conditional requests, few attempts, limits on all it takes."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, cast

import httpx

from flows.sources.access import WebAccess
from flows.sources.limits import shown
from flows.sources.masking import masked
from flows.sources.retries import LONGEST_PAUSE, attempts
from flows.sources.web.guard import LocalAddress, PublicOnly
from flows.sources.web.kinds import Kind, kind_of
from flows.sources.web.memory import Memory, Page

_REMEMBERED = (".html", ".xml", ".txt", ".md", ".pdf", ".docx")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ROBOTS_BYTES = 1 << 19
_FILE_SECONDS = 60
_IN_MEMORY = 1 << 22


class WebError(Exception):
    """Why a page was not got; ``status`` is the server's answer where it gave one."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class Passing(WebError):
    """It may be otherwise in a moment: after ``pause`` seconds, where the server says so."""

    def __init__(self, reason: str, status: int | None = None, pause: float | None = None) -> None:
        super().__init__(reason, status)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with its body, to be read once."""

    url: str
    kind: Kind
    body: IO[bytes]


class Visitor:
    """Fetches pages as `WebAccess` says; what it remembers lies in ``memory``."""

    def __init__(self, access: WebAccess, memory: Memory) -> None:
        self._access, self._memory = access, memory
        headers = {"User-Agent": access.agent, "Accept-Encoding": "gzip, deflate"}
        self._client = httpx.Client(
            transport=PublicOnly(access.allow), timeout=access.timeout, headers=headers, follow_redirects=False, trust_env=False
        )
        self._robots: dict[str, Any] = {}
        self._last: dict[str, float] = {}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(self, url: str, changed_on: date | None = None) -> Fetched:
        """The page at an address; from memory without asking where it has not changed since. Raises WebError."""
        address = _address(url)
        known = self._memory[_name(address)]
        if known and changed_on and datetime.fromtimestamp(known.fetched_at, UTC).date() > changed_on:
            return _remembered(address, known)
        return self._with_retries(address)

    def _with_retries(self, address: httpx.URL) -> Fetched:
        for attempt in attempts(self._access, _pause):
            with attempt:
                return self._follow(address)
        raise AssertionError("the last error is let through")

    def _follow(self, address: httpx.URL) -> Fetched:
        for _ in range(self._access.redirects + 1):
            self._require_allowed(address)
            found = self._once(address)
            if isinstance(found, Fetched):
                return found
            address = found
        raise WebError(f"redirects more than {self._access.redirects} times")

    def _require_allowed(self, address: httpx.URL) -> None:
        if not self._access.robots:
            return
        rules = self._rules(address)
        if not rules.can_fetch(str(address), self._access.agent):
            raise WebError("robots.txt of its host forbids it")

    def _rules(self, address: httpx.URL) -> Any:
        """The host's robots.txt: none is leave, and a server in trouble is none (RFC 9309)."""
        import protego

        origin = str(address.copy_with(raw_path=b"/robots.txt", fragment=None))
        if origin not in self._robots:
            with self._answer(httpx.URL(origin), {}) as response:
                if response.status_code >= 500:
                    raise Passing(f"robots.txt of its host was answered with {response.status_code}", response.status_code)
                text = self._body(response, _ROBOTS_BYTES, self._access.seconds).read() if response.status_code == 200 else b""
            self._robots[origin] = protego.Protego.parse(text.decode("utf-8", "replace"))
        return self._robots[origin]

    def _once(self, address: httpx.URL) -> Fetched | httpx.URL:
        """The page, or where it is to be had."""
        known = self._memory[_name(address)]
        with self._answer(address, known.conditions if known else {}) as response:
            if response.status_code == 304 and known:
                return _remembered(address, known)
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _address(str(address.join(response.headers["location"])))
            _require_ok(response)
            return self._taken(address, response)

    def _taken(self, address: httpx.URL, response: httpx.Response) -> Fetched:
        kind = kind_of(address.path, response.headers.get("content-type", ""))
        is_page = kind.suffix in (".html", ".xml", ".txt", ".md")
        most = (self._access.page_mb if is_page else self._access.file_mb) << 20
        body = self._body(response, most, self._access.seconds * (1 if is_page else _FILE_SECONDS))
        if kind.suffix in _REMEMBERED:
            self._remember(address, response, body)
        return Fetched(_name(address), kind, body)

    def _remember(self, address: httpx.URL, response: httpx.Response, body: IO[bytes]) -> None:
        said = response.headers
        page = Page(said.get("etag"), said.get("last-modified"), said.get("content-type", ""), body.read(), time.time())
        body.seek(0)
        self._memory[_name(address)] = page

    @contextmanager
    def _answer(self, address: httpx.URL, conditions: dict[str, str]) -> Iterator[httpx.Response]:
        self._wait_for_turn(address)
        try:
            with self._client.stream("GET", address, headers=conditions) as response:
                yield response
        except LocalAddress as error:
            raise WebError(f"refused: {error}; the setting web.allow names networks that may be reached") from error
        except httpx.DecodingError as error:
            raise WebError(f"its body is damaged: {error}") from error
        except httpx.TimeoutException as error:
            raise Passing(f"no answer within {self._access.timeout:g} s") from error
        except httpx.TransportError as error:
            raise Passing(f"cannot be reached: {error or type(error).__name__}") from error
        finally:
            self._last[address.host] = time.monotonic()

    def _wait_for_turn(self, address: httpx.URL) -> None:
        rules = self._robots.get(str(address.copy_with(raw_path=b"/robots.txt", fragment=None)))
        asked = (rules.crawl_delay(self._access.agent) or 0.0) if rules else 0.0
        delay = max(self._access.delay, min(float(asked), LONGEST_PAUSE))
        last = self._last.get(address.host)
        if last is not None and (rest := last + delay - time.monotonic()) > 0:
            time.sleep(rest)

    def _body(self, response: httpx.Response, most: int, seconds: float) -> IO[bytes]:
        """The body, unpacked as far as the transfer packed it. Raises WebError where it is too long or takes too long."""
        until, length = time.monotonic() + seconds, 0
        with ExitStack() as unfinished:
            body = cast(IO[bytes], unfinished.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY)))
            for chunk in response.iter_bytes():
                length += len(chunk)
                if length > most:
                    raise WebError(f"longer than {shown(most)}")
                if time.monotonic() > until:
                    raise WebError(f"took longer than {seconds:g} s")
                body.write(chunk)
            body.seek(0)
            unfinished.pop_all()  # whoever reads the body closes it
        return body


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise WebError(f"not an address: {error}") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise WebError("refused: from the web only http and https links are followed")
    return address


def _name(address: httpx.URL) -> str:
    return masked(str(address))


def _remembered(address: httpx.URL, page: Page) -> Fetched:
    return Fetched(_name(address), kind_of(address.path, page.content_type), io.BytesIO(page.body))


def _require_ok(response: httpx.Response) -> None:
    status = response.status_code
    if status in _PASSING:
        raise Passing(f"answered with {status} {response.reason_phrase}", status, _asked_pause(response))
    if status != 200:
        raise WebError(f"answered with {status} {response.reason_phrase}", status)


def _asked_pause(response: httpx.Response) -> float | None:
    """Seconds until the server wants to be asked again, at most a minute."""
    said = response.headers.get("retry-after", "")
    try:
        seconds = float(said) if said.isdecimal() else parsedate_to_datetime(said).timestamp() - time.time()
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_PAUSE)


def _pause(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if not isinstance(error, Passing):
        return False
    return True if error.pause is None else error.pause
