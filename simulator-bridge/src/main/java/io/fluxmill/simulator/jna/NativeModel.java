// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One instance of a verilated design. All calls may come from any thread; they run one after the other on the model's own
 * thread. Streams and ports are numbered as in the manifest. Every method throws {@link ModelFailureException} if the
 * design stops, fails or breaks a protocol; from then on every call throws {@link IllegalStateException}.
 */
public final class NativeModel implements AutoCloseable {
    /** Bits of the {@code until} argument of {@link #run}. */
    public static final int UNTIL_MOVED = 1;

    public static final int UNTIL_INTERRUPT = 2;

    private static final int DONE = 0;
    private static final int FAILED = 2;
    private static final int SCRATCH_BYTES = 1 << 17;

    private final ModelCalls calls;
    private final ModelThread thread;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final long scratchAddress = address(scratch);
    private volatile long handle;
    private ModelFailureException dead;

    /** One stream's part of a run: a direct buffer from its position, whole beats. */
    public record Transfer(int stream, ByteBuffer buffer, long beats) {}

    /** An answer of the register bus; {@code response} is the AXI code, -1 if there was no answer in time. */
    public record Answer(int value, int response) {}

    private NativeModel(ModelCalls calls, ModelThread thread) {
        this.calls = calls;
        this.thread = thread;
    }

    /** Whether a library is loaded; the file of a loaded library is not opened again. */
    public static boolean isLoaded(Path library) {
        return ModelLibrary.isLoaded(library);
    }

    /**
     * Loads a library and makes a model.
     *
     * @param seed of the initial contents of registers and memories that have none; 0 makes them zero
     */
    public static NativeModel open(Path library, long seed) {
        ModelCalls calls = ModelLibrary.load(library);
        ModelThread thread = new ModelThread("model " + library.getFileName());
        NativeModel model = new NativeModel(calls, thread);
        try {
            thread.call(() -> {
                model.handle = calls.create(seed);
                return model.handle != 0 ? DONE : model.check(FAILED);
            });
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
        return model;
    }

    /** Holds the reset for some cycles; the cycle count restarts. */
    public void reset(long cycles) {
        call(() -> check(calls.reset(handle, cycles)));
    }

    /** Runs until a condition holds; false if it did not within the limit. Without a condition: the limit's cycles. */
    public boolean run(long limitCycles, int until) {
        return call(() -> check(calls.run(handle, limitCycles, until)) == DONE);
    }

    /** Moves whole buffers; false if they did not all move within the limit, in which case they are given up. */
    public boolean exchange(List<Transfer> transfers, long limitCycles, long[] moved) {
        return call(() -> {
            for (Transfer t : transfers) {
                check(calls.post(
                        handle, t.stream(), address(t.buffer()) + t.buffer().position(), t.beats()));
            }
            boolean done = check(calls.run(handle, limitCycles, UNTIL_MOVED)) == DONE;
            for (int i = 0; i < moved.length; i++) {
                moved[i] = calls.moved(handle, transfers.get(i).stream());
            }
            if (!done) {
                check(calls.cancel(handle));
            }
            return done;
        });
    }

    /** Begins transfers; they move while the clock runs, also during accesses to registers, until {@link #cancel}. */
    public void post(List<Transfer> transfers) {
        call(() -> {
            for (Transfer t : transfers) {
                check(calls.post(
                        handle, t.stream(), address(t.buffer()) + t.buffer().position(), t.beats()));
            }
            return DONE;
        });
    }

    /** Beats of a stream's latest transfer that have moved. */
    public long moved(int stream) {
        return call(() -> calls.moved(handle, stream));
    }

    /** Gives up what has not moved. */
    public void cancel() {
        call(() -> check(calls.cancel(handle)));
    }

    /** Reads a register. */
    public Answer read(int address, long limitCycles) {
        return call(() -> {
            long answer = calls.read(handle, address, scratchAddress, limitCycles);
            int status = check((int) answer);
            return new Answer(scratch.getInt(0), status == DONE ? (int) (answer >>> 32) : -1);
        });
    }

    /** Writes a register. */
    public Answer write(int address, int value, long limitCycles) {
        return call(() -> {
            long answer = calls.write(handle, address, value, limitCycles);
            int status = check((int) answer);
            return new Answer(value, status == DONE ? (int) (answer >>> 32) : -1);
        });
    }

    /** Positions of the beats with tlast in the latest transfer of an out stream. */
    public long[] lasts(int stream) {
        return call(() -> {
            int count = (int) calls.lasts(handle, stream, 0, 0);
            ByteBuffer words = ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long[] positions = new long[(int) calls.lasts(handle, stream, address(words), count)];
            words.asLongBuffer().get(positions);
            return positions;
        });
    }

    /** Lets a stream (or the bus: -1) pause in a share of the cycles. */
    public void pauses(int stream, int percent, long seed) {
        call(() -> check(calls.pauses(handle, stream, percent, seed)));
    }

    /** The settled value of a port, little-endian. */
    public byte[] peek(int port, int bytes) {
        return call(() -> {
            check(calls.peek(handle, port, scratchAddress));
            byte[] value = new byte[bytes];
            scratch.get(0, value);
            return value;
        });
    }

    /** Sets an input port; the value is padded with zeros. */
    public void poke(int port, byte[] value) {
        call(() -> {
            scratch.put(0, new byte[value.length + Long.BYTES]);
            scratch.put(0, value);
            return check(calls.poke(handle, port, scratchAddress));
        });
    }

    /** Records the cycles {@code [from, to)} to a file. */
    public void waves(Path file, long from, long to) {
        call(() -> {
            byte[] name = (file + "\0").getBytes(StandardCharsets.UTF_8);
            scratch.put(0, name);
            return check(calls.waves(handle, scratchAddress, from, to));
        });
    }

    /** Ends a recording. */
    public void closeWaves() {
        call(() -> check(calls.closeWaves(handle)));
    }

    /** Cycles since the latest reset. */
    public long cycles() {
        return call(() -> calls.cycles(handle));
    }

    /** What the design printed since the last call, at most the latest 64 KiB. */
    public String console() {
        return call(this::drainConsole);
    }

    /** Runs final blocks and destroys the model. */
    @Override
    public synchronized void close() {
        if (handle == 0) {
            return;
        }
        thread.call(() -> {
            if (dead == null) {
                calls.finish(handle);
            }
            calls.destroy(handle);
            handle = 0;
            return DONE;
        });
        thread.close();
    }

    private <T> T call(Callable<T> task) {
        if (handle == 0) {
            throw new IllegalStateException("the model is closed");
        }
        return thread.call(() -> {
            if (dead != null) {
                throw new IllegalStateException("the simulation has ended: " + dead.getMessage(), dead);
            }
            return task.call();
        });
    }

    private int check(int status) {
        if (status != FAILED) {
            return status;
        }
        int length = (int) calls.failure(scratchAddress, SCRATCH_BYTES);
        String[] parts = text(length).split("\n", 4);
        long cycle = handle == 0 ? 0 : calls.cycles(handle);
        long time = handle == 0 ? 0 : calls.time(handle);
        dead = new ModelFailureException(new ModelFailure(
                parts[0], parts[1], Integer.parseInt(parts[2]), parts[3], drainConsole(), cycle, time));
        throw dead;
    }

    private String drainConsole() {
        return text((int) calls.console(scratchAddress, SCRATCH_BYTES));
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        scratch.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
