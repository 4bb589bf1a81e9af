"""SFTP through fsspec, with the host's key checked and a limit to every wait.

Belongs here: what fsspec's own class leaves open. It takes any key a host shows, and waits for ever. Not here:
which options there are (`storage.filesystem`), what an error means (`storage.places`). Imports paramiko: imported
only where an SFTP folder is opened.
"""

import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem
from paramiko.hostkeys import HostKeyEntry

SSH_PORT: Final = 22
MACHINE_HOST_KEYS: Final = Path("/etc/ssh/ssh_known_hosts")


class UnknownHostKey(paramiko.SSHException):  # type: ignore[misc]
    """The host's key stands in no list of known hosts."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__("unknown host key")
        self.fingerprint = fingerprint


class RefuseUnknown(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    """Refuses a host without a known key, and says which key it showed."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        """Called by paramiko before anything of ours, such as a password, is sent."""
        raise UnknownHostKey(f"{key.get_name()} {key.fingerprint}")


class CheckedSFTP(SFTPFileSystem):  # type: ignore[misc]
    """SFTP to a host whose key is known: `host_key` ("ssh-ed25519 AAAA…"), else the file `known_hosts`, else the
    user's and the machine's own lists. No wait, for a connection or an answer, lasts longer than `timeout` seconds."""

    cachable = False

    def __init__(self, host: str, port: int, timeout: float, options: Mapping[str, object]) -> None:
        self.port = port
        self.timeout = timeout
        self.host_key = str(options.get("host_key", ""))
        self.known_hosts = str(options.get("known_hosts", ""))
        login = {name: value for name, value in options.items() if name not in ("host_key", "known_hosts")}
        super().__init__(host, **login)

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(RefuseUnknown())
        if self.host_key:
            self._trust_only(self.host_key)
        elif self.known_hosts:
            self.client.load_host_keys(self.known_hosts)
        else:
            self.client.load_system_host_keys()
            if MACHINE_HOST_KEYS.is_file():
                self.client.load_system_host_keys(str(MACHINE_HOST_KEYS))
        try:
            self.client.connect(
                self.host,
                port=self.port,
                timeout=self.timeout,
                banner_timeout=self.timeout,
                auth_timeout=self.timeout,
                channel_timeout=self.timeout,
                **self.ssh_kwargs,
            )
            self.ftp = self._channel()
        except BaseException:
            self.client.close()  # else its thread and socket stay
            raise

    def _channel(self) -> paramiko.SFTPClient:
        """As `open_sftp`, but already its first answer is waited for no longer than the rest."""
        transport = self.client.get_transport()
        if transport is None:
            raise EOFError
        channel = transport.open_session(timeout=self.timeout)
        channel.settimeout(self.timeout)
        channel.invoke_subsystem("sftp")
        return paramiko.SFTPClient(channel)

    def _trust_only(self, host_key: str) -> None:
        name = self.host if self.port == SSH_PORT else f"[{self.host}]:{self.port}"
        entry = HostKeyEntry.from_line(f"{name} {host_key}")
        if entry is None or entry.key is None:
            raise ValueError
        self.client.get_host_keys().add(name, entry.key.get_name(), entry.key)

    @staticmethod
    def _decode_stat(status: paramiko.SFTPAttributes, parent_path: str | None = None) -> dict[str, object]:
        """As fsspec's, but devices are not files, and what a server leaves out is None."""
        mode = status.st_mode
        kinds = {stat.S_IFDIR: "directory", stat.S_IFLNK: "link", stat.S_IFREG: "file"}
        kind = "file" if mode is None else kinds.get(stat.S_IFMT(mode), "other")
        name = f"{parent_path.rstrip('/')}/{status.filename}" if parent_path is not None else ""
        modified = None if status.st_mtime is None else datetime.fromtimestamp(status.st_mtime, UTC)
        return {"name": name, "size": status.st_size, "type": kind, "mtime": modified}

    def close(self) -> None:
        """Ends the connection."""
        self.client.close()
