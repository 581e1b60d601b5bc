# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(offer=[8, 101], answer=[8])
NEGATIVE = talk(offer=[8, 101], answer=[8, 101])
SEVERITY = "warning"
SAYS = r"listed by the caller as payload type 101, by the callee not at all"
