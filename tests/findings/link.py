# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts say to each other below the calls: ARP, DHCP, router advertisements.

Each function gives one frame for a list of (microseconds, frame); MACs are
written with colons. Written from RFC 826, 2131, 4861.
"""

import ipaddress
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import pcap  # noqa: E402

ALL = "ff:ff:ff:ff:ff:ff"
NONE = "00:00:00:00:00:00"
PBX = "00:15:5d:00:00:10"     # Hyper-V
PHONE = "00:15:65:00:00:22"   # Yealink
POINT = "dc:9f:db:00:00:37"   # Ubiquiti


def mac(text):
    """Six bytes."""
    return bytes.fromhex(text.replace(":", ""))


def ip(text):
    """Four or sixteen bytes."""
    return ipaddress.ip_address(text).packed


def arp(operation, sender, sender_ip, target, target_ip, to=ALL, vlan=None):
    """An ARP packet, padded as senders do."""
    tag = b"" if vlan is None else struct.pack("!HH", 0x8100, vlan)
    body = struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation)
    body += mac(sender) + ip(sender_ip) + mac(target) + ip(target_ip)
    return mac(to) + mac(sender) + tag + b"\x08\x06" + body + bytes(18)


def asks(sender, sender_ip, target_ip, **options):
    """Who has @target_ip? From 0.0.0.0 it is a probe."""
    return arp(1, sender, sender_ip, NONE, target_ip, **options)


def answers(sender, sender_ip, target, target_ip, **options):
    """@sender_ip is at @sender."""
    return arp(2, sender, sender_ip, target, target_ip, to=target, **options)


def announces(sender, sender_ip, **options):
    """Gratuitous ARP."""
    return asks(sender, sender_ip, sender_ip, **options)


def ether(frame, source, to=ALL):
    """@frame of pcap.py with other MACs."""
    return mac(to) + mac(source) + frame[12:]


def dhcp(kind, client, server=None, yours="0.0.0.0", router=None, source=None,
         more=()):
    """A DHCP message of @kind (53); of a server when @source, its MAC, is told.
    @more: further (option, bytes)."""
    reply = source is not None
    head = struct.pack("!BBBBIHH", 2 if reply else 1, 1, 6, 0, 0x1234, 0, 0)
    head += ip("0.0.0.0") + ip(yours) + ip("0.0.0.0") + ip("0.0.0.0")
    head += mac(client).ljust(16, b"\0") + bytes(192)
    options = [(53, bytes([kind]))]
    if server:
        options.append((54, ip(server)))
    if router:
        options.append((3, ip(router)))
    body = b"\x63\x82\x53\x63"
    for number, data in options + list(more):
        body += bytes([number, len(data)]) + data
    ends = (server, 67, "255.255.255.255", 68) if reply else (
        "0.0.0.0", 68, "255.255.255.255", 67)
    return ether(pcap.udp(*ends, head + body + b"\xff"), source or client)


def dhcpv6(kind, client, server=None, source="fe80::1", options=()):
    """A message of DHCPv6; of the server with the identifier @server."""
    body = bytes([kind]) + b"\0\x12\x34"
    for number, value in [(1, b"\0\3\0\1" + mac(client))] + (
            [(2, b"\0\3\0\1" + mac(server))] if server else []) + list(options):
        body += struct.pack("!HH", number, len(value)) + value
    ends = (547, 546) if server else (546, 547)
    part = struct.pack("!HHHH", *ends, 8 + len(body), 0) + body
    head = struct.pack("!IHBB", 0x60000000, len(part), 17, 1)
    return (mac("33:33:00:01:00:02") + mac(server or client) + b"\x86\xdd" +
            head + ip(source) + ip("ff02::1:2" if not server else "fe80::22") +
            part)


def icmp6(source_mac, source, target, body):
    """An ICMPv6 message with hop limit 255."""
    head = struct.pack("!IHBB", 0x60000000, len(body), 58, 255)
    return (mac("33:33:00:00:00:01") + mac(source_mac) + b"\x86\xdd" + head +
            ip(source) + ip(target) + body)


def advertises(source_mac, source, flags=0x20, option=True):
    """An unsolicited neighbour advertisement of @source by @source_mac."""
    body = struct.pack("!BBHI", 136, 0, 0, flags << 24) + ip(source)
    if option:
        body += b"\x02\x01" + mac(source_mac)
    return icmp6(source_mac, source, "ff02::1", body)


def routes(source_mac, source, prefix, bits=64):
    """A router advertisement."""
    body = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
    body += b"\x01\x01" + mac(source_mac)
    body += struct.pack("!BBBBIII", 3, 4, bits, 0xc0, 86400, 14400, 0)
    body += ip(prefix)
    return icmp6(source_mac, source, "ff02::1", body)


def vrrp(source_mac, source, priority, group=10):
    """An advertisement of VRRP version 3."""
    body = struct.pack("!BBBBHH", 0x31, group, priority, 1, 100, 0)
    body += ip("10.0.0.10")
    head = struct.pack("!BBHHHBBH", 0x45, 0xc0, 20 + len(body), 0, 0, 255, 112,
                       0) + ip(source) + ip("224.0.0.18")
    return (mac("01:00:5e:00:00:12") + mac(source_mac) + b"\x08\0" + head +
            body)


def refuses(source, port, target, target_port, payload=bytes(20), code=3,
            by=None, mtu=0):
    """ICMP of @target: nobody listens at @target_port; or of the router @by, for
    another reason: 4 is too large for @mtu bytes."""
    quoted = pcap.udp(source, port, target, target_port, payload)[14:]
    body = struct.pack("!BBHI", 3, code, 0, mtu) + quoted
    head = struct.pack("!BBHHHBBH", 0x45, 0xc0, 20 + len(body), 0, 0, 64, 1,
                       0) + ip(by or target) + ip(source)
    return bytes(12) + b"\x08\0" + head + body


def at(ms, *frames):
    """(microseconds, frame) of @frames, 1 ms apart from @ms on."""
    return [(int(ms * 1000) + 1000 * i, f) for i, f in enumerate(frames)]


def element(kind, data):
    """An element of LLDP."""
    return struct.pack("!H", kind << 9 | len(data)) + data


def policy(vlan, priority, dscp, application=1, tagged=True, unknown=False):
    """A network policy of LLDP-MED (TIA-1057 clause 10.2.3)."""
    bits = unknown << 23 | tagged << 22 | vlan << 9 | priority << 6 | dscp
    return element(127, b"\x00\x12\xbb\x02" + bytes([application]) +
                   struct.pack("!I", bits)[1:])


def stock(model=None, firmware=None, serial=None, maker=None):
    """The inventory of LLDP-MED (TIA-1057 clause 10.2.6)."""
    texts = {6: firmware, 8: serial, 9: maker, 10: model}
    return b"".join(element(127, b"\x00\x12\xbb" + bytes([kind]) +
                            text.encode())
                    for kind, text in texts.items() if text)


def lldp(source, port, name, able, med_class, *more, chassis=None,
         about=None, vlan=None):
    """An LLDP frame; @port is a MAC or a name, @able the capabilities."""
    body = element(1, b"\x04" + mac(chassis or source))
    body += element(2, b"\x03" + mac(port) if ":" in port
                    else b"\x05" + port.encode())
    body += element(3, b"\0\x78")
    if about:
        body += element(4, about.encode())
    body += element(5, name.encode())
    body += element(7, struct.pack("!HH", able, able))
    if vlan:
        body += element(127, b"\x00\x80\xc2\x01" + struct.pack("!H", vlan))
    body += element(127, b"\x00\x12\xbb\x01\0\x0f" + bytes([med_class]))
    body += b"".join(more) + b"\0\0"
    return mac("01:80:c2:00:00:0e") + mac(source) + b"\x88\xcc" + body


def phone_lldp(source, *more, **options):
    """A telephone with a port for a computer speaks LLDP."""
    return lldp(source, source, "phone", 0x24, 3, *more, **options)


def switch_lldp(source, port, name, *more, **options):
    """The port of a switch speaks LLDP."""
    return lldp(source, port, name, 0x04, 4, *more, **options)


def cdp(source, name, port, *elements, able=0x28, platform="cisco WS-C3560",
        version="15.0"):
    """A CDP frame; @elements: further (type, bytes)."""
    body = b""
    for kind, data in ((1, name.encode()), (3, port.encode()),
                       (4, struct.pack("!I", able)), (5, version.encode()),
                       (6, platform.encode())) + elements:
        body += struct.pack("!HH", kind, 4 + len(data)) + data
    body = b"\x02\xb4" + struct.pack(
        "!H", pcap.checksum(b"\x02\xb4\0\0" + body)) + body
    body = b"\xaa\xaa\x03\x00\x00\x0c\x20\x00" + body
    return (mac("01:00:0c:cc:cc:cc") + mac(source) +
            struct.pack("!H", len(body)) + body)


def hsrp(source_mac, source, state=16, priority=100, group=10, version=1,
         address="10.0.0.10"):
    """A hello of HSRP; @state: of version 1 (RFC 2281) or 2."""
    if version == 1:
        body = bytes([0, 0, state, 3, 10, priority, group, 0]) + b"cisco\0\0\0"
        return ether(pcap.udp(source, 1985, "224.0.0.2", 1985,
                              body + ip(address)), source_mac,
                     "01:00:5e:00:00:02")
    body = struct.pack("!BBBBBBH", 1, 40, 2, 0, state, 4, group)
    body += mac(source_mac) + struct.pack("!III", priority, 3000, 10000)
    return ether(pcap.udp(source, 1985, "224.0.0.102", 1985,
                          body + ip(address) + bytes(12)), source_mac,
                 "01:00:5e:00:00:66")


def glbp(source_mac, source, state=32, priority=100, group=10):
    """A hello of GLBP."""
    body = struct.pack("!BBHH", 1, 0, group, 0) + mac(source_mac)
    hello = struct.pack("!BBBBHIIHHHBB", 0, state, 0, priority, 0, 3000, 10000,
                        600, 14400, 0, 1, 4) + ip("10.0.0.10")
    body += bytes([1, 2 + len(hello)]) + hello
    return ether(pcap.udp(source, 3222, "224.0.0.102", 3222, body), source_mac,
                 "01:00:5e:00:00:66")


def tagged(frame, vlan, priority=0):
    """@frame with a tag of 802.1Q."""
    return frame[:12] + struct.pack(
        "!HH", 0x8100, priority << 13 | vlan) + frame[12:]
