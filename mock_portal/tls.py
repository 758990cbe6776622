"""A certificate for the loopback, made at start by an authority that lives as long as the process."""

from __future__ import annotations

import base64
import hashlib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DAY = timedelta(days=1)
_AUTHORITY = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mock portal's own authority")])
_USES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
_SIGNS = x509.KeyUsage(
    **dict.fromkeys(_USES, False), key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False
)


class Certificate(StrEnum):
    """What the portal shows: a certificate that holds, or one that nobody should accept."""

    GOOD = "good"
    EXPIRED = "expired"
    WRONG_HOST = "wrong-host"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the server shows, and by what others may know it: the authority's file, and the hash of the public key."""

    context: ssl.SSLContext
    ca_file: Path
    pin: str


def identity(folder: Path, certificate: Certificate, names: Sequence[str] = (), *, http2: bool) -> Identity:
    """Make an authority and a certificate, also for more `names`; files go to `folder`, which nobody else may read."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_file, own_file = folder / "ca.pem", folder / "own.pem"
    ca_file.write_bytes(_authority(ca_key).public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    own_file.write_bytes(private + _own(key, ca_key, certificate, names).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_file)
    own_file.unlink()
    newest = ["h2"] if http2 else []
    context.set_alpn_protocols([*newest, "http/1.1"])
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Identity(context, ca_file, base64.b64encode(hashlib.sha256(public).digest()).decode())


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    built = _begun(key.public_key(), _AUTHORITY, datetime.now(UTC) + 30 * _DAY)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(_SIGNS, critical=True)
    built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return built.sign(key, hashes.SHA256())


def _own(
    key: ec.EllipticCurvePrivateKey, ca_key: ec.EllipticCurvePrivateKey, certificate: Certificate, more: Sequence[str]
) -> x509.Certificate:
    until = datetime.now(UTC) + (-_DAY if certificate is Certificate.EXPIRED else 30 * _DAY)
    names: list[x509.GeneralName] = [x509.DNSName("elsewhere.example")]
    if certificate is not Certificate.WRONG_HOST:
        names = [x509.DNSName("localhost"), x509.DNSName("*.localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
        names += map(x509.DNSName, more)
    built = _begun(key.public_key(), x509.Name([]), until)
    built = built.add_extension(x509.SubjectAlternativeName(names), critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    built = built.add_extension(issuer, critical=False)
    built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return built.sign(ca_key, hashes.SHA256())


def _begun(key: ec.EllipticCurvePublicKey, subject: x509.Name, until: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer_name=_AUTHORITY, subject_name=subject, public_key=key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(until - 60 * _DAY).not_valid_after(until)
