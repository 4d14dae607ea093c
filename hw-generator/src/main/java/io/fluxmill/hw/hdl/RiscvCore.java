// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;
import scala.runtime.BoxedUnit;
import spinal.core.BaseType;
import spinal.core.Bits;
import spinal.core.Component;
import spinal.core.UInt;
import spinal.lib.cpu.riscv.impl.IrqUsage;
import spinal.lib.cpu.riscv.impl.RiscvCoreConfig;
import spinal.lib.cpu.riscv.impl.extension.BarrelShifterFullExtension;
import spinal.lib.cpu.riscv.impl.extension.DivExtension;
import spinal.lib.cpu.riscv.impl.extension.MulExtension;
import spinal.lib.cpu.riscv.impl.extension.NativeDataBusExtension;
import spinal.lib.cpu.riscv.impl.extension.NativeInstructionBusExtension;
import spinal.lib.cpu.riscv.impl.extension.SimpleInterruptExtension;
import spinal.lib.cpu.riscv.impl.static$;
import spinal.lib.cpu.riscv.impl.sync$;
import spinal.lib.math.MixedDivider;

/**
 * SpinalHDL library's RV32IM core as a child of the module that is being described: five stages, static branch prediction,
 * multiplier, divider, barrel shifter, interrupts by its custom-0 instructions. {@code io.fluxmill.hw.parts.RiscvCpu} makes
 * simple buses of these signals; docs/soc.md has the core's limits.
 */
public final class RiscvCore {
    /** Interrupt number of the first pin; 0 is unused by us, 1 is the trap of unaligned accesses. */
    public static final int FIRST_PIN = 2;

    public final Bit iCommandValid;
    public final Bit iCommandReady;
    public final Word iCommandPc;
    public final Bit iResponseValid;
    public final Bit iResponseReady;
    public final Word iResponsePc;
    public final Word iResponseInstruction;
    public final Bit dCommandValid;
    public final Bit dCommandReady;
    public final Bit dCommandWrite;
    public final Word dCommandAddress;
    public final Word dCommandData;
    public final Word dCommandSize;
    public final Bit dResponseValid;
    public final Word dResponseData;

    private RiscvCore(NativeInstructionBusExtension instructions, NativeDataBusExtension data) {
        var i = instructions.memBus();
        iCommandValid = new Bit(i.cmd().valid(), true);
        iCommandReady = new Bit(i.cmd().ready(), true);
        iCommandPc = new Word(i.cmd().payload().pc(), true);
        iResponseValid = new Bit(i.rsp().valid(), true);
        iResponseReady = new Bit(i.rsp().ready(), true);
        iResponsePc = new Word(i.rsp().payload().pc(), true);
        iResponseInstruction = driver("core_instruction", i.rsp().payload().instruction());
        var d = data.memBus();
        dCommandValid = new Bit(d.cmd().valid(), true);
        dCommandReady = new Bit(d.cmd().ready(), true);
        dCommandWrite = new Bit(d.cmd().payload().wr(), true);
        dCommandAddress = new Word(d.cmd().payload().address(), true);
        dCommandData = new Word(d.cmd().payload().data().asUInt(), true);
        dCommandSize = new Word(d.cmd().payload().size(), true);
        dResponseValid = new Bit(d.rsp().valid(), true);
        dResponseData = driver("core_response", d.rsp().payload());
    }

    /** A word that drives bits. */
    private static Word driver(String name, Bits target) {
        Word word = Module.wire(target.getWidth()).named(name);
        target.$colon$eq(word.raw().asBits(), Source.here());
        return word;
    }

    /**
     * Adds the core to a module.
     *
     * @param resetVector byte address of the first instruction
     * @param trapVector byte address of the handler of traps and interrupts
     * @param pins interrupt lines, level-sensitive; pin p has number {@link #FIRST_PIN} + p
     */
    public static RiscvCore in(Module parent, int resetVector, int trapVector, Word pins) {
        RiscvCoreConfig config = new RiscvCoreConfig(
                32,
                32,
                BigInt.apply(resetVector),
                true,
                true,
                true,
                true,
                true,
                static$.MODULE$,
                sync$.MODULE$,
                true,
                4,
                2,
                0,
                1);
        config.add(new MulExtension());
        config.add(new DivExtension());
        config.add(new BarrelShifterFullExtension());
        SimpleInterruptExtension interrupts = new SimpleInterruptExtension(trapVector);
        for (int p = 0; p < pins.width(); p++) {
            interrupts.addIrq(FIRST_PIN + p, pins.bit(p).raw(), new IrqUsage(false), "interrupt_" + p);
        }
        config.add(interrupts);
        var instructions = config.add(new NativeInstructionBusExtension());
        var data = config.add(new NativeDataBusExtension());
        Component core = new spinal.lib.cpu.riscv.impl.RiscvCore(config);
        CollectionConverters.asJava(core.children()).stream()
                .filter(MixedDivider.class::isInstance)
                .forEach(divider -> correctDivisionByZero((MixedDivider) divider));
        parent.valCallback(core, "core");
        core.postInitCallback();
        return new RiscvCore(instructions, data);
    }

    /**
     * The library negates the quotient, all ones by then, of a negative dividend and zero. RISC-V wants all ones: the context's
     * bit 0, "negate", is taken back.
     */
    private static void correctDivisionByZero(MixedDivider mixed) {
        UInt denominator = (UInt) port(mixed.divider(), "io_cmd_payload_denominator");
        Bits context = (Bits) port(mixed.divider(), "io_cmd_payload_context");
        mixed.rework(() -> {
            Module.when(new Word(denominator).isZero(), () -> context.apply(0)
                    .$colon$eq(Bit.of(false).raw(), Source.here()));
            return BoxedUnit.UNIT;
        });
    }

    private static BaseType port(Component component, String name) {
        return CollectionConverters.asJava(component.getAllIo()).stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new HdlException("SpinalHDL's divider has no port " + name));
    }
}
