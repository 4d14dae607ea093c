/* SPDX-License-Identifier: Apache-2.0 */
/* The engine in simulation: the C functions of a verilated model. Streams are numbered as in the manifest. */
#include <stdio.h>
#include <stdlib.h>

#include "port.h"

#define RESULTS 2
#define UNTIL_MOVED 1
#define LIMIT 1000000

int64_t fluxmill_create(int64_t seed);
int fluxmill_reset(int64_t model, int64_t cycles);
int64_t fluxmill_write(int64_t model, int address, int value, int64_t limit);
int64_t fluxmill_read(int64_t model, int address, int64_t target, int64_t limit);
int fluxmill_post(int64_t model, int stream, int64_t data, int64_t beats);
int fluxmill_cancel(int64_t model);
int fluxmill_run(int64_t model, int64_t limit, int until);
int64_t fluxmill_moved(int64_t model, int stream);
int fluxmill_pauses(int64_t model, int stream, int percent, int64_t seed);
int64_t fluxmill_cycles(int64_t model);

static int64_t model;
static unsigned calls;

static void begin(void)
{
    if (model == 0) {
        model = fluxmill_create(1);
        for (int stream = -1; stream <= RESULTS; stream++) {
            fluxmill_pauses(model, stream, PAUSES, stream + 2);
        }
        fluxmill_reset(model, 3);
    }
}

static void write_register(void *context, uint32_t offset, uint32_t value)
{
    (void)context;
    begin();
    if ((fluxmill_write(model, (int)offset, (int)value, LIMIT) & 0xFFFFFFFF) != 0) {
        abort();
    }
}

static uint32_t read_register(void *context, uint32_t offset)
{
    uint32_t value = 0;
    (void)context;
    begin();
    if ((fluxmill_read(model, (int)offset, (int64_t)(intptr_t)&value, LIMIT) & 0xFFFFFFFF) != 0) {
        abort();
    }
    return value;
}

/* Some cycles in which at most so many beats move: a number that changes from call to call, none in every seventh. */
static size_t transfer(int stream, const void *words, size_t beats)
{
    size_t moved;
    calls++;
    if (calls % 7 == 0) {
        return 0;
    }
    fluxmill_post(model, stream, (int64_t)(intptr_t)words, (int64_t)beats);
    fluxmill_run(model, 1 + calls % 50, UNTIL_MOVED);
    moved = (size_t)fluxmill_moved(model, stream);
    fluxmill_cancel(model);
    return moved;
}

static size_t send(void *context, enum fmac_stream stream, const uint16_t *words, size_t beats)
{
    (void)context;
    return transfer(stream == FMAC_ACTIVATIONS ? 0 : 1, words, beats);
}

static size_t receive(void *context, uint16_t *words, size_t beats)
{
    (void)context;
    return transfer(RESULTS, words, beats);
}

const struct fmac_port port = {NULL, write_register, read_register, send, receive, NULL};

void port_report(const struct port_check *check)
{
    printf("status %d, %lu words compared, %lu mismatches, %lld cycles\n", (int)check->status,
           (unsigned long)check->words, (unsigned long)check->mismatches, (long long)fluxmill_cycles(model));
    if (check->mismatches) {
        printf("word %lu is 0x%04x, must be 0x%04x\n", (unsigned long)check->first, check->found, check->expected);
    }
}
