"""What tests of account health have in common: its addresses, files that pass and files that do not."""

from __future__ import annotations

import json
from typing import Any

from portal_visitor import Visitor

API = "/api/v1/seller/growth_center"
OVERVIEW, RECORDS = f"{API}/violation/overview/get", f"{API}/shop/violation/quick_filter/query"
UPLOAD, REMOVE, SUBMIT = f"{API}/appeal/file/upload", f"{API}/appeal/file/remove", f"{API}/appeal/submit"
TICKET_UPLOAD = "/api/v1/seller/helpdesk/ticket/file/upload"
OPEN_MX, LATE_MX, WON_MX = "8210000000000000001", "8210000000000000002", "8210000000000000003"
OPEN_GB, FAILED_GB, RUNNING_GB, OPEN_TH = (f"821000000000000000{n}" for n in (4, 5, 6, 7))
PNG, JPG, PDF = b"\x89PNG\r\n\x1a\n" + b"\r\n\x00", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n"


def detail(visitor: Visitor, violation: str) -> Any:
    return visitor.get(f"{API}/violation/detail/get?violation_id={violation}").data


def upload(visitor: Visitor, violation: str, body: bytes = PNG, name: str = "proof.png") -> Any:
    """Send a file as browsers do: for an appeal, or for the next ticket where no violation is named."""
    edge = "----xyz"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="violation_id"\r\n\r\n{violation}\r\n'
    part = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'
    whole = (head + part).encode() + body + f"\r\n--{edge}--\r\n".encode()
    return send(visitor, whole, f"multipart/form-data; boundary={edge}", UPLOAD if violation else TICKET_UPLOAD)


def send(visitor: Visitor, body: bytes, kind: str, path: str = UPLOAD) -> Any:
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    visitor.connection.request("POST", path, body, {"cookie": cookie, "content-type": kind})
    with visitor.connection.getresponse() as answer:
        return json.loads(answer.read())


def appeal(visitor: Visitor, violation: str, reason: str = "It was not us.") -> Any:
    """Upload a proof and send an appeal."""
    upload(visitor, violation)
    return visitor.post(SUBMIT, violation_id=violation, reason=reason).json
