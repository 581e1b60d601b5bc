#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: one and the same call gives the same report in every encapsulation and
over every link type, and in random stacks of them up to the limit.

The report of the plain frames is what the others are held against, but for
what names the envelope; that the plain one is right is the business of other
tests. What has too many layers must be counted as such and give nothing.
"""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import envelope  # noqa: E402
import pcap  # noqa: E402
import tap  # noqa: E402
import wraps  # noqa: E402

# One small sample goes through everything, the others through some of it.
FIRST = "direct-at-phone.pcap"
OTHERS = ("ipv6.pcap", "m362-g722.pcap", "burst-loss.pcap", "dtmf.pcap")
SEED = int(os.environ.get("SEED", "7348"))
DEPTH = 8  # docs: PACKET_TUNNELS
# Those that note a tunnel; the others are tags.
TUNNELS = [n for n in wraps.ENCAPSULATIONS if n not in (
    "802.1Q", "802.1ad and 802.1Q", "old QinQ", "VN-Tag", "HSR", "R-TAG",
    "Cisco MetaData", "MACsec, signed alone", "MACsec with channel", "NSH",
    "bridged EtherType")]
# These count for two.
DOUBLE = {"GRE, MPLS", "Teredo", "Teredo, origin"}


def frames_of(name):
    """The frames of a sample that carry IP."""
    return [(ns, f) for ns, f in pcap.read(tap.sample(name))
            if f[12:14] in (b"\x08\0", b"\x86\xdd")]


def report(folder, frames, link):
    """The report of frames, or what went wrong."""
    path = os.path.join(folder, "wrapped")
    with open(path, "wb") as f:
        f.write(pcap.classic(frames, link))
    run = tap.run("report", "-F", "json", path)
    return run.json() if run.status == 0 else {"error": str(run)}


def stack(frame, names):
    """The frame in all of them, the last one outermost."""
    for name in names:
        frame = wraps.ENCAPSULATIONS[name](frame)
    return frame


def same(folder, frames, want, name, make, link=pcap.ETHERNET):
    """One point: frames through make give the report want."""
    got = envelope.strip(report(folder, [(ns, make(f)) for ns, f in frames],
                                link))
    tap.ok(got == want, name, tap.difference(want, got))


def is_ip(frame):
    """True when the outside of a frame is IP."""
    return frame[12:14] in (b"\x08\0", b"\x86\xdd")


def deep(random_, frame, most):
    """Names of tunnels that count for @most, with tags between."""
    names, count, tags = [], 0, 0
    while count < most:
        name = random_.choice(TUNNELS if is_ip(frame) else
                              [n for n in TUNNELS if n in wraps.FRAMED])
        cost = 2 if name in DOUBLE else 1
        if count + cost <= most:
            names.append(name)
            count += cost
            frame = stack(frame, [name])
        if random_.random() < 0.1 and tags < 8:
            names.append("802.1Q")
            tags += 1
            frame = stack(frame, names[-1:])
    return names


def too_deep(folder, frames):
    """One more than the limit: nothing but a count."""
    names = ["GRE"] * (DEPTH + 1)
    got = report(folder, [(ns, stack(f, names)) for ns, f in frames],
                 pcap.ETHERNET)
    counted = got["captures"][0]["undecoded"]
    tap.same((counted, got["calls"]), ({"deep": len(frames)}, []),
             "nine tunnels")


def tells(folder, frames):
    """The report names the tunnels and their outermost ends."""
    names = ["VXLAN", "GRE over IPv6", "MPLS"]
    got = report(folder, [(ns, stack(f, names)) for ns, f in frames],
                 pcap.ETHERNET)
    tap.same(got["captures"][0].get("tunnels"), [{
        "layers": ["MPLS", "GRE", "VXLAN"], "packets": len(frames),
        "src": "2001:db8:9999:9999:9999:9999:9999:9901",
        "dst": "2001:db8:9999:9999:9999:9999:9999:9902"}],
        "the report names the tunnels")


def main():
    tap.need_program()
    random_ = random.Random(SEED)
    tap.note("SEED=%d" % SEED)
    with tap.scratch() as folder:
        frames = frames_of(FIRST)
        want = envelope.strip(report(folder, frames, pcap.ETHERNET))
        tap.ok(want.get("calls") and want["calls"][0]["streams"],
               "the sample has a call with streams")
        for name, make in wraps.ENCAPSULATIONS.items():
            same(folder, frames, want, name, make)
        for name, (link, make) in wraps.LINKS.items():
            same(folder, frames, want, "link type %d: %s" % (link, name),
                 make, link)
        for name in ("VXLAN", "GRE", "IP in IPv4", "IP in IPv6", "GENEVE",
                     "MPLS pseudowire", "CAPWAP, 802.11"):
            same(folder, frames, want, "%s, eight times" % name,
                 lambda f, n=name: stack(f, [n] * DEPTH))
        too_deep(folder, frames)
        tells(folder, frames)
        for name in (FIRST,) + OTHERS:
            frames = frames_of(name)
            want = envelope.strip(report(folder, frames, pcap.ETHERNET))
            for _ in range(6):
                names = deep(random_, frames[0][1],
                             random_.randint(2, DEPTH))
                same(folder, frames, want,
                     "%s in %s" % (name, " in ".join(names)),
                     lambda f, n=tuple(names): stack(f, n))
    tap.done()


if __name__ == "__main__":
    main()
