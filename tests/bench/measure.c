/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a command once with its output thrown away and prints what the kernel
 * charged it: CPU seconds (user and system), peak memory in KiB, and seconds
 * by the clock. wait4 gives the figures of exactly this child, so neither a
 * shell nor an external time program is in between.
 *
 *   measure COMMAND ARGS...   ->  "0.148 4312 0.151"
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* In the child: never returns. */
static void become(char **command)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (nowhere >= 0) {
		(void)dup2(nowhere, STDIN_FILENO);
		(void)dup2(nowhere, STDOUT_FILENO);
	}
	(void)execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage used;
	double began = now();
	int status;
	pid_t child;

	if (argc < 2) {
		(void)fprintf(stderr, "usage: measure COMMAND ARGS...\n");
		return 2;
	}
	child = fork();
	if (child == 0) {
		become(argv + 1);
	}
	if (child < 0 || wait4(child, &status, 0, &used) < 0) {
		perror("measure");
		return 1;
	}
	printf("%.3f %ld %.3f\n",
		seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss,
		now() - began);
	return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
