# SPDX-License-Identifier: GPL-3.0-or-later
# The callee's host says that its port is closed, and quotes the RTP; the other
# way round: an error about something that is of no call.
import struct
import link
import pcap
from talk import talk


def _refuses(ms, source, port, target, target_port):
    quoted = pcap.udp(source, port, target, target_port, bytes(20))[14:]
    body = struct.pack("!BBHI", 3, 3, 0, 0) + quoted
    head = struct.pack("!BBHHHBBH", 0x45, 0xc0, 20 + len(body), 0, 0, 64, 1,
                       0) + link.ip(target) + link.ip(source)
    return link.at(ms, bytes(12) + b"\x08\0" + head + body)


POSITIVE = talk() + _refuses(2000.1, "10.0.0.1", 4000, "10.0.0.2", 5000) + \
    _refuses(2500.1, "10.0.0.1", 4000, "10.0.0.2", 5000)
NEGATIVE = talk() + _refuses(2000.1, "10.0.0.1", 53000, "10.0.0.2", 161)
SEVERITY = "warning"
SAYS = r"RTP of 10\.0\.0\.1:4000 to 10\.0\.0\.2:5000 found the port closed: " \
       r"10\.0\.0\.2 answered 2 times .*port unreachable\" within 500\.0 ms\."
