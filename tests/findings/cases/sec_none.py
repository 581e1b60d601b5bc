# SPDX-License-Identifier: GPL-3.0-or-later
from srtp import dtls
from talk import talk

POSITIVE = talk()
NEGATIVE = talk(offer=dtls("10.0.0.1", 4000), answer=dtls("10.0.0.2", 5000))
SEVERITY = "note"
SAYS = r"Call 1 is not encrypted at all: .*10\.0\.0\.1:4000 and 10\.0\.0\.2:5000"
