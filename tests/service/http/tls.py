#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The TLS profiles as a stranger sees them: sslscan's list for each must be the profile's, suite by suite. And what is not served:
a certificate without its key, a key that is another's."""
import pathlib
import re
import subprocess
import sys
import tempfile

from harness.api import Service
from harness.tap import Tap

TLS13 = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}
AEAD12 = {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"}
PROFILES = {
    "tls13": ({"1.3"}, TLS13),
    "aead6": ({"1.2", "1.3"}, TLS13 | AEAD12),
    "seed8": ({"1.2", "1.3"}, TLS13 | AEAD12 | {"ECDHE-RSA-AES128-SHA256", "ECDHE-RSA-AES256-SHA384"}),
}


def make_certificate(folder, name, kind):
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", *kind, "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"], check=True, capture_output=True)
    return certificate, key


def scan(port):
    """Versions and suites that are offered."""
    report = subprocess.run(["sslscan", "--no-color", "--xml=-", f"127.0.0.1:{port}"], check=True, capture_output=True, text=True).stdout
    versions = set(re.findall(r'<protocol type="tls" version="([0-9.]+)" enabled="1"', report))
    versions |= {"SSL" + v for v in re.findall(r'<protocol type="ssl" version="([0-9.]+)" enabled="1"', report)}
    return versions, set(re.findall(r'<cipher status="[a-z]+" [^>]*cipher="([^"]+)"', report))


def check_start_fails(tap, certificate, key, profile, name):
    service = Service(tls=(certificate, key, profile))
    try:
        service.start()
        service.stop()
        tap.check(False, name)
    except RuntimeError as error:
        tap.check("reeved: tls: " in str(error), f"{name}: {error}")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tls-"))
    certificate, key = make_certificate(folder, "rsa", ["rsa:2048"])
    other, other_key = make_certificate(folder, "other", ["rsa:2048"])
    curve, curve_key = make_certificate(folder, "curve", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
    with Tap() as tap:
        for profile, (versions, suites) in PROFILES.items():
            with Service(tls=(certificate, key, profile)) as service:
                got = scan(service.port)
                tap.check(got[0] == versions, f"{profile}: versions {sorted(got[0])}")
                tap.check(got[1] == suites, f"{profile}: {len(got[1])} suites, those and no others {sorted(got[1] ^ suites)}")
                head = subprocess.run(["curl", "-sik", f"https://127.0.0.1:{service.port}/livez"], capture_output=True, text=True).stdout
                tap.check("204" in head and "strict-transport-security:" in head.lower(), f"{profile}: answers, and says to come by TLS only")
        with Service(tls=(curve, curve_key, "tls13")) as service:
            tap.check(scan(service.port)[1] == TLS13, "an elliptic-curve certificate serves as well")
        check_start_fails(tap, certificate, other_key, "aead6", "a key of another certificate is refused")
        check_start_fails(tap, folder / "missing", other_key, "aead6", "a missing certificate is refused")
        (folder / "rubbish").write_text("rubbish")
        check_start_fails(tap, folder / "rubbish", other_key, "aead6", "a certificate that is none is refused")
        del other


if __name__ == "__main__":
    sys.exit(main())
