# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client
from talk import talk
import pcap

# A whole call, and RTP to the callee's port from a host nobody knows.
_strange = [(int(2e6 + i * 2e4), pcap.udp(
    "203.0.113.66", 4444, "10.0.0.2", 5000, pcap.rtp(
        i, i * 160, 77, 8, b"x" * 160))) for i in range(100)]
POSITIVE = talk() + _strange
# A trunk that registers fast, with success.
_busy = Client("10.0.0.21")
for _i in range(100):
    _busy.register(_i * 15, "%d" % (1000 + _i))
NEGATIVE = talk() + _busy.frames
SEVERITY = "critical"
SAYS = r"203\.0\.113\.66:4444, which has no part in call 1, sends RTP to its " \
       r"port 10\.0\.0\.2:5000: 100 packets"
