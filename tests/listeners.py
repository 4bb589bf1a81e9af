"""Servers that take notifications, on ports of their own: a mail server that asks for a login, and a webhook."""

import base64
import email
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default as mail_policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

PASSWORD = "s3cret-Sandi-99"


class Mail(NamedTuple):
    sender: str
    recipients: tuple[str, ...]
    login: tuple[str, str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        part = self.message.get_body(preferencelist=("plain", "html"))
        assert part is not None
        return str(part.get_content())


class _MailHandler(socketserver.StreamRequestHandler):
    """What of RFC 5321 and AUTH PLAIN/LOGIN a sender needs."""

    server: "MailServer"

    def handle(self) -> None:
        self._say("220 local test")
        login, sender, recipients = ("", ""), "", list[str]()
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            if verb == "EHLO":
                self._say("250-local\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME")
            elif verb == "AUTH":
                login = self._login(line.split())
                self._say("235 ok" if login[1] == PASSWORD else "535 wrong")
            elif verb == "MAIL":
                sender, recipients = line.partition("<")[2].partition(">")[0], []
                self._say("250 ok")
            elif verb == "RCPT":
                recipients.append(line.partition("<")[2].partition(">")[0])
                self._say("250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                message = email.message_from_bytes(content, policy=mail_policy)
                self.server.received.append(Mail(sender, tuple(recipients), login, message))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _login(self, words: list[str]) -> tuple[str, str]:
        if words[1].upper() == "PLAIN":
            _, name, password = base64.b64decode(words[2]).decode().split("\0")
            return name, password
        self._say("334 VXNlcm5hbWU6")
        name = base64.b64decode(self.rfile.readline()).decode()
        self._say("334 UGFzc3dvcmQ6")
        return name, base64.b64decode(self.rfile.readline()).decode()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.received: list[Mail] = []

    @property
    def url(self) -> str:
        """As apprise writes it: plain SMTP with a login."""
        port = self.server_address[1]
        return f"mailto://skm:{PASSWORD}@127.0.0.1:{port}?from=skm@contoh.go.id&to=staf@contoh.go.id&mode=insecure"


class _HookHandler(BaseHTTPRequestHandler):
    server: "HookServer"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(content))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Silent."""


class HookServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _HookHandler)
        self.received: list[dict[str, str]] = []
        self.answer = 200

    @property
    def url(self) -> str:
        """As apprise writes it. The last part stands for a token, as Telegram's and Slack's addresses have it."""
        return f"json://skm:{PASSWORD}@127.0.0.1:{self.server_address[1]}/token-{PASSWORD}"


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
