# SPDX-License-Identifier: GPL-3.0-or-later
import tls

_OLD = tls.certificate("pbx.example.org", "200101000000Z", "210101000000Z")
_GOOD = tls.certificate("pbx.example.org", "230101000000Z", "260101000000Z")
POSITIVE = tls.session([
    (True, tls.client_hello("sip.example.org")),
    (False, tls.server_hello(0x0301, 0x000a) + tls.server_certificate(_OLD)),
    (True, tls.alert(45))])
NEGATIVE = tls.session([
    (True, tls.client_hello("pbx.example.org")),
    (False, tls.server_hello() + tls.server_certificate(_GOOD)),
    (True, tls.record(20, b"\1") + tls.record(22, b"\x01encrypted"))])
SEVERITY = "warning"
SAYS = r"TLS from 10\.0\.0\.21:40000 to 10\.0\.0\.10:5061\. It uses TLS 1\.0, " \
       r"which is not safe any more\. The cipher is weak \(3DES, 0x000a\)\. " \
       r"The certificate expired on 2021-01-01\. The client asked for " \
       r"sip\.example\.org and the certificate is for pbx\.example\.org\. " \
       r"The client broke the handshake off \(alert 45: certificate expired\)"
