// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.BusFault;
import io.fluxmill.core.protocol.BusLayout;
import io.fluxmill.core.protocol.BusRegister;
import java.util.Arrays;
import java.util.List;

/** The bus design's own registers: the one description that RTL, manifest, header and documents come from. */
final class BusRegisters {
    /** The one field of a register that has no others. */
    private static final String VALUE = "value";

    private BusRegisters() {}

    /**
     * The registers with their values after reset.
     *
     * @param hash of the whole design, or its placeholder
     * @param engineHash configuration hash of the engine
     */
    static RegisterMap of(BusConfig config, List<Stream> streams, long hash, long engineHash) {
        RegisterMap.Builder map = RegisterMap.from(BusLayout.REGISTERS);
        map.constant(
                at(map, BusRegister.ID),
                RegisterMap.identification(BusLayout.ID),
                "identification, \"" + BusLayout.ID + "\"",
                VALUE);
        map.constant(at(map, BusRegister.VERSION), BusLayout.VERSION, "version of the register map", VALUE);
        map.constant(at(map, BusRegister.HASH), hash, "hash of the whole design", VALUE);
        map.constant(at(map, BusRegister.ENGINE_HASH), engineHash, "configuration hash of the engine", VALUE);
        map.constant(at(map, BusRegister.CLOCK_HZ), config.clockHz(), "frequency of the clock", VALUE);
        map.constant(at(map, BusRegister.BUFFER_BYTES), config.bufferBytes(), "bytes of each stream's queue", VALUE);
        map.constant(at(map, BusRegister.STREAMS), streams.size(), "streams of the engine", VALUE);
        map.word(at(map, BusRegister.SESSION), RW, "number of the host that opened it last", VALUE);
        state(map);
        run(map);
        for (int i = 0; i < streams.size(); i++) {
            stream(map, i, streams.get(i));
        }
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            map.at(BusLayout.window(i));
            String text = "window of " + stream.name() + ", 4 KiB, every word the same";
            map.word("BUS_DATA_" + i, stream.into() ? WO : RO, text, VALUE);
        }
        return map.build();
    }

    private static void state(RegisterMap.Builder map) {
        map.register(
                at(map, BusRegister.STATUS),
                RO,
                "state of the engine and of its run",
                flag("interrupt", 0, RO, "the engine's interrupt"),
                flag("running", 1, RO, "the engine runs or is in reset"),
                flag("reached", 2, RO, "the latest run ended because a condition held"));
        Field[] faults = Arrays.stream(BusFault.values())
                .map(f -> flag(f.field(), f.bit(), W1C, f.meaning()))
                .toArray(Field[]::new);
        map.register(at(map, BusRegister.FAULTS), W1C, "accesses that could not be carried out", faults);
        map.word(at(map, BusRegister.FAULT_ADDRESS), RO, "address of the first fault since BUS_FAULTS was 0", VALUE);
        map.register(
                at(map, BusRegister.IRQ_ENABLE),
                RW,
                "what raises irq",
                flag("ended", 0, RW, "the end of a run raises irq"));
        map.register(at(map, BusRegister.IRQ), W1C, "what has happened", flag("ended", 0, W1C, "a run has ended"));
    }

    private static void run(RegisterMap.Builder map) {
        map.word(at(map, BusRegister.LIMIT_LOW), RW, "limit of a run in cycles, bits 31..0", VALUE);
        map.register(
                at(map, BusRegister.LIMIT_HIGH),
                RW,
                "limit of a run in cycles, bits 39..32",
                field(VALUE, 0, 8, RW, VALUE));
        map.register(
                at(map, BusRegister.START),
                WO,
                "begins a run until one of these holds",
                flag("moved", 0, WO, "all transfers have moved"),
                flag("interrupt", 1, WO, "the engine's interrupt is high"));
        map.register(
                at(map, BusRegister.CANCEL),
                WO,
                "drops the transfers and stops the run",
                flag("reset", 0, WO, "resets the engine, too"));
        map.word(at(map, BusRegister.CYCLES_LOW), RO, "enabled cycles since the engine's reset, bits 31..0", VALUE)
                .readsAct();
        map.word(at(map, BusRegister.CYCLES_HIGH), RO, "bits 39..32, of the time when LOW was read", VALUE);
    }

    private static void stream(RegisterMap.Builder map, int number, Stream stream) {
        String name = stream.name();
        map.at(BusLayout.left(number));
        map.word(left(number), RW, "beats of " + name + " left; writing begins a transfer", VALUE);
        String level = stream.into() ? "bytes that the queue of " + name + " takes" : "bytes in the queue of " + name;
        map.at(BusLayout.level(number));
        map.word(level(number), RO, level, VALUE);
    }

    /** The name of the register that is added next, and its place. */
    private static String at(RegisterMap.Builder map, BusRegister register) {
        map.at(register.address());
        return register.register();
    }

    /** Name of the register of a stream's beats. */
    static String left(int stream) {
        return "BUS_LEFT_" + stream;
    }

    /** Name of the register with the bytes in a stream's queue, or with its room. */
    static String level(int stream) {
        return "BUS_LEVEL_" + stream;
    }
}
