/* SPDX-License-Identifier: GPL-3.0-or-later */
struct mute {
	int a;
};

/** mute_init - nothing to say of the object itself. */
void mute_init(struct mute *m);

/**
 * mute_add - takes @first, and second in the sentence, but not the last.
 */
int mute_add(struct mute *m, const char *first, int second[2],
	unsigned third);

int mute_none(void);

/** mute_other - a comment of another function. */
static inline int mute_body(int x)
{
	return x;
}

/** mute_like - as mute_add, backwards. */
int mute_like(struct mute *m, int unsaid);
