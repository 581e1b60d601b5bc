# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client


def _phone(ip, user, dead, until=600, method="REGISTER"):
    """Asks each 20 s; gets nothing from dead[0] to dead[1] s."""
    client = Client(ip)
    for at in range(0, until, 20):
        client.ask(at * 1000, method, user,
                   None if dead[0] <= at < dead[1] else "200 OK")
    return client.frames


POSITIVE = _phone("10.0.0.21", "1001", (200, 360)) + _phone(
    "10.0.0.22", "1002", (200, 380))
# One host gets nothing while another does; OPTIONS never had an answer.
NEGATIVE = _phone("10.0.0.21", "1001", (200, 360)) + _phone(
    "10.0.0.22", "1002", (0, 0)) + _phone(
    "10.0.0.23", "1003", (0, 600), method="OPTIONS")
SEVERITY = "warning"
SAYS = r"^10\.0\.0\.10 answered nobody for 160\.0 s: 17 requests of several " \
       r"hosts got nothing, the last answer before came 20\.0 s earlier\.$"
ALSO = [
    (_phone("10.0.0.21", "1001", (200, 600)), "error",
     r"^10\.0\.0\.10 no longer answers anybody, for 380\.0 s by the end of the "
     r"capture: 20 requests of one host got nothing"),
]
