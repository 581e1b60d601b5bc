# SPDX-License-Identifier: GPL-3.0-or-later
import random

from quality import talk

chance = random.Random(3)
POSITIVE = talk(forth={"delay": lambda i: chance.uniform(0, 190)}, count=900)
NEGATIVE = talk(forth={"delay": lambda i: chance.uniform(0, 20)})
SEVERITY = "error"
SAYS = r"has a mean jitter of [56]\d\.\d ms .* It is so all the time: \d+ " \
       r"packets.*A usual jitter buffer would discard \d+ of 900"
