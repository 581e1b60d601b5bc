# SPDX-License-Identifier: GPL-3.0-or-later
# The callee's host says that its port is closed, and quotes the RTP; the other
# way round: an error about something that is of no call.
import link
from talk import talk

_closed = link.refuses("10.0.0.1", 4000, "10.0.0.2", 5000)
POSITIVE = talk() + link.at(2000.1, _closed) + link.at(2500.1, _closed)
NEGATIVE = talk() + link.at(
    2000.1, link.refuses("10.0.0.1", 53000, "10.0.0.2", 161))
SEVERITY = "warning"
SAYS = r"RTP of 10\.0\.0\.1:4000 to 10\.0\.0\.2:5000 found the port closed: " \
       r"10\.0\.0\.2 answered 2 times .*port unreachable\" within 500\.0 ms\."
