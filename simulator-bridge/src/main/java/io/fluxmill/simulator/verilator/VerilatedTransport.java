// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.simulator.jna.ModelFailureException;
import io.fluxmill.simulator.jna.NativeModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A design in simulation. The clock runs only inside calls; one {@link #exchange} is one call into native code, however
 * many cycles it takes. All methods may be called from any thread; they run one after the other.
 *
 * <p>Every method throws {@link SimulationException} if the design stops, fails an assertion, does not settle or breaks an
 * AXI rule. The process survives; this transport does not.
 */
public final class VerilatedTransport implements Transport {
    /** Cycles after which an access to a register is given up. */
    public static final long BUS_TIMEOUT_CYCLES = 10_000;

    private static final int BUS = -1;
    private static final int RESET_CYCLES = 8;
    private static final String[] RESPONSES = {"OKAY", "EXOKAY", "SLVERR", "DECERR"};

    private final VerilatedModel compiled;
    private final Manifest manifest;
    private final NativeModel model;

    private VerilatedTransport(VerilatedModel compiled, long seed) {
        this.compiled = compiled;
        this.manifest = compiled.manifest();
        requireWhole(compiled.library());
        this.model = guarded(() -> NativeModel.open(compiled.library(), seed));
    }

    /** Loading a damaged library would end the process. It was whole when it was built or found, but that may be long ago. */
    private static void requireWhole(Path library) {
        if (!NativeModel.isLoaded(library) && !ContentCache.isWhole(library.getParent())) {
            throw new EnvironmentException(
                    library + ": the compiled simulation must be as it was built: its SHA-256 is another",
                    "run the command again: it is then built anew");
        }
    }

    /** A model out of reset; registers and memories without an initial value start at zero. */
    public static VerilatedTransport open(VerilatedModel compiled) {
        return open(compiled, 0);
    }

    /**
     * A model out of reset.
     *
     * @param seed other than 0: registers and memories without an initial value start at random values
     * @throws EnvironmentException if the library has been damaged since it was built
     */
    public static VerilatedTransport open(VerilatedModel compiled, long seed) {
        VerilatedTransport transport = new VerilatedTransport(compiled, seed);
        transport.reset();
        return transport;
    }

    /** The model that runs here. */
    public VerilatedModel compiled() {
        return compiled;
    }

    /** Resets the design; transfers under way are dropped, the cycle count restarts. Memories keep what is stored. */
    public void reset() {
        run(() -> model.reset(RESET_CYCLES));
        AxiPorts.masters(manifest).forEach(prefix -> memory(prefix).restart());
    }

    /**
     * The memory behind an AXI4 master of the design.
     *
     * @param prefix of the names of its ports
     */
    public SimulatedMemory memory(String prefix) {
        int index = AxiPorts.masters(manifest).indexOf(prefix);
        if (index < 0) {
            throw new IllegalArgumentException("design " + manifest.design() + " has no AXI4 master " + prefix);
        }
        return new SimulatedMemory(this, manifest.streams().size() + index);
    }

    /** Hands requests to transactors. */
    void post(List<NativeModel.Transfer> requests) {
        run(() -> model.post(requests));
    }

    /** Runs the clock; streams are idle. */
    public void step(long cycles) {
        if (cycles < 0) {
            throw new IllegalArgumentException("cycles must be at least 0: cycles=" + cycles);
        }
        run(() -> model.run(cycles, 0));
    }

    @Override
    public int read(int address) {
        NativeModel.Answer answer = guarded(() -> model.read(Transport.aligned(address), BUS_TIMEOUT_CYCLES));
        checkAnswer("read of", address, answer);
        return answer.value();
    }

    @Override
    public void write(int address, int value) {
        checkAnswer(
                "write to", address, guarded(() -> model.write(Transport.aligned(address), value, BUS_TIMEOUT_CYCLES)));
    }

    private void checkAnswer(String access, int address, NativeModel.Answer answer) {
        if (answer.response() == 0) {
            return;
        }
        String result = answer.response() < 0
                ? "was not answered in " + BUS_TIMEOUT_CYCLES + " cycles"
                : "was answered " + RESPONSES[answer.response()];
        throw new TransportException(String.format("%s: %s 0x%02X %s", manifest.busPrefix(), access, address, result));
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        List<NativeModel.Transfer> posted = new ArrayList<>();
        for (StreamTransfer transfer : transfers) {
            posted.add(nativeTransfer(transfer));
        }
        long[] moved = new long[transfers.size()];
        boolean done = guarded(() -> model.exchange(posted, timeoutCycles, moved));
        for (int i = 0; i < moved.length; i++) {
            copyBack(transfers.get(i), posted.get(i));
        }
        if (!done) {
            throw new TransportException(progress(posted, moved, timeoutCycles));
        }
    }

    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        List<NativeModel.Transfer> posted = new ArrayList<>();
        for (StreamTransfer transfer : sent) {
            posted.add(nativeTransfer(transfer));
        }
        NativeModel.Transfer sink = nativeTransfer(collected);
        List<NativeModel.Transfer> all = new ArrayList<>(posted);
        all.add(sink);
        run(() -> model.post(all));
        long end = cycles() + timeoutCycles;
        boolean done = false;
        while (!done && cycles() < end) {
            step(Math.min(COLLECT_CYCLES, end - cycles()));
            done = posted.stream().allMatch(t -> guarded(() -> model.moved(t.stream())) == t.beats())
                    && finished.getAsBoolean();
        }
        long[] moved = all.stream()
                .mapToLong(t -> guarded(() -> model.moved(t.stream())))
                .toArray();
        run(model::cancel);
        copyBack(collected, sink);
        if (!done) {
            throw new TransportException(progress(all, moved, timeoutCycles));
        }
        return moved[moved.length - 1] * manifest.stream(collected.stream()).beatBytes();
    }

    private NativeModel.Transfer nativeTransfer(StreamTransfer transfer) {
        Manifest.Stream stream = manifest.stream(transfer.stream());
        ByteBuffer buffer = transfer.buffer();
        if (buffer.remaining() % stream.beatBytes() != 0) {
            throw new IllegalArgumentException("buffer of " + stream.name() + " must be whole beats of "
                    + stream.beatBytes() + " bytes: bytes=" + buffer.remaining());
        }
        ByteBuffer direct = buffer;
        if (!buffer.isDirect()) {
            direct = ByteBuffer.allocateDirect(buffer.remaining());
            direct.put(buffer.duplicate()).flip();
        }
        int index = manifest.streams().indexOf(stream);
        return new NativeModel.Transfer(index, direct, buffer.remaining() / stream.beatBytes());
    }

    private void copyBack(StreamTransfer transfer, NativeModel.Transfer moved) {
        boolean out = !manifest.stream(transfer.stream()).into();
        if (out && moved.buffer() != transfer.buffer()) {
            transfer.buffer().duplicate().put(moved.buffer().duplicate());
        }
    }

    private String progress(List<NativeModel.Transfer> transfers, long[] moved, long timeoutCycles) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < moved.length; i++) {
            NativeModel.Transfer t = transfers.get(i);
            parts.add(manifest.streams().get(t.stream()).name() + " moved " + moved[i] + " of " + t.beats() + " beats");
        }
        return "exchange not finished after " + timeoutCycles + " cycles: " + String.join(", ", parts);
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        if (manifest.interrupt() == null) {
            throw new IllegalStateException(manifest.design() + " has no interrupt");
        }
        return guarded(() -> model.run(timeoutCycles, NativeModel.UNTIL_INTERRUPT));
    }

    @Override
    public long cycles() {
        return guarded(model::cycles);
    }

    /**
     * Makes a stream pause at random: a source idles between beats, or a sink is not ready.
     *
     * @param percent share of the cycles, 0 to 99
     * @param seed the same seed gives the same pauses
     */
    public void pauses(String stream, int percent, long seed) {
        run(() -> model.pauses(manifest.streams().indexOf(manifest.stream(stream)), checked(percent), seed));
    }

    /** Makes the register bus pause at random, each channel independently; see {@link #pauses}. */
    public void busPauses(int percent, long seed) {
        run(() -> model.pauses(BUS, checked(percent), seed));
    }

    private static int checked(int percent) {
        if (percent < 0 || percent > 99) {
            throw new IllegalArgumentException("pauses must be in 0..99 percent: percent=" + percent);
        }
        return percent;
    }

    /** Positions, ascending from 0, of the beats with tlast in the latest exchange of an out stream. */
    public long[] lasts(String stream) {
        return guarded(() -> model.lasts(manifest.streams().indexOf(manifest.stream(stream))));
    }

    /** The settled value of a port of the top module of at most 64 bits, zero-extended. */
    public long peek(String port) {
        return ByteBuffer.wrap(peekBytes(port, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /** The settled value of a port of the top module, little-endian, as many bytes as hold its bits. */
    public byte[] peekBytes(String port) {
        return peekBytes(port, 0);
    }

    private byte[] peekBytes(String name, int paddedBytes) {
        Manifest.Port port = port(name);
        if (paddedBytes != 0 && port.widthBits() > paddedBytes * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "port " + name + " is wider than 64 bits: widthBits=" + port.widthBits());
        }
        byte[] value = guarded(() -> model.peek(manifest.ports().indexOf(port), bytes(port)));
        return paddedBytes == 0 ? value : Arrays.copyOf(value, paddedBytes);
    }

    /** Sets an input port that no transactor drives; bits beyond its width are dropped. */
    public void poke(String port, long value) {
        poke(
                port,
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    /** Sets an input port that no transactor drives, little-endian; bits beyond its width are dropped. */
    public void poke(String name, byte[] value) {
        Manifest.Port port = port(name);
        if (port.direction() != Direction.IN) {
            throw new IllegalArgumentException("port " + name + " must be an input");
        }
        String bus = manifest.busPrefix();
        boolean driven = bus != null && name.startsWith(bus + "_")
                || manifest.streams().stream().anyMatch(s -> name.startsWith(s.name() + "_t"));
        if (driven) {
            throw new IllegalArgumentException("port " + name + " is driven by the simulation of its interface");
        }
        byte[] trimmed = Arrays.copyOf(value, bytes(port));
        if (port.widthBits() % Byte.SIZE != 0) {
            trimmed[trimmed.length - 1] &= (byte) ((1 << port.widthBits() % Byte.SIZE) - 1);
        }
        run(() -> model.poke(manifest.ports().indexOf(port), trimmed));
    }

    private static int bytes(Manifest.Port port) {
        return (port.widthBits() + Byte.SIZE - 1) / Byte.SIZE;
    }

    private Manifest.Port port(String name) {
        return manifest.ports().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("manifest of " + manifest.design() + " has no port " + name));
    }

    /**
     * Records the cycles {@code [fromCycle, toCycle)} since reset to a file, in the format that the model was built with.
     * Replaces a window set before. Outside the window, recording costs nothing.
     *
     * @throws IllegalStateException if the model was built without waves
     */
    public void recordWaves(Path file, long fromCycle, long toCycle) {
        if (compiled.options().waves() == Waves.NONE) {
            throw new IllegalStateException("the model of " + manifest.design() + " was built without waves");
        }
        run(() -> model.waves(file.toAbsolutePath(), fromCycle, toCycle));
    }

    /** Ends a recording before the end of its window. */
    public void closeWaves() {
        run(model::closeWaves);
    }

    /** What the design printed ({@code $display}) since the last call, at most the latest 64 KiB. */
    public String console() {
        return guarded(model::console);
    }

    @Override
    public void close() {
        model.close();
    }

    private void run(Runnable call) {
        guarded(() -> {
            call.run();
            return null;
        });
    }

    private <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (ModelFailureException e) {
            throw new FailureText(compiled).exception(e);
        }
    }
}
