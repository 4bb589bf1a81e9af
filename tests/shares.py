"""Shares of a test's own: an SFTP server, a WebDAV server, an S3, and a server that never answers.

Belongs here: starting and ending them, and the way their files are put. Not here: any expectation of a test.
"""

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import paramiko

USER, PASSWORD = "petugas", "rahasia-CANARY-7f3a"


@dataclass
class Share:
    """A place elsewhere: its URL and options, and the folder here behind it, where there is one."""

    url: str
    options: dict[str, object]
    folder: Path | None = None

    def with_options(self, **changed: object) -> dict[str, object]:
        return self.options | changed


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        right = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:
        return "password"


class _Handle(paramiko.SFTPHandle):
    def stat(self):
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class _Files(paramiko.SFTPServerInterface):
    """A folder, read-only, as an SFTP server shows it."""

    def __init__(self, server, *args, root: Path, transport: paramiko.Transport, serving: "SftpServer", **kwargs):
        super().__init__(server, *args, **kwargs)
        self.root, self.transport, self.serving = root, transport, serving

    def _here(self, path: str) -> str:
        return str(self.root) + self.canonicalize(path)

    def list_folder(self, path):
        try:
            names = [entry.name for entry in Path(self._here(path)).iterdir()]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        found = []
        for name in names:
            status = paramiko.SFTPAttributes.from_stat(Path(self._here(path), name).lstat())
            status.filename = name
            found.append(status)
        return found

    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(Path(self._here(path)).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def lstat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(Path(self._here(path)).lstat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def open(self, path, flags, attr):
        name = Path(path).name
        self.serving.opened.append(name)
        if name in self.serving.growing:
            self.serving.growing.discard(name)
            with Path(self._here(path)).open("ab") as file:
                file.write(b"dan lagi\n")
        if name in self.serving.denied:
            return paramiko.SFTP_PERMISSION_DENIED
        if name == self.serving.dies_at:
            self.transport.close()
            return paramiko.SFTP_FAILURE
        try:
            file = Path(self._here(path)).open("rb")  # noqa: SIM115  (closed with its handle)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = _Handle(flags)
        handle.readfile = file
        return handle


class SftpServer:
    """Serves a folder on a free port until it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[str] = []
        self.denied: set[str] = set()
        self.growing: set[str] = set()
        """Names of files that grow, once, when they are opened."""
        self.dies_at: str | None = None
        """The name of a file at whose opening the connection is cut."""
        self.key = paramiko.ECDSAKey.generate()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def host_key(self) -> str:
        return f"{self.key.get_name()} {self.key.get_base64()}"

    @property
    def share(self) -> Share:
        options = {"username": USER, "password": PASSWORD, "host_key": self.host_key, "timeout": 5}
        options |= {"allow_agent": False, "look_for_keys": False}
        return Share(f"sftp://127.0.0.1:{self.port}/", options, self.folder)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler(
                "sftp", paramiko.SFTPServer, _Files, root=self.folder, transport=transport, serving=self
            )
            self._transports.append(transport)
            try:
                transport.start_server(event=threading.Event(), server=_Login())
            except (paramiko.SSHException, EOFError):
                transport.close()

    def stop(self) -> None:
        if self._listener.fileno() < 0:
            return
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for transport in self._transports:
            transport.close()
            transport.join(5)


@contextmanager
def sftp(folder: Path) -> Iterator[SftpServer]:
    server = SftpServer(folder)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def webdav(folder: Path) -> Iterator[Share]:
    """A real WebDAV server on a folder, with a login."""
    from cheroot import wsgi
    from wsgidav.fs_dav_provider import FilesystemProvider
    from wsgidav.wsgidav_app import WsgiDAVApp

    app = WsgiDAVApp(
        {
            "provider_mapping": {"/kiriman": FilesystemProvider(str(folder), readonly=True)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=2)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    port = server.bind_addr[1]
    try:
        options: dict[str, object] = {"username": USER, "password": PASSWORD, "timeout": 5}
        yield Share(f"webdav://127.0.0.1:{port}/kiriman", options, folder)
    finally:
        server.stop()
        thread.join(5)


@contextmanager
def s3() -> Iterator[Share]:
    """moto's S3 with a bucket of its own (all its servers in a process share what they hold). Any key is let in."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    bucket = f"kiriman-{port}"
    options: dict[str, object] = {
        "username": USER,
        "password": PASSWORD,
        "token": PASSWORD,
        "endpoint_url": endpoint,
        "timeout": 5,
        "client_kwargs": {"region_name": "us-east-1"},
    }
    client = boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id=USER, aws_secret_access_key=PASSWORD, region_name="us-east-1"
    )
    try:
        client.create_bucket(Bucket=bucket)
        yield Share(f"s3://{bucket}/2024", options)
    finally:
        client.close()
        server.stop()


def put_into_s3(share: Share, files: Mapping[str, bytes]) -> None:
    """Puts files into the folder of an S3 share."""
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=str(share.options["endpoint_url"]),
        aws_access_key_id=USER,
        aws_secret_access_key=PASSWORD,
        region_name="us-east-1",
    )
    bucket, _, prefix = share.url.removeprefix("s3://").partition("/")
    for name, content in files.items():
        client.put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=content)
    client.close()


@contextmanager
def silent_server() -> Iterator[int]:
    """Accepts connections on the port it gives, and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=20)
    connections: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connections.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
        for connection in connections:
            connection.close()


def unused_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
