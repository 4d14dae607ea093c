// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.calibrate.Calibration;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.device.Device;
import io.fluxmill.graph.Network;
import io.fluxmill.graph.Network.Activation;
import io.fluxmill.graph.Network.Geometry;
import io.fluxmill.graph.Network.MatrixLayer;
import io.fluxmill.graph.Network.Shape;
import io.fluxmill.graph.QuantizedNetwork;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.map.MacMapping;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.precision.QuantizationPlan;
import io.fluxmill.precision.Quantizer;
import io.fluxmill.runtime.ProgramRunner;
import io.fluxmill.runtime.RunOptions;
import io.fluxmill.runtime.SfqEngine;
import io.fluxmill.transport.SerialTransport;
import io.fluxmill.transport.TransportException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * What an engine is driven with to see that two implementations of it do the same: small random programs of its family through the driver, then random
 * accesses to its registers. Nothing is expected of the results here.
 */
final class EngineVectors {
    /** To be raised with what is driven. */
    static final String VERSION = "3";

    private static final int SAMPLES = 2;
    private static final int RUN_QUANTA = 300;
    private static final int PULSE_DISTANCE = 40;
    private static final int MOST_ACCESSES = 400;
    /** Of the simulation, for accesses before programs and until no program is begun. */
    private static final double FIRST_SHARE = 0.3;

    private static final double PROGRAM_SHARE = 0.6;

    private final BoardDesign design;
    private final SerialTransport link;
    private final Random random;
    private final DoubleSupplier spent;
    private long accesses;

    /** @param spent share of the simulation that is over; from 1 on nothing is begun */
    EngineVectors(BoardDesign design, SerialTransport link, Random random, DoubleSupplier spent) {
        this.design = design;
        this.link = link;
        this.random = random;
        this.spent = spent;
    }

    /** Drives it and answers how many programs and accesses that were. */
    long drive() {
        link.reset();
        Device device = new Device(design.engine(), link);
        device.identify();
        accesses = 1;
        registers(FIRST_SHARE);
        if (design.config().engine() instanceof MacConfig mac) {
            programs(device, mac);
        } else if (design.config().engine() instanceof SfqConfig sfq) {
            pulses(device, sfq.netlist());
        }
        registers(1);
        return accesses;
    }

    /** A dense layer in each format. */
    private void programs(Device device, MacConfig mac) {
        for (NumberFormat format : mac.formats()) {
            if (spent.getAsDouble() >= PROGRAM_SHARE) {
                return;
            }
            Network network = network(mac);
            float[][] samples = new float[SAMPLES][(mac.rows() + 1)];
            for (float[] sample : samples) {
                for (int i = 0; i < sample.length; i++) {
                    sample[i] = (float) random.nextGaussian();
                }
            }
            QuantizedNetwork quantized = Quantizer.quantize(
                    network,
                    QuantizationPlan.uniform(mac.formats(), mac.resultFormats(), format),
                    Calibration.calibrate(network, samples));
            MacProgram program = MacMapping.map(quantized, design.engine());
            short[] codes = new short[SAMPLES * (mac.rows() + 1)];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) (random.nextInt() & (1 << format.widthBits()) - 1);
            }
            new ProgramRunner(device, program).run(codes, SAMPLES, RunOptions.RESULT);
            accesses++;
        }
    }

    private Network network(MacConfig mac) {
        Shape in = new Shape(mac.rows() + 1, 1, 1);
        Shape out = new Shape(mac.columns() + 1, 1, 1);
        float[] weights = new float[out.elements() * in.elements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        double[] gain = new double[out.elements()];
        Arrays.fill(gain, 1);
        double[] bias = random.doubles(out.elements(), -0.5, 0.5).toArray();
        MatrixLayer layer = new MatrixLayer(
                "layer",
                "input",
                "layer",
                in,
                out,
                Geometry.dense(in),
                weights,
                gain,
                bias,
                Activation.RELU,
                null,
                null);
        return new Network("vectors", in, 1, 0, null, List.of(layer), false);
    }

    /** Random pulses on all inputs. */
    private void pulses(Device device, Netlist netlist) {
        SfqEngine engine = new SfqEngine(device, netlist);
        for (int run = 0; run < 2 && spent.getAsDouble() < PROGRAM_SHARE; run++) {
            Map<String, long[]> stimuli = new HashMap<>();
            for (String net : netlist.inputs()) {
                stimuli.put(
                        net,
                        random.longs(RUN_QUANTA / PULSE_DISTANCE, 0, RUN_QUANTA)
                                .sorted()
                                .distinct()
                                .toArray());
            }
            engine.run(stimuli, RUN_QUANTA);
            accesses++;
        }
    }

    /** Reads and writes random registers. */
    private void registers(double until) {
        List<Register> all = design.engine().registers();
        for (int i = 0; i < MOST_ACCESSES && spent.getAsDouble() < until; i++) {
            Register register = all.get(random.nextInt(all.size()));
            if (register.access() == Access.RO || random.nextBoolean()) {
                read(register);
            } else {
                // Few bits, so that fields get values that they allow, too.
                write(register, random.nextInt() & random.nextInt(1 << 16));
            }
        }
        link.reset();
    }

    private void read(Register register) {
        try {
            link.read(register.offset());
        } catch (TransportException refused) {
            // An error answer is an answer.
        }
        accesses++;
    }

    private void write(Register register, int value) {
        try {
            link.write(register.offset(), value);
            link.flush();
        } catch (TransportException refused) {
            // An error answer is an answer.
        }
        accesses++;
    }
}
