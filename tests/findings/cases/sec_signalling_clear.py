# SPDX-License-Identifier: GPL-3.0-or-later
from srtp import dtls, sdes
from talk import talk

POSITIVE = talk(offer=sdes("10.0.0.1", 4000), answer=sdes("10.0.0.2", 5000))
NEGATIVE = talk(offer=dtls("10.0.0.1", 4000), answer=dtls("10.0.0.2", 5000))
SEVERITY = "warning"
SAYS = r"call 1 is encrypted \(SRTP\), but its keys stand in SIP that went " \
       r"unencrypted between 10\.0\.0\.1:5060 and 10\.0\.0\.2:5060"
