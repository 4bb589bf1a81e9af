"""Hands one message to each address, in a process of its own: `python -P notification_sender.py`.

Belongs here: apprise. A process of its own, because apprise, the libraries below it and its plugins log addresses,
which hold passwords, and because a server that does not answer must not hold up a run. What it is to send
comes in as JSON on standard input (`urls`, `subject`, `text`); standard output says of each address, in
their order, whether the message went out; nothing else leaves it. Not here: which notification is sent, when, to whom
(`flows.notifications`). Imports nothing of ours: it is run by its path.
"""

import json
import sys
from typing import TypedDict

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType


class Sending(TypedDict):
    """One message and its addresses."""

    urls: list[str]
    subject: str
    text: str


def send(sending: Sending) -> list[bool]:
    """Whether each address took the message. One that apprise cannot read took none."""
    asset = AppriseAsset(app_id="SKM", app_desc="SKM", app_url="")
    taken = []
    for url in sending["urls"]:
        service = Apprise(asset=asset)
        # A list: a text would be taken apart at its commas.
        taken.append(
            service.add([url])
            and bool(
                service.notify(
                    title=sending["subject"],
                    body=sending["text"],
                    notify_type=NotifyType.WARNING,
                    body_format=NotifyFormat.TEXT,
                )
            )
        )
    return taken


if __name__ == "__main__":
    result = send(json.load(sys.stdin))
    sys.stdout.write(f"\n{json.dumps(result)}\n")
