# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call


def _behind_nat(reaches):
    """A telephone with the address 192.168.1.20 behind 203.0.113.7."""
    call = Call(a="203.0.113.7", b="198.51.100.1",
                media=("192.168.1.20", None))
    call.open([8], [8])
    # its own voice comes out of the router
    call.media["a"] = "203.0.113.7"
    call.voice("a", 8)
    if reaches:
        call.voice("b", 8)
    call.close()
    return call.frames


_plain = Call(a="203.0.113.7", b="198.51.100.1")
_plain.open([8], [8])
_plain.voice("a", 8)
_plain.voice("b", 8)
_plain.close()
POSITIVE = _behind_nat(False)
NEGATIVE = _plain.frames
SEVERITY = "error"
SAYS = r"asks for voice at the private address 192\.168\.1\.20:4000, behind " \
       r"address translation, and none was seen to reach it"
ALSO = [(_behind_nat(True), "note", r"voice reaches it all the same")]
