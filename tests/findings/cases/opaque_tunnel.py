# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib

from talk import talk
import pcap

HERE, THERE = "192.0.2.20", "203.0.113.9"


def _tunnel(port, seconds=2, back=True):
    """100 packets a second both ways, of bytes that mean nothing."""
    frames = []
    for i in range(50 * seconds):
        noise = hashlib.shake_128(b"t%d" % i).digest(202)
        at = 20000 * i
        frames.append((at, pcap.udp(HERE, 41000, THERE, port, noise)))
        if back:
            frames.append((at + 5000, pcap.udp(
                THERE, port, HERE, 41000, noise[::-1])))
    return frames


POSITIVE = _tunnel(5090)
# Another port; and a scan of the port, which nobody answers.
NEGATIVE = _tunnel(15090) + _tunnel(5090, back=False) + talk()
SEVERITY = "note"
# 100 packets of 20 + 8 + 202 bytes in a second: one call of G.711.
SAYS = r"between 192\.0\.2\.20:41000 and 203\.0\.113\.9:5090 over UDP: 200 " \
       r"packets, 46\.0 kB, .* busiest second, 23\.0 kB, has room for at most 1 call\(s\) " \
       r"of G\.711 or 3 of G\.729;"
