# SPDX-License-Identifier: GPL-3.0-or-later
"""Session descriptions with SRTP, for the tests of findings."""

from talk import sdp


def _with(ip, port, profile, lines):
    return sdp(ip, port, [8], profile=profile).replace(
        b"a=sendrecv", lines.encode() + b"\r\na=sendrecv")


def sdes(ip, port):
    """Keys in the description (RFC 4568)."""
    return _with(ip, port, "RTP/SAVP",
                 "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40)


def dtls(ip, port):
    """Keys by DTLS (RFC 5764)."""
    return _with(ip, port, "UDP/TLS/RTP/SAVPF", "a=fingerprint:sha-256 " +
                 "AB:" * 31 + "AB\r\na=setup:actpass")
