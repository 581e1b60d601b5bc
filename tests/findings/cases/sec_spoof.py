# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
from talk import Call


def _token(orig, dest):
    """A PASSporT of the moment that the captures begin at."""
    claims = {"attest": "A", "dest": {"tn": [dest]}, "iat": 1700000000,
              "orig": {"tn": orig}}
    return "eyJ9.%s.c2ln;info=<https://cert.example.org/>;ppt=shaken" % (
        base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip(
            "="))


def _call(asserted, orig, name):
    call = Call(name=name, users=("+41215550001", "+41215550002"))
    call.sip(0, "INVITE", "1 INVITE", body=call.offer("a", [8]), tag=False,
             extra="P-Asserted-Identity: <sip:%s@example.org>\nIdentity: %s" % (
                 asserted, _token(orig, "41215550002")))
    call.sip(300, "486 Busy Here", "1 INVITE", "b")
    call.sip(310, "ACK", "1 ACK", branch=name + "1INVITE")
    return call.frames


POSITIVE = _call("+41445550009", "41445550009", "s1")
NEGATIVE = _call("+41215550001", "41215550001", "s2")
SEVERITY = "warning"
SAYS = r"Call 1 says it is from \+41215550001, but P-Asserted-Identity names " \
       r"another caller \(\+41445550009\)\. The Identity header claims caller " \
       r"41445550009, called 41215550002, attestation A \(its signature was " \
       r"not verified\)"
