#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What switches and telephones say by LLDP and CDP: in the reports, against
tshark, and what makes a voice VLAN where nobody tells it."""

import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "findings"))
import tap      # noqa: E402
import link     # noqa: E402
import quality  # noqa: E402
import talk     # noqa: E402

SWITCH, OTHER = "00:1b:54:00:00:07", "00:1b:54:00:00:08"
PHONE = "00:15:65:00:00:01"
REST = "00:0c:29:00:00:02"
AGENT = {"headers": "User-Agent: Yealink SIP-T54W 96.86.0.20\r\n"}
NONAME = {"headers": ""}
POLICY = link.policy(20, 5, 46)


def placed(frames, vlans, priority=5):
    """@frames with MACs, and tags by the last byte of the source."""
    out = []
    for us, frame in frames:
        host = frame[29]
        frame = link.ether(frame, "00:15:65:00:00:%02x" % host, REST)
        out.append((us, link.tagged(frame, vlans[host], priority)
                    if vlans.get(host) is not None else frame))
    return out


def phone(*more):
    """Telephone 10.0.0.1, with all that its maker lets it say."""
    return link.phone_lldp(PHONE, POLICY, link.stock(
        "SIP-T54W", "96.86.0.20", "3100A21", "Yealink"), *more)


def switch(mac=SWITCH, port="Gi1/0/7"):
    """A port of the switch."""
    return link.switch_lldp(mac, port, "sw-2", POLICY, link.policy(
        20, 3, 24, application=2), vlan=1, about="desk 12")


def write(folder, name, frames):
    path = os.path.join(folder, name + ".pcap")
    with open(path, "wb") as f:
        f.write(talk.capture(frames))
    return path


def device(report, ip="10.0.0.1"):
    return [d for d in report["devices"] if ip in d["ip"]][0]


def allowed(report):
    """The schema knows all of it."""
    try:
        import jsonschema
    except ImportError:
        tap.skip("the schema allows it", "python3-jsonschema is missing")
        return
    path = os.path.join(tap.SRC, "docs", "report.schema.json")
    with open(path, encoding="utf-8") as f:
        validator = jsonschema.Draft202012Validator(json.load(f))
    tap.same([e.message for e in validator.iter_errors(report)], [],
             "the schema allows it")


def reports(folder):
    call = placed(quality.talk(**NONAME), {1: 20, 2: 20})
    path = write(folder, "port", link.at(0, switch(), phone()) + call)
    run = tap.run("report", "-F", "json", path)
    report = run.json()
    one = device(report)
    lldp = one["lldp"]
    for key, want in (("protocol", "lldp"), ("frame", 3), ("mac", PHONE),
                      ("chassis_id", PHONE), ("system_name", "phone"),
                      ("model", "SIP-T54W"), ("firmware", "96.86.0.20"),
                      ("serial", "3100A21"), ("manufacturer", "Yealink"),
                      ("device_class", 3),
                      ("capabilities", ["bridge", "telephone"]),
                      ("policies", [{"application": "voice", "tagged": True,
                                     "vlan": 20, "priority": 5,
                                     "dscp": 46}])):
        tap.same(lldp[key], want, "devices[].lldp." + key)
    for key, want in (("port_id", "Gi1/0/7"), ("system_name", "sw-2"),
                      ("port_description", "desk 12"), ("vlan", 1),
                      ("device_class", 4)):
        tap.same(lldp["switch"][key], want, "devices[].lldp.switch." + key)
    tap.same((one["model"], one["firmware"], one["role"], one["vlan"]),
             ("SIP-T54W", "96.86.0.20", "phone", 20),
             "without a User-Agent LLDP tells model, firmware and role")
    tap.same([n["system_name"] for n in report["neighbours"]],
             ["sw-2", "phone"], "neighbours")
    tap.ok("lldp" not in device(report, "10.0.0.2"),
           "who does not speak it has none")
    allowed(report)
    text = tap.run("inventory", path).out
    for words in ("port Gi1/0/7 of sw-2", "voice in VLAN 20 with priority 5 "
                  "and DSCP 46", "serial 3100A21", "by LLDP, frame 3"):
        tap.ok(words in " ".join(text.split()), "inventory: " + words, text)
    table = tap.run("inventory", "-F", "csv", path).out.splitlines()
    tap.ok(table[0].endswith(",serial,switch,switch_port,voice_vlan") and
           table[1].endswith(",3100A21,sw-2,Gi1/0/7,20"),
           "inventory: the table", *table)
    for form in ("dot", "svg"):
        tap.ok("port Gi1/0/7 of sw-2" in tap.run(
            "topology", "-F", form, path).out, "topology: " + form)
    lines = tap.run("report", "-F", "ndjson", path).out.splitlines()
    tap.same([json.loads(x)["port_id"] for x in lines
              if json.loads(x)["type"] == "neighbour"], ["Gi1/0/7", PHONE],
             "ndjson: a line each")
    return path


def whose(folder):
    """Nobody says at which of two ports a telephone is."""
    call = placed(quality.talk(**AGENT), {1: 20, 2: 20})
    path = write(folder, "ports", link.at(
        0, switch(), switch(OTHER, "Gi1/0/8"), phone()) + call)
    lldp = device(tap.run("report", "-F", "json", path).json())["lldp"]
    tap.ok("switch" not in lldp, "two ports: none is taken for the phone's")
    both = link.cdp(SWITCH, "sw-2", "GigabitEthernet1/0/7",
                    (0x0e, b"\x01\0\x14"), (0x1a, bytes(4) + b"\0\0\x3c\x28"))
    path = write(folder, "both", link.at(0, both, switch(), phone()) + call)
    report = tap.run("report", "-F", "json", path).json()
    tap.same(device(report)["lldp"]["switch"]["protocol"], "lldp",
             "LLDP and CDP of one port are one port")
    tap.same((report["neighbours"][0]["power"],
              report["neighbours"][0]["power_w"]), ("source", 15.4),
             "power by CDP")
    cisco = link.cdp(PHONE, "SEP001565000001", "Port 1", (
        2, b"\0\0\0\x01\x01\x01\xcc\0\x04\x0a\0\0\x01"), able=0x90,
        platform="Cisco IP Phone 8841", version="sip88xx.12-5-1SR1")
    path = write(folder, "cisco", link.at(0, cisco) + placed(
        quality.talk(**NONAME), {}))
    one = device(tap.run("report", "-F", "json", path).json())
    tap.same((one["model"], one["firmware"], one["role"]),
             ("Cisco IP Phone 8841", "sip88xx.12-5-1SR1", "phone"),
             "CDP tells model, firmware and role")


def vlans(folder):
    """What qos-vlan does not judge, and the vote of the telephones."""
    def look(name, frames, *options):
        run = tap.run("findings", "-F", "json", *options,
                      write(folder, name, frames))
        report = run.json()
        check = [c for c in report["checks"] if c["id"] == "qos-vlan"][0]
        return [f for f in report["findings"] if f["id"] == "qos-vlan"], check

    call = quality.talk(**AGENT)
    found, check = look("untagged", link.at(0, switch()) + placed(call, {}))
    tap.ok(not found and check["judged"] == 0 and "no frame here has a VLAN "
           "tag" in json.dumps(check), "no tags: not judged, and why", check)
    found, check = look("disagree", link.at(0, switch(), link.switch_lldp(
        OTHER, "Gi1/0/8", "sw-2", link.policy(30, 5, 46))) + placed(
            call, {1: 20, 2: 30}))
    tap.ok(not found and "switch ports tell different VLANs" in
           json.dumps(check), "ports that differ: not judged", check)
    frames = []
    for i in range(3):
        frames += quality.talk(
            a="10.0.0.%d" % (2 * i + 1), b="10.0.0.%d" % (2 * i + 2),
            name="v%d" % i, at=i * 15000, **AGENT)
    ten = {i: 20 for i in range(1, 6)}
    found, _ = look("vote", placed(frames, {**ten, 6: 10}))
    tap.ok(len(found) == 1 and found[0]["hosts"] == ["10.0.0.6"] and
           "sends in VLAN 10; 5 of 6 telephones here use VLAN 20." in
           found[0]["detail"], "five of six telephones", found)
    found, check = look("few", placed(frames, {**ten, 6: 10}), "--set",
                        "qos-vlan.phones=6")
    tap.ok(not found and "nothing tells which VLAN" in json.dumps(check),
           "qos-vlan.phones", found, check)


def oracle(path):
    """The same frames by tshark."""
    tshark = shutil.which("tshark")
    if not tshark:
        tap.skip("as tshark reads it", "no tshark")
        return
    run = subprocess.run(
        [tshark, "-r", path, "-Y", "lldp", "-T", "fields", "-E",
         "separator=|", "-e", "lldp.media.policy.vlan_id", "-e",
         "lldp.media.policy.dscp_prio", "-e", "lldp.media.serial"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    got = run.stdout.decode().split()
    report = tap.run("report", "-F", "json", path).json()
    if not got:
        tap.skip("as tshark reads it", "this tshark has no such fields")
        return
    vlan = [",".join(str(p["vlan"]) for p in n["policies"]) + "|" +
            ",".join(str(p["dscp"]) for p in n["policies"]) + "|" +
            n.get("serial", "") for n in report["neighbours"]]
    tap.same(got, vlan, "as tshark reads it")


def main():
    tap.need_program()
    with tap.scratch() as folder:
        path = reports(folder)
        whose(folder)
        vlans(folder)
        oracle(path)
    tap.done()


if __name__ == "__main__":
    main()
