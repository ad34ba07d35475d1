/* Preloaded into a writer: the HALF_AT-th write to the journal writes only its first half, and then what
   HALF_THEN says happens: kill (the process dies there), short (the call says so), between (the same, and
   another writer's bytes land behind the half), or an errno by number (the call says so, and every later
   write to the journal fails with it). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_journal(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  const char *name = strrchr(path, '/');
  return name != NULL && strcmp(name, "/statusline.jsonl") == 0;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  static ssize_t (*real_write)(int, const void *, size_t);
  static int writes;
  if (real_write == NULL) real_write = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  const char *at = getenv("HALF_AT"), *then = getenv("HALF_THEN");
  if (at == NULL || then == NULL || !is_journal(fd)) return real_write(fd, bytes, length);
  int number = ++writes, error = atoi(then);
  if (number > atoi(at) && error != 0) {
    errno = error;
    return -1;
  }
  if (number != atoi(at)) return real_write(fd, bytes, length);
  ssize_t written = real_write(fd, bytes, length / 2);
  if (strcmp(then, "kill") == 0) raise(SIGKILL);
  if (strcmp(then, "between") == 0) real_write(fd, "\nanother writer\n", 16);
  return written;
}
