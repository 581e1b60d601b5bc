# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk
import tls

POSITIVE = tls.session([
    (True, b"GET /cfg/0015651a2b3c.cfg?v=1 HTTP/1.1\r\nHost: pbx\r\n\r\n"),
    (False, b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n"
            b"account.1.user_name = 1001\n" + b"#" * 480 +
            b"\naccount.1.password = s3cret\n")],
    port=80) + talk(at=1000)
# The empty password of an empty line, and a page that is no configuration.
NEGATIVE = tls.session([
    (True, b"GET /index.html HTTP/1.1\r\nHost: pbx\r\n\r\n"),
    (False, b"HTTP/1.1 200 OK\r\n\r\nchange your password = here\n")],
    port=80) + talk(at=1000)
SEVERITY = "warning"
SAYS = r"10\.0\.0\.21:40000 asks 10\.0\.0\.10:80 for its " \
       r"configuration over HTTP, unencrypted: /cfg/0015651a2b3c\.cfg, with a " \
       r"password in it"
