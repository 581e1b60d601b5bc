# SPDX-License-Identifier: GPL-3.0-or-later
from quality import scattered, talk

POSITIVE = talk(forth={"drop": scattered(400, 0.08)})
NEGATIVE = talk(forth={"drop": {70, 200}})  # 0.5 %
SEVERITY = "error"
SAYS = r"from 10\.0\.0\.1:4000 to 10\.0\.0\.2:5000 \(G\.711 A-law\) lost 32 " \
       r"of 400 packets \(8\.0 %\), at random.*between 10\.0\.0\.1 and this"
