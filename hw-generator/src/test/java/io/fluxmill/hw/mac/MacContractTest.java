// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pins of a matrix co-processor under random accesses, every cycle against {@link MacContractModel}: back to back, address first, data first, all strobes,
 * unaligned, unmapped, reads at any time, starts and loads while busy, registers written during a job, resets in the middle. {@code -Dmac.accesses=100000} for a
 * long run.
 */
@Tag("verilator")
class MacContractTest {
    private static final int ACCESSES = Integer.getInteger("mac.accesses", 10_000);
    private static final int COLUMNS = 2;
    private static final int[] LAYER = {
        MacContractModel.FORMAT,
        MacContractModel.ROWS,
        MacContractModel.COLUMNS,
        MacContractModel.DEPTH,
        MacContractModel.DEPTH_WORDS,
        MacContractModel.WEIGHT_BASE,
        MacContractModel.PARAMETER_BASE,
        MacContractModel.BIAS_SHIFT,
        MacContractModel.CLIP,
        MacContractModel.OUTPUT_ZERO
    };

    @TempDir
    private Path folder;

    private VerilatedTransport pins;
    private MacContractModel model;
    private Random random;

    /** What the bench holds on the bus until it is taken. */
    private boolean awvalid;

    private int awaddr;
    private boolean wvalid;
    private long wdata;
    private int wstrb;
    private boolean arvalid;
    private int araddr;
    private int hold;
    private int accesses;
    private int reads;
    private int starts;
    private int jobs;
    private int refusals;
    private int format;
    private int unknownRoundings;

    @Test
    void everyCycleIsAsTheDocumentSays() {
        compare(16, Set.of(), MacConfig.Registers.FULL);
    }

    @Test
    void everyCycleOfAnEngineWithShortRegisters() {
        compare(16, Set.of(), MacConfig.Registers.SHORT);
    }

    @Test
    void everyCycleOfAnInferenceEngineWithShortRegisters() {
        compare(31, EnumSet.of(Rounding.NEAREST_TWICE), MacConfig.Registers.SHORT);
    }

    @Test
    void everyCycleOfAnEngineWithOtherRoundings() {
        compare(31, EnumSet.of(Rounding.NEAREST_UP, Rounding.FLOAT32), MacConfig.Registers.FULL);
        assertTrue(unknownRoundings > ACCESSES / 500, "starts with a rounding that is not there: " + unknownRoundings);
    }

    private void compare(int rescaleBits, Set<Rounding> roundings, MacConfig.Registers registers) {
        MacConfig config = new MacConfig(
                        "torture",
                        2,
                        COLUMNS,
                        List.of(NumberFormats.of("INT8"), NumberFormats.of("INT4")),
                        List.of(NumberFormats.of("INT16")),
                        64,
                        16,
                        4,
                        2,
                        16,
                        1,
                        rescaleBits,
                        roundings)
                .withOptions(MacOptions.DEFAULT.withRegisters(registers));
        Design design = config.generate();
        Generator.write(design, folder);
        // Without bus, streams and interrupt nothing but this test drives a pin.
        Manifest manifest = Manifest.builder("torture", "mac")
                .hash(design.manifest().hash())
                .ports(design.manifest().ports())
                .build();
        int mask = 0b11;
        for (Rounding rounding : roundings) {
            mask |= 1 << rounding.code();
        }
        model = new MacContractModel(new MacContractModel.Sizes(
                COLUMNS,
                2,
                3,
                64,
                16,
                4,
                rescaleBits == 16 ? 6 : 8,
                mask,
                registers == MacConfig.Registers.SHORT,
                0x464D4143L,
                Long.parseLong(manifest.hash(), 16)));
        random = new Random(Long.getLong("mac.seed", 1));
        try (VerilatedTransport opened = VerilatedTransport.open(Verilator.build(manifest, folder, Options.FAST))) {
            pins = opened;
            long cycle = 0;
            for (; accesses < ACCESSES; cycle++) {
                cycle(cycle);
            }
            assertTrue(cycle > ACCESSES, "cycles: " + cycle);
        }
        String coverage = String.format("reads %d, starts %d, jobs %d, refusals %d", reads, starts, jobs, refusals);
        assertTrue(
                reads > ACCESSES / 4 && jobs > ACCESSES / 1_000 && starts > jobs && refusals > ACCESSES / 500,
                coverage);
    }

    private void cycle(long cycle) {
        boolean reset = random.nextInt(8_000) == 0;
        offer();
        boolean bready = random.nextInt(3) != 0;
        boolean rready = random.nextInt(3) != 0;
        boolean weightValid = random.nextInt(3) != 0;
        boolean activationValid = random.nextInt(4) != 0;
        boolean resultReady = random.nextInt(3) != 0;
        pins.poke("reset", reset ? 1 : 0);
        pins.poke("s_axi_awvalid", awvalid ? 1 : 0);
        pins.poke("s_axi_awaddr", awaddr);
        pins.poke("s_axi_wvalid", wvalid ? 1 : 0);
        pins.poke("s_axi_wdata", wdata);
        pins.poke("s_axi_wstrb", wstrb);
        pins.poke("s_axi_bready", bready ? 1 : 0);
        pins.poke("s_axi_arvalid", arvalid ? 1 : 0);
        pins.poke("s_axi_araddr", araddr);
        pins.poke("s_axi_rready", rready ? 1 : 0);
        pins.poke("s_axis_wgt_tvalid", weightValid ? 1 : 0);
        pins.poke("s_axis_act_tvalid", activationValid ? 1 : 0);
        pins.poke("s_axis_act_tdata", random.nextInt());
        pins.poke("m_axis_res_tready", resultReady ? 1 : 0);

        check(cycle, "s_axi_awready", model.awready());
        check(cycle, "s_axi_wready", model.wready());
        check(cycle, "s_axi_bvalid", model.bvalid());
        check(cycle, "s_axi_arready", model.arready());
        check(cycle, "s_axi_rvalid", model.rvalid());
        check(cycle, "s_axis_wgt_tready", model.loading());
        check(cycle, "irq", model.interrupt());
        if (model.bvalid()) {
            assertEquals(0, pins.peek("s_axi_bresp"), "bresp in cycle " + cycle);
        }
        if (model.rvalid()) {
            long mask = model.rdataMask() & 0xFFFF_FFFFL;
            assertEquals(
                    model.rdata() & mask,
                    pins.peek("s_axi_rdata") & mask,
                    String.format("rdata of 0x%02X in cycle %d", araddr, cycle));
            assertEquals(0, pins.peek("s_axi_rresp"), "rresp in cycle " + cycle);
        }
        boolean offered = pins.peek("m_axis_res_tvalid") != 0;
        boolean moves = offered && resultReady && !reset;
        boolean last = pins.peek("m_axis_res_tlast") != 0;
        if (!model.busy()) {
            check(cycle, "m_axis_res_tvalid", false);
            check(cycle, "s_axis_act_tready", false);
        } else if (offered) {
            assertEquals(model.lastResult(), last, "tlast in cycle " + cycle);
        }
        jobs += moves && last ? 1 : 0;
        boolean wasAddress = awvalid && model.awready();
        boolean wasData = wvalid && model.wready();
        boolean wasRead = arvalid && model.arready();
        model.clock(new MacContractModel.Inputs(
                reset,
                awvalid,
                awaddr,
                wvalid,
                wdata,
                wstrb,
                bready,
                arvalid,
                araddr,
                rready,
                weightValid,
                moves,
                last));
        pins.step(1);
        if (reset || wasAddress) {
            awvalid = false;
        }
        if (reset || wasData) {
            wvalid = false;
        }
        if (wasRead && !reset) {
            reads++;
            accesses++;
        }
        if (reset || wasRead) {
            arvalid = false;
        }
    }

    private void check(long cycle, String port, boolean expected) {
        assertEquals(expected, pins.peek(port) != 0, port + " in cycle " + cycle);
    }

    /** Begins accesses: address and data of a write together or one after the other, reads beside them. */
    private void offer() {
        if (hold > 0) {
            hold--;
        }
        if (pendingData) {
            if (random.nextInt(3) == 0 && !wvalid) {
                wvalid = true;
                pendingData = false;
            }
        } else if (pendingAddress) {
            if (random.nextInt(3) == 0 && !awvalid) {
                awvalid = true;
                pendingAddress = false;
            }
        } else if (!awvalid && !wvalid && hold == 0 && random.nextInt(3) != 0) {
            choose();
            accesses++;
            int order = random.nextInt(3);
            awvalid = order != 1;
            wvalid = order != 2;
            pendingAddress = order == 1;
            pendingData = order == 2;
            hold = random.nextInt(6) == 0 ? random.nextInt(60) : 0;
        }
        if (!arvalid && random.nextInt(3) == 0) {
            arvalid = true;
            araddr = random.nextInt(3) == 0 ? MacContractModel.STATUS : random.nextInt(256);
        }
    }

    private boolean pendingData;
    private boolean pendingAddress;

    /** A write that means something often enough. */
    private void choose() {
        wstrb = random.nextInt(4) == 0 ? random.nextInt(16) : 15;
        int kind = random.nextInt(10);
        if (kind < 4) {
            awaddr = LAYER[random.nextInt(LAYER.length)];
            wdata = layer(awaddr);
        } else if (kind < 6) {
            awaddr = MacContractModel.CONTROL;
            wdata = random.nextInt(8);
            starts += (wdata & 1) != 0 && wstrb == 15 ? 1 : 0;
            int round = format >> 16 & 7;
            unknownRoundings += (wdata & 1) != 0 && (round == 3 || round > 4) ? 1 : 0;
        } else if (kind == 6) {
            awaddr = MacContractModel.STATUS;
            wdata = random.nextInt(16);
        } else if (kind == 7) {
            awaddr = random.nextBoolean() ? MacContractModel.LOAD_ADDRESS : MacContractModel.LOAD_BEATS;
            wdata = random.nextInt(random.nextInt(3) == 0 ? 80 : 8);
        } else if (kind == 8) {
            awaddr = MacContractModel.LOAD_CONTROL;
            wdata = random.nextInt(4);
            refusals += model.busy() || model.loading() || wdata == 3 ? 1 : 0;
        } else {
            awaddr = random.nextInt(256);
            wdata = random.nextInt() & 0xFFFF_FFFFL & random.nextInt();
            if ((awaddr & ~3) == MacContractModel.ROWS) {
                wdata &= 0xF;
            }
        }
        awaddr |= random.nextInt(4) == 0 ? random.nextInt(4) : 0;
        wdata &= 0xFFFF_FFFFL;
    }

    private long layer(int register) {
        boolean wild = random.nextInt(20) == 0;
        return switch (register) {
            case MacContractModel.FORMAT -> format = random.nextInt(wild ? 4 : 2)
                    | random.nextInt(wild ? 5 : 3) << 8
                    | (random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(3)) << 16;
            case MacContractModel.ROWS -> random.nextInt(wild ? 2 : 5);
            case MacContractModel.COLUMNS -> random.nextInt(wild ? 12 : 5);
            case MacContractModel.DEPTH -> 1 + random.nextInt(8);
            case MacContractModel.DEPTH_WORDS -> random.nextInt(wild ? 20 : 5);
            case MacContractModel.WEIGHT_BASE -> random.nextInt(wild ? 70 : 40);
            case MacContractModel.PARAMETER_BASE -> random.nextInt(wild ? 6 : 3);
            case MacContractModel.BIAS_SHIFT -> random.nextInt(16);
            default -> random.nextInt();
        };
    }
}
