// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

/**
 * The calls as JNA direct mappings. A class can be mapped to one library only: {@link ModelLibrary} defines this class
 * anew for each library and never uses the original.
 */
final class DirectCalls implements ModelCalls {
    DirectCalls() {}

    private static native long fluxmill_create(long seed);

    private static native int fluxmill_destroy(long model);

    private static native int fluxmill_final(long model);

    private static native int fluxmill_reset(long model, long cycles);

    private static native int fluxmill_run(long model, long limit, int until);

    private static native long fluxmill_write(long model, int address, int value, long limit);

    private static native long fluxmill_read(long model, int address, long target, long limit);

    private static native int fluxmill_post(long model, int stream, long data, long beats);

    private static native int fluxmill_cancel(long model);

    private static native long fluxmill_moved(long model, int stream);

    private static native long fluxmill_lasts(long model, int stream, long target, long capacity);

    private static native int fluxmill_pauses(long model, int stream, int percent, long seed);

    private static native int fluxmill_peek(long model, int port, long target);

    private static native int fluxmill_poke(long model, int port, long source);

    private static native int fluxmill_waves(long model, long file, long from, long to);

    private static native int fluxmill_close_waves(long model);

    private static native long fluxmill_cycles(long model);

    private static native long fluxmill_time(long model);

    private static native long fluxmill_failure(long target, long capacity);

    private static native long fluxmill_console(long target, long capacity);

    @Override
    public long create(long seed) {
        return fluxmill_create(seed);
    }

    @Override
    public int destroy(long model) {
        return fluxmill_destroy(model);
    }

    @Override
    public int finish(long model) {
        return fluxmill_final(model);
    }

    @Override
    public int reset(long model, long cycles) {
        return fluxmill_reset(model, cycles);
    }

    @Override
    public int run(long model, long limit, int until) {
        return fluxmill_run(model, limit, until);
    }

    @Override
    public long write(long model, int address, int value, long limit) {
        return fluxmill_write(model, address, value, limit);
    }

    @Override
    public long read(long model, int address, long target, long limit) {
        return fluxmill_read(model, address, target, limit);
    }

    @Override
    public int post(long model, int stream, long data, long beats) {
        return fluxmill_post(model, stream, data, beats);
    }

    @Override
    public int cancel(long model) {
        return fluxmill_cancel(model);
    }

    @Override
    public long moved(long model, int stream) {
        return fluxmill_moved(model, stream);
    }

    @Override
    public long lasts(long model, int stream, long target, long capacity) {
        return fluxmill_lasts(model, stream, target, capacity);
    }

    @Override
    public int pauses(long model, int stream, int percent, long seed) {
        return fluxmill_pauses(model, stream, percent, seed);
    }

    @Override
    public int peek(long model, int port, long target) {
        return fluxmill_peek(model, port, target);
    }

    @Override
    public int poke(long model, int port, long source) {
        return fluxmill_poke(model, port, source);
    }

    @Override
    public int waves(long model, long file, long from, long to) {
        return fluxmill_waves(model, file, from, to);
    }

    @Override
    public int closeWaves(long model) {
        return fluxmill_close_waves(model);
    }

    @Override
    public long cycles(long model) {
        return fluxmill_cycles(model);
    }

    @Override
    public long time(long model) {
        return fluxmill_time(model);
    }

    @Override
    public long failure(long target, long capacity) {
        return fluxmill_failure(target, capacity);
    }

    @Override
    public long console(long target, long capacity) {
        return fluxmill_console(target, capacity);
    }
}
