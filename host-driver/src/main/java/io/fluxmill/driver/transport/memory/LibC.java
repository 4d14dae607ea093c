// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** What the maps need of the C library of Linux on 64 bits, where size_t and off_t are long. Numbers: include/uapi/asm-generic/fcntl.h, mman.h, errno-base.h. */
interface LibC extends Library {
    int O_RDONLY = 0;
    int O_WRONLY = 1;
    int O_RDWR = 2;
    /** For /dev/mem: the memory is mapped uncached. */
    int O_SYNC = 0x101000;

    int O_CLOEXEC = 0x80000;
    int PROT_READ_WRITE = 3;
    int MAP_SHARED = 1;
    int F_OFD_SETLK = 37;
    int F_WRLCK = 1;
    short POLLIN = 1;

    int EPERM = 1;
    int EINTR = 4;
    int EAGAIN = 11;
    int EACCES = 13;
    int EBUSY = 16;

    int open(String path, int flags);

    int close(int file);

    Pointer mmap(Pointer address, long length, int protection, int flags, int file, long offset);

    int munmap(Pointer address, long length);

    int fcntl(int file, int command, Memory argument);

    long pread(int file, byte[] target, long count, long offset);

    long pwrite(int file, byte[] source, long count, long offset);

    long read(int file, byte[] target, long count);

    long write(int file, byte[] source, long count);

    int poll(Memory files, long count, int milliseconds);

    String strerror(int error);
}
