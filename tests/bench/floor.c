/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The floor of every speed figure: libpcap's own read loop over a capture,
 * doing nothing but counting. What Earshot costs is stated as a ratio to this,
 * measured in the same run, because seconds of one machine say nothing on
 * another.
 */
#include <pcap/pcap.h>

#include <inttypes.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	char message[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *header;
	const u_char *data;
	uint64_t packets = 0, bytes = 0;
	pcap_t *pcap;
	int more;

	if (argc != 2) {
		(void)fprintf(stderr, "usage: floor FILE\n");
		return 2;
	}
	pcap = pcap_open_offline(argv[1], message);
	if (!pcap) {
		(void)fprintf(stderr, "%s\n", message);
		return 1;
	}
	while ((more = pcap_next_ex(pcap, &header, &data)) == 1) {
		packets++;
		bytes += header->caplen;
	}
	if (more == PCAP_ERROR) {
		(void)fprintf(stderr, "%s\n", pcap_geterr(pcap));
	}
	pcap_close(pcap);
	printf("%" PRIu64 " %" PRIu64 "\n", packets, bytes);
	return more == PCAP_ERROR;
}
