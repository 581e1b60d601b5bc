#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address conflicts beyond the two captures of cases/: refused leases, IPv6,
bonded cards, packets without ARP, and one conflict seen at two places."""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.dirname(HERE))
import tap   # noqa: E402
import link  # noqa: E402
import quality  # noqa: E402
import talk  # noqa: E402


def found(folder, name, frames, *options):
    """Findings of @frames, by id; a list of lists is a file each."""
    parts = frames if isinstance(frames[0], list) else [frames]
    paths = []
    for i, part in enumerate(parts):
        paths.append(os.path.join(folder, "%s-%d.pcap" % (name, i)))
        with open(paths[-1], "wb") as f:
            f.write(talk.capture(part))
    run = tap.run("findings", "-F", "json", *options, *paths)
    report = run.json() or {"findings": []}
    out = {}
    for f in report["findings"]:
        out.setdefault(f["id"], []).append(f)
    return out


def expect(name, got, want):
    """The ids of the network in @got are @want."""
    ours = ("ip-", "ha-", "mac-", "dhcp-", "gateway-", "sec-arp")
    ids = sorted(x for x in got if x.startswith(ours))
    return tap.ok(ids == sorted(want), "%s: %s" % (
        name, ", ".join(want) or "nothing"), json.dumps(got, indent=1)[:2000])


def says(name, findings, *words):
    """The first of @findings says each of @words."""
    text = findings[0]["detail"] if findings else ""
    for word in words:
        tap.ok(word in text, "%s: \"%s\"" % (name, word), text)


def two_macs(frames, ip, change_ms, macs):
    """@frames with MACs of their own; @ip changes its one at @change_ms."""
    out = []
    for us, frame in frames:
        source = "02:00:00:00:01:%02x" % frame[29]
        if frame[26:30] == link.ip(ip):
            source = macs[us >= change_ms * 1000]
        out.append((us, link.ether(frame, source, "02:00:00:00:02:00")))
    return out


def flap(a, b, claim, count=4):
    """@a and @b claim in turn, by claim(mac)."""
    return [x for i in range(count) for x in link.at(
        1000 * i, claim(a), claim(b))]


def leases(folder):
    decline = link.at(
        0, link.announces(link.PBX, "10.0.0.37"),
        link.dhcp(5, link.POINT, "10.0.0.1", "10.0.0.37", "10.0.0.1",
                  "00:a0:57:00:00:01"),
        link.dhcp(4, link.POINT, more=[(50, link.ip("10.0.0.37"))]))
    got = found(folder, "decline", decline)
    if expect("a refused lease", got, ["ip-conflict"]):
        tap.same(got["ip-conflict"][0]["severity"], "warning",
                 "a refused lease: no conflict yet")
        says("a refused lease", got["ip-conflict"],
             "dc:9f:db:00:00:37 (Ubiquiti) refused 10.0.0.37",
             "in use by 00:15:5d:00:00:10 (Microsoft Hyper-V)")
    given = link.at(0, link.dhcp(
        3, link.POINT, more=[(12, b"AP-floor-2")]), link.dhcp(
        5, link.POINT, "10.0.0.1", "10.0.0.37", "10.0.0.1",
        "00:a0:57:00:00:01")) + flap(
            link.PBX, link.POINT, lambda m: link.announces(m, "10.0.0.37"))
    got = found(folder, "given", given)
    if expect("a fixed address in the range", got, ["ip-conflict"]):
        says("a fixed address in the range", got["ip-conflict"],
             "in DHCP \"AP-floor-2\"", "The DHCP server 10.0.0.1 gave the "
             "address to dc:9f:db:00:00:37 (Ubiquiti)")


def servers(folder):
    gate, home = "00:a0:57:00:00:01", "3c:a6:2f:00:00:01"
    one = link.dhcp(2, link.PHONE, "10.0.0.1", "10.0.0.22", "10.0.0.1", gate)
    boot = link.dhcp(2, link.PHONE, "10.0.0.9", source=link.PBX,
                     more=[(60, b"PXEClient")])
    expect("a server of boot files", found(
        folder, "pxe", link.at(0, link.dhcp(1, link.PHONE), one, boot)), [])
    other = link.dhcp(2, link.POINT, "192.168.178.1", "192.168.178.20",
                      "192.168.178.1", home)
    expect("servers of two networks on one mirror port", found(
        folder, "mirror", link.at(0, one, other)), [])
    more = link.dhcp(2, link.PHONE, "10.0.0.1", "10.0.0.23", "10.0.0.2", gate)
    got = found(folder, "two", link.at(0, one, more))
    if expect("one server, two gateways", got, ["gateway-conflict"]):
        says("one server, two gateways", got["gateway-conflict"],
             "10.0.0.1 to some and 10.0.0.2 to others")
    silent = link.dhcp(2, link.PHONE, "10.0.0.3", "10.0.0.24", "10.0.0.1",
                       home)
    told = link.dhcp(2, link.PHONE, "10.0.0.1", "10.0.0.22", "10.0.0.1", gate,
                     more=[(66, b"http://10.0.0.10/")])
    got = found(folder, "silent", link.at(0, told, silent))
    if expect("a server without provisioning", got, ["dhcp-rogue"]):
        says("a server without provisioning", got["dhcp-rogue"],
             "only one of them tells telephones")


def neighbours(folder):
    got = found(folder, "v6", flap(
        link.PBX, link.POINT, lambda m: link.advertises(m, "2001:db8::10")))
    if expect("two advertise one address", got, ["ip-conflict"]):
        says("two advertise one address", got["ip-conflict"],
             "2001:db8::10 is claimed by")
    got = found(folder, "anycast", flap(
        link.PBX, link.POINT, lambda m: link.advertises(
            m, "2001:db8::10", flags=0)))
    expect("anycast, without override", got, [])


def cards(folder):
    near = found(folder, "cards", flap(
        "00:1b:21:00:00:10", "00:1b:21:00:00:11",
        lambda m: link.announces(m, "10.0.0.5")))
    phones = found(folder, "phones", flap(
        "00:15:65:00:00:10", "00:15:65:00:00:11",
        lambda m: link.announces(m, "10.0.0.5")))
    expect("neighbouring telephones", phones, ["ip-conflict"])
    if expect("neighbouring MACs", near, ["mac-moved"]):
        says("neighbouring MACs", near["mac-moved"], "two network cards")
    ask = link.asks(link.PHONE, "10.0.0.1", "10.0.0.5")
    both = [link.answers(m, "10.0.0.5", link.PHONE, "10.0.0.1")
            for m in ("00:1b:21:00:00:10", "00:1b:21:00:00:11")]
    got = found(folder, "batch", link.at(0, ask, *both, ask, *both))
    expect("neighbouring MACs that both answer", got, ["mac-moved"])
    lent = link.at(0, link.announces(link.PBX, "10.0.0.5")) + link.at(
        20000, link.announces(link.POINT, "10.0.0.5")) + link.at(
        60000, link.announces(link.PBX, "10.0.0.5"))
    expect("went and came back, announced", found(folder, "lent", lent),
           ["mac-moved"])


def packets(folder):
    macs = ("00:15:65:00:00:01", "00:15:65:00:09:02")
    frames = two_macs(talk.talk() + talk.talk(name="c2", at=8000), "10.0.0.1",
                      7000, macs)
    got = found(folder, "packets", frames)
    if expect("SIP from another MAC", got, ["mac-moved"]):
        says("SIP from another MAC", got["mac-moved"],
             "comes from 00:15:65:00:00:01 (Yealink) and later from "
             "00:15:65:00:09:02 (Yealink)")
    expect("SIP from one MAC", found(folder, "same", two_macs(
        talk.talk(), "10.0.0.1", 7000, macs)), [])


def places(folder):
    one = talk.talk() + flap(
        link.PBX, link.POINT, lambda m: link.announces(m, "10.0.0.2"))
    two = [(us + 40, f) for us, f in one]
    got = found(folder, "places", [one, two])
    if expect("seen at two places", got, ["ip-conflict"]):
        tap.same(len(got["ip-conflict"]), 1, "seen at two places: once")
        tap.same(got["ip-conflict"][0]["calls"], [1],
                 "seen at two places: the call it hit")


def groups(folder):
    virtual = "00:00:5e:00:01:0a"

    def master(n, ms):
        return link.at(ms, link.vrrp(virtual, "10.0.0.1%d" % n, 90 + n))

    both = [x for i in range(6) for n in (1, 2)
            for x in master(n, 1000 * i + 100 * n)]
    got = found(folder, "masters", both)
    if expect("two masters of one group", got, ["ha-split"]):
        says("two masters of one group", got["ha-split"],
             "10.0.0.11 and 10.0.0.12 both advertise themselves as the "
             "active one of VRRP group 10, in turn 11 times")
    for kind, hello, other in (
            ("HSRP", link.hsrp, {"state": 8}),
            ("HSRP", lambda *a, **o: link.hsrp(
                *a, **{"state": 6, "version": 2, **o}), {"state": 5}),
            ("GLBP", link.glbp, {"state": 16})):
        both = [x for i in range(6) for n in (1, 2) for x in link.at(
            1000 * i + 100 * n, hello(virtual, "10.0.0.1%d" % n))]
        got = found(folder, kind, both)
        if expect("two active ones of " + kind, got, ["ha-split"]):
            says("two active ones of " + kind, got["ha-split"],
                 "active one of %s group 10, in turn 11 times" % kind)
        apart = [(us, f.replace(link.ip("10.0.0.10"), link.ip("10.0.9.10"))
                  if link.ip("10.0.0.12") in f else f) for us, f in both]
        expect(kind + ": one number in two networks", found(
            folder, kind, apart), [])
        one = [x for i in range(6) for x in link.at(
            1000 * i, hello(virtual, "10.0.0.11"),
            hello(virtual, "10.0.0.12", **other))]
        expect(kind + ", active and standby", found(folder, kind, one), [])
    for name, own, shared in (
            ("HSRP", "00:00:0c:07:ac:0a", ()),
            ("HSRP version 2", "00:00:0c:9f:f0:0a", ()),
            ("GLBP", "00:07:b4:00:0a:01", ("00:07:b4:00:0a:02",))):
        claims = flap(own, "00:1b:54:00:00:11",
                      lambda m: link.announces(m, "10.0.0.10"))
        claims += [x for i, m in enumerate((own,) + shared)
                   for x in link.at(9000 + i * 100, link.answers(
                       m, "10.0.0.10", link.PHONE, "10.0.0.22"))]
        expect(name + ": virtual and real MAC", found(
            folder, "virtual", claims), [])
    claims = flap("00:05:73:a0:00:0a", "00:1b:54:00:00:11",
                  lambda m: link.advertises(m, "fe80::10"))
    expect("HSRP of IPv6", found(folder, "virtual6", claims), [])
    claims = flap("00:00:0c:07:ac:0a", "00:00:0c:07:ac:0b",
                  lambda m: link.announces(m, "10.0.0.10"))
    expect("two groups of HSRP with one address", found(
        folder, "groups", claims), ["ha-split"])
    claims = flap("00:07:b4:00:0a:01", "00:07:b4:00:0b:01",
                  lambda m: link.announces(m, "10.0.0.10"))
    expect("two groups of GLBP with one address", found(
        folder, "groups", claims), ["ha-split"])
    over = [x for i in range(6) for x in master(1 if i < 3 else 2, 1000 * i)]
    expect("a fail-over", found(folder, "over", over), [])


def closed(folder):
    """When in the call a port is closed decides how much that matters."""
    ends = ("10.0.0.1", 4000, "10.0.0.2", 5000)
    early = ("10.0.0.2", 5000, "10.0.0.1", 4000)
    report = ("10.0.0.1", 4001, "10.0.0.2", 5001)
    sender = b"\x80\xc9\0\x01" + bytes(4)
    for name, ms, pair, quoted, want in (
            ("before the answer", 500.5, early, bytes(20), "warning"),
            ("in the call", 2000.5, ends, bytes(20), "warning"),
            ("for the first 50 ms", 1150.5, ends, bytes(20), "note"),
            ("behind the last packet", 5900.5, ends, bytes(20), "note"),
            ("after the end", 7000.5, ends, bytes(20), "note"),
            ("of RTCP", 2000.5, report, sender, "note"),
            ("of RTCP after the end", 7000.5, report, sender, None)):
        got = found(folder, "closed", talk.talk() + link.at(
            ms, link.refuses(*pair, quoted)))
        tap.same([f["severity"] for f in got.get("media-port-closed", [])],
                 [want] if want else [], "a closed port " + name)


def marks(folder):
    """The mark of the voice at two places, one behind the other."""
    def place(tos, priority=None, late=0):
        frames = quality.marked(quality.talk(), rtp=tos)
        return [(us + late, f if priority is None else link.tagged(
            f, 20, priority)) for us, f in frames]

    ef = 46 << 2
    for name, one, two, words in (
            ("the mark is cleared", place(ef), place(0, late=300),
             ["changes on the way: 46 (EF) at capture point 1, 0 (best "
              "effort) at point 2."]),
            ("the priority is lost", place(ef, 5), place(ef, 0, 300),
             ["stays 46 (EF) on the way. Its priority in the VLAN tag "
              "(802.1p) is 5 at capture point 1 and 0 at point 2."]),
            ("both", place(ef, 5), place(26 << 2, 1, 300),
             ["46 (EF) at capture point 1, 26 (AF31) at point 2.",
              "is 5 at capture point 1 and 1 at point 2."]),
            ("nothing changes", place(ef, 5), place(ef, 5, 300), []),
            ("the tag is taken off", place(ef, 5), place(ef, None, 300),
             [])):
        got = found(folder, "marks", [one, two])
        hits = [f for f in got.get("qos-dscp", [])
                if "Voice is not marked" not in f["detail"]]
        tap.same(bool(hits), bool(words), name)
        if words:
            says(name, hits, *words)
            tap.ok(len(hits[0]["frames"]) >= 2, name + ": frames of both")
    mixed = [(us, f) for us, f in place(ef)]
    mixed = mixed[:len(mixed) // 2] + place(0)[len(mixed) // 2:]
    got = found(folder, "mixed", mixed)
    says("within one stream", got.get("qos-dscp", []),
         "is not the same in all of its packets; the first one has 46 (EF).")


def window(folder):
    slow = link.at(0, link.announces(link.PBX, "10.0.0.2")) + link.at(
        1000, link.announces(link.POINT, "10.0.0.2")) + link.at(
        400000, link.asks(link.PBX, "10.0.0.2", "10.0.0.1"))
    expect("back after 400 s", found(folder, "slow", slow), ["mac-moved"])
    expect("the same with a longer window", found(
        folder, "slow", slow, "--set", "ip-conflict.window-s=500"),
        ["ip-conflict"])


def main():
    tap.need_program()
    with tap.scratch() as folder:
        for part in (leases, servers, neighbours, cards, packets, places,
                     groups, closed, marks, window):
            part(folder)
    tap.done()


if __name__ == "__main__":
    main()
