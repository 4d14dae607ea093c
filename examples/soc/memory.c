/* SPDX-License-Identifier: Apache-2.0 */
/* What the compiler calls and a C library would have. */
#include <stddef.h>

void *memcpy(void *restrict target, const void *restrict source, size_t count)
{
    char *to = target;
    const char *from = source;
    while (count--) {
        *to++ = *from++;
    }
    return target;
}

void *memset(void *target, int value, size_t count)
{
    char *to = target;
    while (count--) {
        *to++ = (char)value;
    }
    return target;
}
