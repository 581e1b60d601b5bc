/* SPDX-License-Identifier: GPL-3.0-or-later */
int stem_fine = 1;
int head_fine = 2;
static int hidden = 3;
int stray(void);
int stray(void)
{
	return hidden;
}
