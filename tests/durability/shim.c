/* Stands between the emulator and the kernel (LD_PRELOAD) and does two things for every file below
 * a directory: it logs each change and each sync, so that model.py can say what a power cut may
 * leave at any point of the log, and it lets a chosen call fail.
 *
 *   SHIM_ROOT   the directory, an absolute path without links
 *   SHIM_LOG    the log; events are appended in the order in which they took effect
 *   SHIM_FAIL   CALL:PATTERN:N:ERRNO   the N-th CALL (sync, range or write) on a path that matches
 *               fails
 *   SHIM_FULL   N      from the N-th allocation on, whatever needs a new block fails with ENOSPC ...
 *   SHIM_ROOM   FILE   ... until this file exists
 *   SHIM_KILL   FILE   once this file exists the process is killed behind its next change, when the
 *               log has all that was done
 *
 * What it cannot see, such as a shared mapping, it refuses or logs as `unsupported`. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* One lock keeps the order of effects and of events the same. Syncs run outside of it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX], fail_call[16], fail_pattern[PATH_MAX];
static size_t root_length;
static int log_fd = -1, fail_errno;
static long fail_at, failed_so_far, full_at, allocations;
static const char *room, *kill_at;

__attribute__((constructor)) static void start(void) {
    const char *value = getenv("SHIM_ROOT");
    if (!value) return;
    root_length = strlen(strcpy(root, value));
    if ((value = getenv("SHIM_LOG")))
        log_fd =
            syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if ((value = getenv("SHIM_FAIL")))
        sscanf(value, "%15[^:]:%4095[^:]:%ld:%d", fail_call, fail_pattern, &fail_at, &fail_errno);
    if ((value = getenv("SHIM_FULL"))) full_at = atol(value);
    room = getenv("SHIM_ROOM");
    kill_at = getenv("SHIM_KILL");
}

/* ---- the log ---- */

struct event {
    uint32_t kind, name_length;
    uint64_t inode, offset, length, data_length;
};

static void note(char kind, ino_t inode, uint64_t offset, uint64_t length, const char *name,
                 const void *data) {
    if (log_fd < 0) return;
    struct event event = {kind, name ? strlen(name) : 0, inode, offset, length, data ? length : 0};
    struct iovec parts[] = {{&event, sizeof event},
                            {(void *)name, event.name_length},
                            {(void *)data, event.data_length}};
    if (syscall(SYS_writev, log_fd, parts, 3) < 0) abort();
}

/* Here the files and the log agree, which a signal from outside does not wait for. */
static void release(void) {
    if (kill_at && !syscall(SYS_faccessat, AT_FDCWD, kill_at, F_OK)) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    pthread_mutex_unlock(&lock);
}

/* ---- which files ---- */

static int is_below(const char *path) {
    return root_length && !strncmp(path, root, root_length) &&
           (path[root_length] == '/' || !path[root_length]);
}

/* The path below the root, or NULL for a file elsewhere. `at` and `path` as openat takes them. */
static const char *below(int at, const char *path, char *space) {
    if (!root_length) return NULL;
    if (path[0] == '/')
        strncpy(space, path, PATH_MAX - 1);
    else {
        char link[64];
        snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, space, PATH_MAX / 2);
        if (length < 0) return NULL;
        snprintf(space + length, PATH_MAX - length, "/%s", path);
    }
    if (!is_below(space)) return NULL;
    return space[root_length] ? space + root_length + 1 : "";
}

/* The path of an open file below the root, else NULL. A file that is gone keeps its last name. */
static const char *path_of(int fd, char *space) {
    char link[64];
    if (fd <= 2 || !root_length) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, space, PATH_MAX - 1);
    if (length <= 0) return NULL;
    space[length] = 0;
    if (!is_below(space)) return NULL;
    return space[root_length] ? space + root_length + 1 : "";
}

static ino_t inode_of(int fd) {
    struct stat about;
    return fstat(fd, &about) ? 0 : about.st_ino;
}

/* ---- faults ---- */

static int fails(const char *call, const char *path) {
    if (!fail_at || strcmp(call, fail_call) || fnmatch(fail_pattern, path, 0)) return 0;
    return ++failed_so_far == fail_at;
}

static int is_full(void) {
    allocations++;
    note('N', 0, 0, 0, NULL, NULL);
    return full_at && allocations >= full_at &&
           !(room && !syscall(SYS_faccessat, AT_FDCWD, room, F_OK));
}

/* Where the blocks end that a file has from an offset on, reserved ones too. */
static off_t blocks_until(int fd, off_t offset) {
    struct {
        struct fiemap map;
        struct fiemap_extent extents[64];
    } look;
    off_t end = offset;
    for (;;) {
        memset(&look, 0, sizeof look);
        look.map.fm_start = end;
        look.map.fm_length = ~0ULL - end;
        look.map.fm_extent_count = 64;
        if (ioctl(fd, FS_IOC_FIEMAP, &look.map) || !look.map.fm_mapped_extents) return end;
        off_t before = end;
        for (unsigned i = 0; i < look.map.fm_mapped_extents; i++) {
            struct fiemap_extent *extent = &look.extents[i];
            if ((off_t)extent->fe_logical > end) return end;
            end = extent->fe_logical + extent->fe_length;
        }
        if (end == before) return end;
    }
}

/* How many bytes of a write find a place. */
static size_t fits(int fd, off_t offset, size_t length) {
    if (!full_at) return length;
    off_t end = blocks_until(fd, offset);
    if (end >= offset + (off_t)length || !is_full()) return length;
    return end - offset;
}

/* ---- writes ---- */

typedef ssize_t (*writer)(int, const void *, size_t, off_t);

static ssize_t plain(int fd, const void *data, size_t length, off_t offset) {
    (void)offset;
    return syscall(SYS_write, fd, data, length);
}

static ssize_t at(int fd, const void *data, size_t length, off_t offset) {
    return syscall(SYS_pwrite64, fd, data, length, offset);
}

static ssize_t change(int fd, const void *data, size_t length, off_t offset, writer write) {
    char space[PATH_MAX];
    const char *path = path_of(fd, space);
    if (!path) return write(fd, data, length, offset);
    pthread_mutex_lock(&lock);
    if (write == plain) {
        struct stat about;
        int appends = fcntl(fd, F_GETFL) & O_APPEND;
        offset = appends && !fstat(fd, &about) ? about.st_size : lseek(fd, 0, SEEK_CUR);
    }
    ssize_t written = -1;
    size_t room_for = fits(fd, offset, length);
    if (fails("write", path))
        errno = fail_errno;
    else if (length && !room_for)
        errno = ENOSPC;
    else
        written = write(fd, data, room_for, offset);
    int error = errno;
    if (written > 0) note('W', inode_of(fd), offset, written, NULL, data);
    release();
    errno = error;
    return written;
}

ssize_t write(int fd, const void *data, size_t length) {
    return change(fd, data, length, 0, plain);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    return change(fd, data, length, offset, at);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    return change(fd, data, length, offset, at);
}

/* Of several pieces the first that is not empty; the caller comes again with the rest. */
static ssize_t first_of(int fd, const struct iovec *parts, int count, off_t offset, writer write) {
    while (count > 1 && !parts->iov_len)
        parts++, count--;
    return change(fd, parts->iov_base, parts->iov_len, offset, write);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char space[PATH_MAX];
    if (!path_of(fd, space)) return syscall(SYS_writev, fd, parts, count);
    return first_of(fd, parts, count, 0, plain);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    return first_of(fd, parts, count, offset, at);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
    return first_of(fd, parts, count, offset, at);
}

int ftruncate64(int fd, off_t length) {
    char space[PATH_MAX];
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_ftruncate, fd, length), error = errno;
    if (!done && path_of(fd, space)) note('T', inode_of(fd), length, 0, NULL, NULL);
    release();
    errno = error;
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fallocate64(int fd, int mode, off_t offset, off_t length) {
    char space[PATH_MAX];
    if (!path_of(fd, space)) return syscall(SYS_fallocate, fd, mode, offset, length);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (is_full())
        errno = ENOSPC;
    else
        done = syscall(SYS_fallocate, fd, mode, offset, length);
    int error = errno;
    if (!done) {
        if (mode & ~FALLOC_FL_KEEP_SIZE)
            note('X', 0, mode, 0, "fallocate", NULL);
        else if (!mode)
            note('G', inode_of(fd), offset + length, 0, NULL, NULL);
    }
    release();
    errno = error;
    return done;
}
int fallocate(int fd, int mode, off_t offset, off_t length) {
    return fallocate64(fd, mode, offset, length);
}
int posix_fallocate64(int fd, off_t offset, off_t length) {
    return fallocate64(fd, 0, offset, length) ? errno : 0;
}
int posix_fallocate(int fd, off_t offset, off_t length) {
    return posix_fallocate64(fd, offset, length);
}

/* A copy inside the kernel would not be seen: the caller has to read and write instead. */
ssize_t copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t length,
                        unsigned flags) {
    char space[PATH_MAX];
    if (!path_of(out, space))
        return syscall(SYS_copy_file_range, in, in_at, out, out_at, length, flags);
    errno = ENOSYS;
    return -1;
}
ssize_t sendfile64(int out, int in, off_t *offset, size_t length) {
    char space[PATH_MAX];
    if (!path_of(out, space)) return syscall(SYS_sendfile, out, in, offset, length);
    errno = ENOSYS;
    return -1;
}
ssize_t sendfile(int out, int in, off_t *offset, size_t length) {
    return sendfile64(out, in, offset, length);
}

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    char space[PATH_MAX];
    int shared = (flags & MAP_TYPE) != MAP_PRIVATE && protection & PROT_WRITE;
    if (shared && path_of(fd, space)) note('X', 0, 0, 0, "mmap", NULL);
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

/* ---- syncs ---- */

static int sync_with(int fd, long call) {
    char space[PATH_MAX];
    const char *path = path_of(fd, space);
    if (!path) return syscall(call, fd);
    ino_t inode = inode_of(fd);
    pthread_mutex_lock(&lock);
    int failing = fails("sync", path);
    /* After a failed sync Linux takes the pages for clean: what they hold never reaches the disk.
     */
    note(failing ? 'E' : 'B', inode, pthread_self(), 0, path, NULL);
    release();
    if (failing) {
        errno = fail_errno;
        return -1;
    }
    int done = syscall(call, fd), error = errno;
    pthread_mutex_lock(&lock);
    if (!done) note('S', inode, pthread_self(), 0, path, NULL);
    release();
    errno = error;
    return done;
}

int fsync(int fd) { return sync_with(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_with(fd, SYS_fdatasync); }

/* Promises nothing that a power cut would respect. */
int sync_file_range(int fd, off_t offset, off_t length, unsigned flags) {
    char space[PATH_MAX];
    const char *path = path_of(fd, space);
    pthread_mutex_lock(&lock);
    int failing = path && fails("range", path);
    if (path) note(failing ? 'E' : 'Y', inode_of(fd), 0, 0, path, NULL);
    release();
    if (failing) {
        errno = fail_errno;
        return -1;
    }
    return syscall(SYS_sync_file_range, fd, offset, length, flags);
}

/* ---- names ---- */

static int open_at(int dir, const char *path, int flags, mode_t mode) {
    char space[PATH_MAX];
    const char *name = flags & (O_CREAT | O_TRUNC) ? below(dir, path, space) : NULL;
    if (!name) return syscall(SYS_openat, dir, path, flags, mode);
    struct stat about;
    pthread_mutex_lock(&lock);
    int existed = !fstatat(dir, path, &about, 0), fd = -1;
    if (!existed && is_full())
        errno = ENOSPC;
    else
        fd = syscall(SYS_openat, dir, path, flags, mode);
    int error = errno;
    if (fd >= 0 && !existed) note('C', inode_of(fd), 0, 0, name, NULL);
    if (fd >= 0 && existed && flags & O_TRUNC) note('T', inode_of(fd), 0, 0, NULL, NULL);
    release();
    errno = error;
    return fd;
}

static mode_t mode_of(int flags, va_list rest) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = mode_of(flags, rest);                                                        \
        va_end(rest);                                                                              \
        return open_at(AT_FDCWD, path, flags, mode);                                               \
    }
#define OPENAT(name)                                                                               \
    int name(int dir, const char *path, int flags, ...) {                                          \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = mode_of(flags, rest);                                                        \
        va_end(rest);                                                                              \
        return open_at(dir, path, flags, mode);                                                    \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int mkdirat(int dir, const char *path, mode_t mode) {
    char space[PATH_MAX];
    struct stat about;
    const char *name = below(dir, path, space);
    if (!name) return syscall(SYS_mkdirat, dir, path, mode);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (fstatat(dir, path, &about, 0) && is_full())
        errno = ENOSPC;
    else
        done = syscall(SYS_mkdirat, dir, path, mode);
    int error = errno;
    if (!done && !fstatat(dir, path, &about, 0)) note('D', about.st_ino, 0, 0, name, NULL);
    release();
    errno = error;
    return done;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int dir, const char *path, int flags) {
    char space[PATH_MAX];
    const char *name = below(dir, path, space);
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_unlinkat, dir, path, flags), error = errno;
    if (!done && name) note('U', 0, 0, 0, name, NULL);
    release();
    errno = error;
    return done;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

/* Two names in one event, with a zero between them. */
static void note_two(char kind, const char *one, const char *other) {
    char both[2 * PATH_MAX];
    struct event event = {kind, snprintf(both, sizeof both, "%s%c%s", one, 0, other), 0, 0, 0, 0};
    struct iovec parts[] = {{&event, sizeof event}, {both, event.name_length}};
    if (log_fd >= 0 && syscall(SYS_writev, log_fd, parts, 2) < 0) abort();
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    char from_space[PATH_MAX], to_space[PATH_MAX];
    const char *old = below(from_dir, from, from_space), *new = below(to_dir, to, to_space);
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags), error = errno;
    if (!done && old && new) note_two('R', old, new);
    if (!done && (!old != !new || (old && flags & ~RENAME_NOREPLACE)))
        note('X', 0, 0, 0, "rename", NULL);
    release();
    errno = error;
    return done;
}
int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    return renameat2(from_dir, from, to_dir, to, 0);
}
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
    char from_space[PATH_MAX], to_space[PATH_MAX];
    const char *old = below(from_dir, from, from_space), *new = below(to_dir, to, to_space);
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_linkat, from_dir, from, to_dir, to, flags), error = errno;
    if (!done && new) old ? note_two('L', old, new) : note('X', 0, 0, 0, "link", NULL);
    release();
    errno = error;
    return done;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
