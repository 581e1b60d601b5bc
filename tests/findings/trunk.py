# SPDX-License-Identifier: GPL-3.0-or-later
"""A PBX with a telephone and a trunk: both registered, calls go out."""
from talk import Call

PHONE, PBX, TRUNK = "10.0.0.11", "10.0.0.1", "10.9.0.1"


def with_macs(frames):
    """Each address has a MAC of its own: they are different hosts."""
    def mac(ip):
        return b"\x02\0" + ip
    return [(at, mac(f[30:34]) + mac(f[26:30]) + f[12:]) for at, f in frames]


def register(a, b, name, user):
    """@a registers @user at @b, which accepts it."""
    call = Call(a=a, b=b, name=name, users=(user, user))
    call.sip(0, "REGISTER", "1 REGISTER", tag=False, extra="Expires: 600\r\n")
    call.sip(20, "200 OK", "1 REGISTER", "b", extra="Expires: 600\r\n")
    return with_macs(call.frames)


def registered():
    """Telephone at PBX, PBX at trunk."""
    return register(PHONE, PBX, "r1", "1001") + register(
        PBX, TRUNK, "r2", "account")


def through(name, at, until=60000, status=None, **options):
    """A call out at @at ms: answered and ended at @until, or refused."""
    call = Call(a=PBX, b=TRUNK, name=name, at=at, users=("1001", name))
    if status:
        call.refuse(status, [8], **options)
    else:
        call.open([8], [8])
        call.close(until - at)
    return with_macs(call.frames)
