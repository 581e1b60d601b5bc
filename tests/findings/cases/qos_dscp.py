# SPDX-License-Identifier: GPL-3.0-or-later
from quality import marked, talk

POSITIVE = marked(talk(), rtp=0)
NEGATIVE = talk()
ALSO = [("relayed-pbx.pcap", "warning", r"The voice of 172\.16\.201\.27 comes to "
         r"172\.16\.201\.32 with 46 \(EF\) and leaves it with 0")]
SEVERITY = "warning"
SAYS = r"Voice is not marked 46 \(EF\), by DSCP: 10\.0\.0\.[12] sends 0 " \
       r"\(best effort\), 10\.0\.0\.[12] sends 0"
