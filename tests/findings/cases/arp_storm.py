# SPDX-License-Identifier: GPL-3.0-or-later
import link


def _sweep(every_ms, count):
    return [x for i in range(count) for x in link.at(
        i * every_ms, link.asks(link.POINT, "10.0.0.37",
                                "10.0.%d.%d" % (i // 250, i % 250 + 1)))]


POSITIVE = _sweep(2, 400)
NEGATIVE = _sweep(20, 200)
SEVERITY = "warning"
SAYS = r"400 ARP packets within one second, 400 in all; most of that second " \
       r"are from dc:9f:db:00:00:37 \(Ubiquiti\)"
