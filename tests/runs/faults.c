/* Loaded before the C library: lets one call that changes a file below a folder fail, and tells of each that does not.

   `watch` begins to count: call number `at` (from 1; 0: none) fails with `error`; `tell` hears of every other one before
   it is made, with the descriptor or -1 and the paths. `calls` says how many there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

typedef void (*hears)(const char *what, int fd, const char *path, const char *other);
static char folder[PATH_MAX];
static long fails_at, count;
static int fails_with;
static hears tell;
static __thread int busy;

void watch(const char *below, long at, int error, hears heard) {
    snprintf(folder, sizeof folder, "%s", below);
    fails_at = at, fails_with = error, tell = heard, count = 0;
}

long calls(void) { return count; }

static int below(const char *path) {
    size_t length = strlen(folder);
    return length && path && !strncmp(path, folder, length);
}

/* Whether the call is to fail. */
static int fails(const char *what, int fd, const char *path, const char *other) {
    char link[64], real[PATH_MAX];
    if (busy || !folder[0]) return 0;
    if (fd >= 0) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, real, sizeof real - 1);
        if (length < 0) return 0;
        real[length] = 0, path = real;
    }
    if (!below(path)) return 0;
    if (++count == fails_at) return errno = fails_with, 1;
    if (tell) busy = 1, tell(what, fd, path, other), busy = 0;
    return 0;
}

#define REAL(type, name, parameters) \
    static type(*real) parameters; \
    if (!real) real = (type(*) parameters) dlsym(RTLD_NEXT, #name)

#define WRITE(name, offset) \
    ssize_t name(int fd, const void *data, size_t size, offset at) { \
        REAL(ssize_t, name, (int, const void *, size_t, offset)); \
        return fails("write", fd, 0, 0) ? -1 : real(fd, data, size, at); \
    }
WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, (int, const void *, size_t));
    return fails("write", fd, 0, 0) ? -1 : real(fd, data, size);
}

#define SYNC(name) \
    int name(int fd) { \
        REAL(int, name, (int)); \
        return fails("sync", fd, 0, 0) ? -1 : real(fd); \
    }
SYNC(fsync)
SYNC(fdatasync)

#define CUT(name, offset) \
    int name(int fd, offset size) { \
        REAL(int, name, (int, offset)); \
        return fails("cut", fd, 0, 0) ? -1 : real(fd, size); \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

int rename(const char *old, const char *new) {
    REAL(int, rename, (const char *, const char *));
    return fails("rename", -1, old, new) ? -1 : real(old, new);
}

int unlink(const char *path) {
    REAL(int, unlink, (const char *));
    return fails("unlink", -1, path, 0) ? -1 : real(path);
}

int chmod(const char *path, mode_t mode) {
    REAL(int, chmod, (const char *, mode_t));
    return fails("chmod", -1, path, 0) ? -1 : real(path, mode);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, (const char *, mode_t));
    return fails("mkdir", -1, path, 0) ? -1 : real(path, mode);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, (const char *, int, ...)); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        const char *what = flags & O_TRUNC ? "empty" : "make"; \
        if (flags & O_CREAT && fails(what, -1, path, 0)) return -1; \
        return real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
