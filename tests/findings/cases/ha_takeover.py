# SPDX-License-Identifier: GPL-3.0-or-later
import link

_A, _B = "00:15:5d:00:00:11", "00:0c:29:00:00:12"
_own = link.at(0, link.announces(_A, "10.0.0.11"),
               link.announces(_B, "10.0.0.12"))
POSITIVE = _own + link.at(10, link.announces(_A, "10.0.0.10")) + \
    link.at(60000, link.announces(_B, "10.0.0.10"))
NEGATIVE = _own + link.at(10, link.announces(_A, "10.0.0.10"))
SEVERITY = "note"
SAYS = r"10\.0\.0\.10 went over from 00:15:5d:00:00:11 .* to " \
       r"00:0c:29:00:00:12 \(VMware\)"
