# SPDX-License-Identifier: GPL-3.0-or-later
# The site wants A-law first. A telephone offers mu-law first, and mu-law is used
# though the other side shows in an offer of its own that it has A-law. Other way
# round: the offer is in order. Without a policy nothing is judged.
from talk import Call


def _call(offer, answer, name, at=0, **options):
    call = Call(name=name, at=at, **options)
    call.open(offer, answer)
    call.voice("a", answer[0])
    call.voice("b", answer[0])
    call.close()
    return call.frames


_able = _call([8, 0], [8], "own", at=10000, a="10.0.0.2", b="10.0.0.1")
POSITIVE = _call([0, 8, 9], [0], "p1") + _able
NEGATIVE = _call([8, 0, 9], [8], "n1") + _able
ARGS = ("--set", "codec-policy.order=PCMA PCMU G722")
SEVERITY = "warning"
SAYS = r"The policy is PCMA, PCMU, G722; 10\.0\.0\.1 offers PCMU, PCMA, G722, " \
       r"PCMU before PCMA\. PCMU was used, though both sides have PCMA\."
ALSO = [
    # What should not be offered at all, and does no harm.
    (_call([8, 0, 18], [8], "p2"), "note",
     r"10\.0\.0\.1 offers PCMA, PCMU, G729; G729 is not in the policy\. PCMA "
     r"was used\."),
    # The answerer is not known to have what is wanted.
    (_call([0, 8], [0], "p3"), "note",
     r"offers PCMU, PCMA, PCMU before PCMA\. PCMU was used\."),
]
