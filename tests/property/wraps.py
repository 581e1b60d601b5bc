# SPDX-License-Identifier: GPL-3.0-or-later
"""Encapsulations and link types, written after their documents and knowing
nothing of the program: each turns an Ethernet frame that carries IP into
another one (ENCAPSULATIONS) or into the bytes of another link type (LINKS).
"""

import struct

from pcap import checksum

OUTER4 = (b"\x0a\x63\0\x01", b"\x0a\x63\0\x02")
OUTER6 = (b"\x20\x01\x0d\xb8" + b"\x99" * 11 + b"\x01",
          b"\x20\x01\x0d\xb8" + b"\x99" * 11 + b"\x02")


def version(packet):
    """Of an IP packet."""
    return packet[0] >> 4


def ethertype(packet):
    """Of an IP packet."""
    return b"\x08\0" if version(packet) == 4 else b"\x86\xdd"


def ip(protocol, payload, six=False):
    """Payload in IP between the tunnel's ends."""
    if six:
        return struct.pack(">IHBB", 6 << 28 | 12 << 20, len(payload),
                           protocol, 61) + OUTER6[0] + OUTER6[1] + payload
    head = struct.pack(">BBHHHBBH", 0x45, 0x20, 20 + len(payload), 7, 0x4000,
                       61, protocol, 0) + OUTER4[0] + OUTER4[1]
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def udp(port, payload, six=False, source=49152):
    """Payload in UDP and IP."""
    return ip(17, struct.pack(">HHHH", source, port, 8 + len(payload), 0) +
              payload, six)


def carried(frame, packet):
    """packet behind the addresses of the frame."""
    return frame[:12] + ethertype(packet) + packet


def over_ip(make):
    """Encapsulation whose outside is IP: make(frame, its packet) -> packet."""
    return lambda frame: carried(frame, make(frame, frame[14:]))


def in_ip(packet, six):
    """IP in IP."""
    return ip(4 if version(packet) == 4 else 41, packet, six)


def gre(payload, kind, flags=0, options=b"", six=False):
    """GRE in IP."""
    return ip(47, struct.pack(">HH", flags, kind) + options + payload, six)


def ethernet_kind(packet):
    """EtherType as a number."""
    return struct.unpack(">H", ethertype(packet))[0]


def ppp(packet, address=True, whole=True):
    """PPP, with or without the parts that may be compressed."""
    number = 0x21 if version(packet) == 4 else 0x57
    return (b"\xff\x03" if address else b"") + \
        (struct.pack(">H", number) if whole else bytes([number])) + packet


def labels(*values):
    """An MPLS stack."""
    return b"".join(struct.pack(">I", v << 12 | (i == len(values) - 1) << 8 |
                                64) for i, v in enumerate(values))


def wifi(frame, control=0x08, flags=1, middle=b""):
    """802.11 data frame; to the access point unless flags say otherwise."""
    to, src, point = frame[:6], frame[6:12], b"\x02\0\0\0\xaa\0"
    order = {0: (to, src, point), 1: (point, src, to), 2: (to, point, src),
             3: (point, b"\x02\0\0\0\xbb\0", to)}[flags & 3]
    return bytes([control, flags]) + b"\x2c\0" + b"".join(order) + \
        b"\x10\x05" + (src if flags & 3 == 3 else b"") + middle + \
        b"\xaa\xaa\x03\0\0\0" + frame[12:]


def aggregate(frame):
    """802.11 QoS data with one A-MSDU subframe."""
    inner = b"\xaa\xaa\x03\0\0\0" + frame[12:]
    head = wifi(frame, 0x88)[:24] + b"\x80\0"
    return head + frame[:12] + struct.pack(">H", len(inner)) + inner


def pbb(frame):
    """802.1ah."""
    return frame[:12] + b"\x88\xe7" + b"\0\0\x12\x34" + frame


ERSPAN2 = b"\x10\x64\0\x01\0\0\0\x07"
ERSPAN3 = b"\x20\x64\0\x01\0\0\x12\x34\0\0\0\0"



def tagged(tag):
    """Tags behind the addresses."""
    return lambda f: f[:12] + tag + f[12:]


def behind(kind, head):
    """EtherType kind, head, and the packet without EtherType."""
    return lambda f: f[:12] + kind + head(f) + f[14:]


def pppoe(frame):
    """PPPoE session."""
    body = ppp(frame[14:], address=False)
    return frame[:12] + b"\x88\x64\x11\0\0\x07" + \
        struct.pack(">H", len(body)) + body


def gtp(packet, flags=0x30, more=b""):
    """GTP-U."""
    return struct.pack(">BBHI", flags, 255, len(more) + len(packet),
                       0x1234) + more + packet


def l2tp(packet, flags=2, with_length=False, more=b"", **compressed):
    """L2TP version 2 over UDP."""
    body = struct.pack(">HH", 5, 6) + more + ppp(packet, **compressed)
    length = struct.pack(">H", 4 + len(body)) if with_length else b""
    return udp(1701, struct.pack(">H", flags | (with_length << 14)) +
               length + body, source=1701)


# name -> function(frame) -> frame
ENCAPSULATIONS = {
    "802.1Q": tagged(b"\x81\0\0\x64"),
    "802.1ad and 802.1Q": tagged(b"\x88\xa8\0\x0a\x81\0\0\x64"),
    "old QinQ": tagged(b"\x91\0\0\x0a\x81\0\0\x64"),
    "VN-Tag": tagged(b"\x89\x26\0\0\0\x01"),
    "HSR": tagged(b"\x89\x2f\0\x40\0\x01"),
    "R-TAG": tagged(b"\xf1\xc1\0\0\0\x01"),
    "Cisco MetaData": tagged(b"\x89\x09\x01\x01\0\x01\0\x05"),
    "MACsec, signed alone": lambda f: f[:12] + b"\x88\xe5\0\0\0\0\0\x01" +
    f[12:] + b"\x5a" * 16,
    "MACsec with channel": lambda f: f[:12] + b"\x88\xe5\x20\0\0\0\0\x01" +
    b"\x02\0\0\0\0\x07\0\x01" + f[12:] + b"\x5a" * 16,
    "802.1ah": pbb,
    "MPLS": behind(b"\x88\x47", lambda f: labels(16)),
    "MPLS, three labels": behind(b"\x88\x47", lambda f: labels(16, 17, 1000)),
    "MPLS multicast type": behind(b"\x88\x48", lambda f: labels(99)),
    "MPLS pseudowire": lambda f: f[:12] + b"\x88\x47" + labels(16, 17) + f,
    "MPLS pseudowire, control word": lambda f: f[:12] + b"\x88\x47" +
    labels(16, 17) + b"\0\0\0\x09" + f,
    "PPPoE": pppoe,
    "bridged EtherType": lambda f: f[:12] + b"\x65\x58" + f,
    "NSH": lambda f: f[:12] + b"\x89\x4f" + b"\x0f\xc2\x02" +
    (b"\x01" if version(f[14:]) == 4 else b"\x02") + b"\0\0\x01\xff" + f[14:],
    "IP in IPv4": over_ip(lambda f, p: in_ip(p, False)),
    "IP in IPv6": over_ip(lambda f, p: in_ip(p, True)),
    "IP in IPv6 with options": over_ip(lambda f, p: ip(
        60, (b"\x04" if version(p) == 4 else b"\x29") +
        b"\0\x04\x01\x04\x01\x01\0" + p, True)),
    "EtherIP": over_ip(lambda f, p: ip(97, b"\x30\0" + f)),
    "GRE": over_ip(lambda f, p: gre(p, ethernet_kind(p))),
    "GRE over IPv6": over_ip(lambda f, p: gre(p, ethernet_kind(p), six=True)),
    "GRE, checksum": over_ip(lambda f, p: gre(
        p, ethernet_kind(p), 0x8000, b"\x12\x34\0\0")),
    "GRE, key": over_ip(lambda f, p: gre(
        p, ethernet_kind(p), 0x2000, b"\0\0\0\x07")),
    "GRE, sequence": over_ip(lambda f, p: gre(
        p, ethernet_kind(p), 0x1000, b"\0\0\0\x07")),
    "GRE, all": over_ip(lambda f, p: gre(
        p, ethernet_kind(p), 0xb000, b"\x12\x34\0\0" + b"\0\0\0\x07" * 2)),
    "GRE, source route": over_ip(lambda f, p: gre(
        p, ethernet_kind(p), 0x4000, b"\0\0\0\0" + b"\x08\0\0\x04" +
        b"\x0a\0\0\x09" + b"\0\0\0\0")),
    "GRE, Cisco MetaData": over_ip(lambda f, p: gre(
        ethertype(p) + b"\x01\x01\0\x01\0\x05" + p, 0x8909)),
    "NVGRE": over_ip(lambda f, p: gre(f, 0x6558, 0x2000, b"\0\0\x05\x01")),
    "GRE, MPLS": over_ip(lambda f, p: gre(labels(16) + p, 0x8847)),
    "GRE, PPP": over_ip(lambda f, p: gre(ppp(p), 0x880b)),
    "PPTP": over_ip(lambda f, p: gre(
        ppp(p, address=False), 0x880b, 0x3001,
        struct.pack(">HHI", len(p) + 2, 3, 9))),
    "PPTP, acknowledgement": over_ip(lambda f, p: gre(
        ppp(p), 0x880b, 0x3081, struct.pack(">HHII", len(p) + 4, 3, 9, 8))),
    "EoIP": over_ip(lambda f, p: gre(
        f, 0x6400, 0x2001, struct.pack("<HH", len(f), 9))),
    "ERSPAN I": over_ip(lambda f, p: gre(f, 0x88be)),
    "ERSPAN II": over_ip(lambda f, p: gre(
        ERSPAN2 + f, 0x88be, 0x1000, b"\0\0\0\x07")),
    "ERSPAN III": over_ip(lambda f, p: gre(
        ERSPAN3 + f, 0x22eb, 0x1000, b"\0\0\0\x07")),
    "ERSPAN III, sub-header": over_ip(lambda f, p: gre(
        ERSPAN3[:-1] + b"\x01" + b"\x0c" + b"\0" * 7 + f, 0x22eb, 0x1000,
        b"\0\0\0\x07")),
    "ERSPAN III, IP": over_ip(lambda f, p: gre(
        ERSPAN3[:-2] + b"\x08\0" + p, 0x22eb, 0x1000, b"\0\0\0\x07")),
    "L2TP": over_ip(lambda f, p: l2tp(p)),
    "L2TP, length": over_ip(lambda f, p: l2tp(p, with_length=True)),
    "L2TP, sequence": over_ip(lambda f, p: l2tp(
        p, 0x0802, True, b"\0\x01\0\x02", address=False)),
    "L2TP, offset": over_ip(lambda f, p: l2tp(
        p, 0x0202, False, b"\0\x04\0\0\0\0", address=False, whole=False)),
    "L2TPv3": over_ip(lambda f, p: ip(115, b"\0\0\0\x09" + f)),
    "L2TPv3, cookie, sublayer": over_ip(lambda f, p: ip(
        115, b"\0\0\0\x09" + b"\x77" * 8 + b"\x40\0\0\x01" + f)),
    "L2TPv3, PPP": over_ip(lambda f, p: ip(
        115, b"\0\0\0\x09" + b"\x77" * 4 + ppp(p))),
    "L2TPv3 over UDP": over_ip(lambda f, p: udp(
        1701, b"\0\x03\0\0\0\0\0\x09" + b"\x77" * 4 + f)),
    "MPLS in IP": over_ip(lambda f, p: ip(137, labels(500) + p)),
    "VXLAN": over_ip(lambda f, p: udp(4789, b"\x08\0\0\0\0\x12\x34\0" + f)),
    "VXLAN over IPv6": over_ip(lambda f, p: udp(
        4789, b"\x08\0\0\0\0\x12\x34\0" + f, True)),
    "VXLAN, old port": over_ip(lambda f, p: udp(
        8472, b"\x08\0\0\0\0\x12\x34\0" + f)),
    "VXLAN, group policy": over_ip(lambda f, p: udp(
        4789, b"\x88\0\0\x07\0\x12\x34\0" + f)),
    "VXLAN-GPE": over_ip(lambda f, p: udp(
        4790, b"\x0c\0\0" + (b"\x01" if version(p) == 4 else b"\x02") +
        b"\0\x12\x34\0" + p)),
    "VXLAN-GPE, Ethernet": over_ip(lambda f, p: udp(
        4790, b"\x0c\0\0\x03\0\x12\x34\0" + f)),
    "GENEVE": over_ip(lambda f, p: udp(
        6081, b"\0\0\x65\x58\0\x12\x34\0" + f)),
    "GENEVE, options": over_ip(lambda f, p: udp(
        6081, b"\x03\x40\x65\x58\0\x12\x34\0" + b"\x01\x02\x80\x02" +
        b"\0" * 8 + f)),
    "GENEVE, IP": over_ip(lambda f, p: udp(
        6081, b"\0\0" + ethertype(p) + b"\0\x12\x34\0" + p)),
    "GTP-U": over_ip(lambda f, p: udp(2152, gtp(p), source=2152)),
    "GTP-U, sequence": over_ip(lambda f, p: udp(
        2152, gtp(p, 0x32, b"\0\x01\0\0"))),
    "GTP-U, extensions": over_ip(lambda f, p: udp(
        2152, gtp(p, 0x34, b"\0\0\0\x85" + b"\x01\x10\x09\xc0" +
                  b"\x02\0\0\0\0\0\0\0"))),
    "TZSP": over_ip(lambda f, p: udp(37008, b"\x01\0\0\x01\x01" + f)),
    "TZSP, tags": over_ip(lambda f, p: udp(
        37008, b"\x01\0\0\x01\x0a\x01\xd0\0\x12\x01\x06\x01" + f)),
    "TZSP, 802.11": over_ip(lambda f, p: udp(
        37008, b"\x01\0\0\x12\x01" + wifi(f))),
    "GRE in UDP": over_ip(lambda f, p: udp(
        4754, b"\0\0" + ethertype(p) + p)),
    "GRE in UDP, key": over_ip(lambda f, p: udp(
        4754, b"\x20\0\x65\x58\0\0\0\x01" + f)),
    "MPLS in UDP": over_ip(lambda f, p: udp(6635, labels(700000, 3) + p)),
    "CAPWAP, 802.11": over_ip(lambda f, p: udp(
        5247, b"\0\x10\x03\0\0\0\0\0" + wifi(f))),
    "CAPWAP, 802.11 swapped": over_ip(lambda f, p: udp(
        5247, b"\0\x10\x03\0\0\0\0\0" + wifi(f)[1::-1] + wifi(f)[2:])),
    "CAPWAP, 802.3": over_ip(lambda f, p: udp(
        5247, b"\0\x10\x02\0\0\0\0\0" + f)),
    "Teredo": over_ip(lambda f, p: udp(3544, in_teredo(p))),
    "Teredo, origin": over_ip(lambda f, p: udp(
        3544, b"\0\0\xed\xff\xf6\xff\xff\xfe" + in_teredo(p), source=3544)),
}


def in_teredo(packet):
    """Teredo carries IPv6; an IPv4 packet travels inside of that."""
    number = 4 if version(packet) == 4 else 41
    return struct.pack(">IHBB", 6 << 28, len(packet), number, 63) + \
        b"\x20\x01\0\0" + b"\x11" * 12 + b"\x20\x01\x0d\xb8" + \
        b"\x22" * 12 + packet


def radiotap(fields, *present):
    """Radiotap header."""
    maps = b"".join(struct.pack("<I", p) for p in present)
    return struct.pack("<BBH", 0, 0, 4 + len(maps) + len(fields)) + maps + \
        fields


def attribute(order, kind, body):
    """Of NFLOG."""
    return struct.pack(order + "HH", 4 + len(body), kind) + body + \
        b"\0" * (-len(body) % 4)


def nflog(frame, order):
    """NFLOG."""
    packet = frame[14:]
    return bytes([2 if version(packet) == 4 else 10, 0, 0, 5]) + \
        attribute(order, 1, b"\x08\0\x03\0") + \
        attribute(order, 5, b"\0\0\0\x02") + \
        attribute(order, 10, b"test\0") + attribute(order, 9, packet)


def family(frame, inet6):
    """AF_ number."""
    return 2 if version(frame[14:]) == 4 else inet6


AVS = struct.pack(">II", 0x80211001, 64) + b"\0" * 56
PRISM = struct.pack("<II", 0x44, 144) + b"wlan0".ljust(16, b"\0") + b"\0" * 120

# name -> (LINKTYPE_, function(frame) -> bytes)
LINKS = {
    "raw": (101, lambda f: f[14:]),
    "raw, number 12": (12, lambda f: f[14:]),
    "raw, number 14": (14, lambda f: f[14:]),
    "LLC over ATM": (100, lambda f: b"\xaa\xaa\x03\0\0\0" + f[12:]),
    "SNAP": (1, lambda f: f[:12] + struct.pack(">H", len(f) - 6) +
             b"\xaa\xaa\x03\0\0\0" + f[12:]),
    "null, Linux": (0, lambda f: struct.pack("<I", family(f, 10))),
    "null, Darwin": (0, lambda f: struct.pack("<I", family(f, 30))),
    "loop": (108, lambda f: struct.pack(">I", family(f, 24))),
    "cooked": (113, lambda f: b"\0\0\0\x01\0\x06" + f[6:12] + b"\0\0" +
               f[12:]),
    "cooked v2": (276, lambda f: f[12:14] + b"\0\0\0\0\0\x02\0\x01\0\x06" +
                  f[6:12] + b"\0\0" + f[14:]),
    "NFLOG": (239, lambda f: nflog(f, "<")),
    "NFLOG, big-endian": (239, lambda f: nflog(f, ">")),
    "PFLOG": (117, lambda f: bytes([61, family(f, 24), 0, 0]) + b"\0" * 60 +
              f[14:]),
    "PKTAP": (258, lambda f: struct.pack("<III", 108, 1, 1) + b"\0" * 96 +
              f),
    "MPLS": (219, lambda f: labels(77) + f[14:]),
    "PPP": (9, lambda f: ppp(f[14:])),
    "PPP, bare": (9, lambda f: ppp(f[14:], False)),
    "PPP, compressed": (9, lambda f: ppp(f[14:], False, False)),
    "PPP, multilink, whole": (9, lambda f: b"\xff\x03\0\x3d\xc0\0\0\x01" +
                              ppp(f[14:], False)),
    "PPP, MPLS": (9, lambda f: b"\xff\x03\x02\x81" + labels(5) + f[14:]),
    "PPP over serial": (50, lambda f: ppp(f[14:])),
    "Cisco HDLC under PPP's number": (50, lambda f: b"\x0f\0" + f[12:]),
    "PPP of pppd": (166, lambda f: b"\x01\x03" + ppp(f[14:], False)),
    "PPP with direction": (204, lambda f: b"\x01" + ppp(f[14:])),
    "PPPoE": (51, lambda f: pppoe(f)[14:]),
    "Cisco HDLC": (104, lambda f: b"\x0f\0" + f[12:]),
    "Cisco HDLC, direction": (205, lambda f: b"\0\x8f\0" + f[12:]),
    "802.11": (105, wifi),
    "802.11, between stations": (105, lambda f: wifi(f, flags=0)),
    "802.11, from the point": (105, lambda f: wifi(f, flags=2)),
    "802.11, four addresses": (105, lambda f: wifi(f, flags=3)),
    "802.11, QoS": (105, lambda f: wifi(f, 0x88, 1, b"\x06\0")),
    "802.11, QoS, HT": (105, lambda f: wifi(f, 0x88, 0x82,
                                            b"\x06\0\0\0\0\0")),
    "802.11, QoS, four addresses": (105, lambda f: wifi(
        f, 0x88, 3, b"\x06\0")),
    "802.11, A-MSDU": (105, aggregate),
    "802.11, decrypted by its driver": (105, lambda f: wifi(f, flags=0x41)),
    "radiotap": (127, lambda f: radiotap(b"", 0) + wifi(f)),
    "radiotap, check sequence": (127, lambda f: radiotap(
        b"\0" * 4 + b"\0" * 8 + b"\x10", 0x80000003, 0) + wifi(f) +
        b"\x5a" * 4),
    "radiotap, padded": (127, lambda f: radiotap(b"\x20", 2) +
                         wifi(f, 0x88, 1, b"\x06\0\0\0")),
    "Prism": (119, lambda f: PRISM + wifi(f)),
    "AVS": (163, lambda f: AVS + wifi(f)),
    "AVS under Prism's number": (119, lambda f: AVS + wifi(f)),
    "PPI": (192, lambda f: struct.pack("<BBHI", 0, 0, 8, 105) + wifi(f)),
    "PPI, Ethernet": (192, lambda f: struct.pack("<BBHI", 0, 0, 12, 1) +
                      b"\0" * 4 + f),
}
for _name in ("null, Linux", "null, Darwin", "loop"):
    LINKS[_name] = (LINKS[_name][0], lambda f, head=LINKS[_name][1]:
                    head(f) + f[14:])

# Encapsulations that take the frame as it is; the others take its IP packet, so
# the outside of what they are given must be IP.
FRAMED = [n for n in ENCAPSULATIONS if n in (
    "802.1Q", "802.1ad and 802.1Q", "VN-Tag", "HSR", "R-TAG",
    "Cisco MetaData", "MACsec, signed alone", "802.1ah", "MPLS pseudowire",
    "MPLS pseudowire, control word", "bridged EtherType", "EtherIP", "NVGRE",
    "EoIP", "ERSPAN I", "ERSPAN II", "ERSPAN III", "ERSPAN III, sub-header",
    "L2TPv3", "L2TPv3, cookie, sublayer", "L2TPv3 over UDP", "VXLAN",
    "VXLAN over IPv6", "VXLAN, old port", "VXLAN, group policy",
    "VXLAN-GPE, Ethernet", "GENEVE", "GENEVE, options", "TZSP", "TZSP, tags",
    "TZSP, 802.11", "GRE in UDP, key", "CAPWAP, 802.11",
    "CAPWAP, 802.11 swapped", "CAPWAP, 802.3")]
