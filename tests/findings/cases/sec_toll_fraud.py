# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = [f for i in range(6) for f in talk(
    users=("1001", "0041900123456"), name="p%d" % i, at=i * 8000,
    ports=(4000 + 2 * i, 5000 + 2 * i))]
NEGATIVE = talk(users=("1001", "+41215551022"))
SEVERITY = "critical"
SAYS = r"Call 1 from 1001 to 0041900123456 goes to Switzerland \(\+41\), a " \
       r"number of premium rate, and was answered; it lasted 5 s"
