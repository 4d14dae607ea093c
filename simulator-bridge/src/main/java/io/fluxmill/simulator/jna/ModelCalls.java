// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

/**
 * The C functions of a model's library, one method each; addresses and handles are longs. A status is 0 (done), 1 (limit
 * reached) or 2 (failed: {@link #failure} says why). No error in the model escapes from these functions.
 */
interface ModelCalls {
    long create(long seed);

    int destroy(long model);

    int finish(long model);

    int reset(long model, long cycles);

    int run(long model, long limit, int until);

    long write(long model, int address, int value, long limit);

    long read(long model, int address, long target, long limit);

    int post(long model, int stream, long data, long beats);

    int cancel(long model);

    long moved(long model, int stream);

    long lasts(long model, int stream, long target, long capacity);

    int pauses(long model, int stream, int percent, long seed);

    int peek(long model, int port, long target);

    int poke(long model, int port, long source);

    int waves(long model, long file, long from, long to);

    int closeWaves(long model);

    long cycles(long model);

    long time(long model);

    long failure(long target, long capacity);

    long console(long target, long capacity);
}
