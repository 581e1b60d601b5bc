/* SPDX-License-Identifier: GPL-3.0-or-later */
void quiet(void)
{
	printf("allowed here");
	system("ls");
}
