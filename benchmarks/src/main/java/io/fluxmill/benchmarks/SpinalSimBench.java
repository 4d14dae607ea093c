// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.benchmarks.SpinalSimSide.Style;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.protocol.AxiLiteSignal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;
import scala.runtime.BoxedUnit;
import spinal.core.BaseType;
import spinal.core.BitVector;
import spinal.core.Bool;
import spinal.core.Component;
import spinal.core.sim.package$;
import spinal.sim.SimThread;

/**
 * A test bench as SpinalSim's documentation has it: peeks and pokes of the ports around clock samplings. Bits go through
 * SpinalSim's cached proxies and beats are converted to its integers beforehand, so that only simulation is measured.
 */
final class SpinalSimBench {
    private static final package$ SIM = package$.MODULE$;
    private static final int RESET_CYCLES = 32;

    private final Map<String, BaseType> ports = new HashMap<>();
    private final Map<String, SimBit> bits = new HashMap<>();
    private final SimClock clock;
    private final Manifest manifest;
    private final Style style;
    private final long period;
    private final Map<Step.Exchange, BigInt[]> beats = new IdentityHashMap<>();
    private Feed feed;
    private Drain drain;

    SpinalSimBench(Component top, Manifest manifest, Style style, long period) {
        this.manifest = manifest;
        this.style = style;
        this.period = period;
        CollectionConverters.asJava(top.getAllIo()).forEach(port -> ports.put(port.getName(), port));
        clock = SimClock.of(top);
    }

    void reset() {
        for (Manifest.Port port : manifest.ports()) {
            boolean driven = port.name().equals(manifest.clock()) || port.name().equals(manifest.reset());
            if (port.direction() == Direction.IN && !driven) {
                poke(port.name(), port.name().endsWith("_wstrb") ? (1 << port.widthBits()) - 1 : 0);
            }
        }
        clock.start(period);
        for (int i = 0; i < RESET_CYCLES; i++) {
            clock.waitSampling();
        }
        if (style == Style.CALLBACKS) {
            clock.onSamplings(() -> {
                if (feed == null) {
                    return;
                }
                feed.sampled();
                drain.sampled();
            });
        }
    }

    /** Prepares the beats of a step. */
    void prepare(Step step) {
        if (step instanceof Step.Exchange e) {
            int bytes = manifest.stream(e.source()).beatBytes();
            BigInt[] values = new BigInt[e.data().limit() / bytes];
            byte[] reversed = new byte[bytes];
            for (int i = 0; i < values.length; i++) {
                for (int b = 0; b < bytes; b++) {
                    reversed[bytes - 1 - b] = e.data().get(i * bytes + b);
                }
                values[i] = new BigInt(new BigInteger(1, reversed));
            }
            beats.put(e, values);
        }
    }

    void play(Step step) {
        if (step instanceof Step.Write w) {
            write(w.address(), w.value());
        } else if (step instanceof Step.AwaitClear a) {
            while ((read(a.address()) & a.mask()) != 0) {
                clock.waitSampling();
            }
        } else if (step instanceof Step.Exchange e) {
            exchange(e);
        }
    }

    private void write(int address, int value) {
        poke(port(AxiLiteSignal.AWADDR), address);
        poke(port(AxiLiteSignal.WDATA), value & 0xFFFF_FFFFL);
        set(port(AxiLiteSignal.AWVALID), true);
        set(port(AxiLiteSignal.WVALID), true);
        boolean addressTaken = false;
        boolean dataTaken = false;
        while (!addressTaken || !dataTaken) {
            clock.waitSampling();
            addressTaken |= high(port(AxiLiteSignal.AWREADY));
            dataTaken |= high(port(AxiLiteSignal.WREADY));
            set(port(AxiLiteSignal.AWVALID), !addressTaken);
            set(port(AxiLiteSignal.WVALID), !dataTaken);
        }
        answer(AxiLiteSignal.BREADY, AxiLiteSignal.BVALID);
    }

    private int read(int address) {
        poke(port(AxiLiteSignal.ARADDR), address);
        set(port(AxiLiteSignal.ARVALID), true);
        await(port(AxiLiteSignal.ARREADY));
        set(port(AxiLiteSignal.ARVALID), false);
        answer(AxiLiteSignal.RREADY, AxiLiteSignal.RVALID);
        return (int) peek(port(AxiLiteSignal.RDATA)).longValue();
    }

    private void answer(AxiLiteSignal ready, AxiLiteSignal valid) {
        set(port(ready), true);
        await(port(valid));
        set(port(ready), false);
    }

    private String port(AxiLiteSignal signal) {
        return signal.port(manifest.busPrefix());
    }

    private void await(String port) {
        if (style == Style.THREADS_WHERE) {
            clock.waitSamplingWhere(() -> high(port));
            return;
        }
        do {
            clock.waitSampling();
        } while (!high(port));
    }

    private void exchange(Step.Exchange e) {
        feed = new Feed(e.source(), beats.get(e));
        drain = new Drain(e.sink(), e.results());
        if (style == Style.CALLBACKS) {
            clock.waitSamplingWhere(() -> feed.done() && drain.done());
            return;
        }
        SimThread source = fork(feed::run);
        SimThread sink = fork(drain::run);
        source.join();
        sink.join();
    }

    private static SimThread fork(Runnable body) {
        return SIM.fork(() -> {
            body.run();
            return BoxedUnit.UNIT;
        });
    }

    private void set(String port, boolean value) {
        bit(port).set(value);
    }

    private boolean high(String port) {
        return bit(port).high();
    }

    private SimBit bit(String port) {
        return bits.computeIfAbsent(port, p -> SimBit.of((Bool) ports.get(p)));
    }

    private void poke(String port, long value) {
        SIM.setLong(ports.get(port), value);
    }

    private BigInt peek(String port) {
        return SIM.SimBitVectorPimper((BitVector) ports.get(port)).toBigInt();
    }

    /** Drives a stream into the design. */
    private final class Feed {
        private final BigInt[] data;
        private final BaseType tdata;
        private final SimBit tvalid;
        private final SimBit tready;
        private int next;

        Feed(String stream, BigInt[] data) {
            this.data = data;
            tdata = ports.get(stream + "_tdata");
            tvalid = bit(stream + "_tvalid");
            tready = bit(stream + "_tready");
            SIM.setBigInt(tdata, data[0]);
            tvalid.set(true);
        }

        boolean done() {
            return next == data.length;
        }

        void run() {
            while (!done()) {
                if (style == Style.THREADS_WHERE) {
                    clock.waitSamplingWhere(tready::high);
                } else {
                    clock.waitSampling();
                }
                sampled();
            }
        }

        void sampled() {
            if (done() || !tready.high()) {
                return;
            }
            next++;
            if (done()) {
                tvalid.set(false);
            } else {
                SIM.setBigInt(tdata, data[next]);
            }
        }
    }

    /** Takes a stream out of the design; without a stream it is done at once. */
    private final class Drain {
        private final ByteBuffer results;
        private final int bytes;
        private final String stream;
        private int next;

        Drain(String stream, ByteBuffer results) {
            this.stream = stream;
            this.results = results;
            bytes = stream == null ? 0 : manifest.stream(stream).beatBytes();
            if (stream != null) {
                set(stream + "_tready", true);
            }
        }

        boolean done() {
            return stream == null || next == results.limit();
        }

        void run() {
            while (!done()) {
                if (style == Style.THREADS_WHERE) {
                    clock.waitSamplingWhere(() -> high(stream + "_tvalid"));
                } else {
                    clock.waitSampling();
                }
                sampled();
            }
        }

        void sampled() {
            if (done() || !high(stream + "_tvalid")) {
                return;
            }
            byte[] value = peek(stream + "_tdata").toByteArray();
            for (int b = 0; b < bytes; b++) {
                int from = value.length - 1 - b;
                results.put(next + b, from >= 0 ? value[from] : 0);
            }
            next += bytes;
            if (done()) {
                set(stream + "_tready", false);
            }
        }
    }
}
