// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import io.fluxmill.core.protocol.AxiStreamSignal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes a generated design to everything outside the generator: the driver, the simulator bridge and the mapper know hardware only through
 * this. Written next to the Verilog as {@code <design>.manifest.json}.
 *
 * @param design name of the top module and of the files
 * @param family {@code mac}, {@code pulse}, {@code pulse-soc}, {@code soc}, {@code spiking} or {@code sfq}
 * @param hash 32-bit configuration hash in hex (8 digits); the hardware answers it in register CONFIG_HASH
 * @param verilog file names, relative to the manifest
 * @param clock name of the clock port
 * @param reset name of the synchronous, active-high reset port
 * @param interrupt name of the interrupt output, or null
 * @param busPrefix prefix of the AXI4-Lite slave's ports, for example {@code s_axi}
 * @param busAddressBits width of the AXI4-Lite addresses
 * @param ports every port of the top module
 * @param registers the register map, ascending offsets
 * @param streams AXI4-Stream ports
 * @param memories on-chip memories
 * @param parameters derived numbers by name, in camelCase ({@code rows}, {@code columns}, {@code weightWords}, ...)
 * @param formats number formats by hardware index: formats.get(i) is selected by writing i; an entry {@code INT4 x INT8} is a pair of operands, weights first, and no
 *     format of results
 */
public record Manifest(
        String design,
        String family,
        String hash,
        List<String> verilog,
        String clock,
        String reset,
        String interrupt,
        String busPrefix,
        int busAddressBits,
        List<Port> ports,
        List<Register> registers,
        List<Stream> streams,
        List<Memory> memories,
        Map<String, Long> parameters,
        List<String> formats) {
    /** Takes copies; {@code parameters} keeps its order. */
    public Manifest {
        verilog = List.copyOf(verilog);
        ports = List.copyOf(ports);
        registers = List.copyOf(registers);
        streams = List.copyOf(streams);
        memories = List.copyOf(memories);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        formats = List.copyOf(formats);
    }

    /** A manifest of one Verilog file {@code <design>.v}, with clock {@code clk} and reset {@code reset}, and nothing else yet. */
    public static Builder builder(String design, String family) {
        return new Builder(design, family);
    }

    /** A builder that starts with everything in this manifest. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A port of the top module. */
    public record Port(String name, Direction direction, int widthBits) {}

    /**
     * A 32-bit register.
     *
     * @param reset value after reset
     */
    public record Register(String name, int offset, Access access, long reset, String description, List<Field> fields) {
        /** Takes a copy. */
        public Register {
            fields = List.copyOf(fields);
        }

        /**
         * A field by name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Field field(String field) {
            return fields.stream()
                    .filter(f -> f.name().equals(field))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("register " + name + " has no field " + field));
        }

        /** The same register with another name, at another place. */
        public Register moved(String newName, int newOffset) {
            return new Register(newName, newOffset, access, reset, description, fields);
        }
    }

    /** Bits {@code lsb + widthBits - 1 .. lsb} of a register. */
    public record Field(String name, int lsb, int widthBits, Access access, String description) {
        /** A register's word with ones in this field alone. */
        public int mask() {
            return (int) (largest() << lsb);
        }

        /**
         * A register's word with this value in the field, zero elsewhere; words of several fields are put together with {@code |}.
         *
         * @param value unsigned
         * @throws IllegalArgumentException if it does not fit
         */
        public int place(long value) {
            if (value < 0 || value > largest()) {
                throw new IllegalArgumentException(name + " must be in 0.." + largest() + ": " + name + "=" + value);
            }
            return (int) (value << lsb);
        }

        /** The field's value in a register's word, unsigned. */
        public long of(int word) {
            return (word & 0xFFFF_FFFFL) >>> lsb & largest();
        }

        private long largest() {
            return (1L << widthBits) - 1;
        }
    }

    /**
     * An AXI4-Stream port: {@code <name>_tdata, _tvalid, _tready} and, if {@code last}, {@code _tlast}.
     *
     * @param direction into the design or out of it
     * @param dataBits a multiple of 8; little-endian in memory
     */
    public record Stream(String name, Direction direction, int dataBits, boolean last) {
        /** Bytes of a beat. */
        public int beatBytes() {
            return dataBits / 8;
        }

        /** Whether it goes into the design. */
        public boolean into() {
            return direction == Direction.IN;
        }

        /** The name of one of its ports. */
        public String port(AxiStreamSignal signal) {
            return signal.port(name);
        }
    }

    public record Memory(String name, int depthWords, int widthBits) {}

    /** A parameter by name. */
    public long parameter(String name) {
        Long value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("manifest of " + design + " has no parameter " + name);
        }
        return value;
    }

    /** A register by name. */
    public Register register(String name) {
        return registers.stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("manifest of " + design + " has no register " + name));
    }

    /** A stream by name. */
    public Stream stream(String name) {
        return streams.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("manifest of " + design + " has no stream " + name));
    }

    /** Collects a manifest; what is not given is empty or absent. */
    public static final class Builder {
        private final String design;
        private String family;
        private String hash = "00000000";
        private List<String> verilog;
        private String clock = "clk";
        private String reset = "reset";
        private String interrupt;
        private String busPrefix;
        private int busAddressBits;
        private final List<Port> ports = new ArrayList<>();
        private final List<Register> registers = new ArrayList<>();
        private final List<Stream> streams = new ArrayList<>();
        private final List<Memory> memories = new ArrayList<>();
        private final Map<String, Long> parameters = new LinkedHashMap<>();
        private final List<String> formats = new ArrayList<>();

        private Builder(String design, String family) {
            this.design = design;
            this.family = family;
            verilog = List.of(design + ".v");
        }

        private Builder(Manifest manifest) {
            this(manifest.design, manifest.family);
            hash = manifest.hash;
            verilog = manifest.verilog;
            clock = manifest.clock;
            reset = manifest.reset;
            interrupt = manifest.interrupt;
            busPrefix = manifest.busPrefix;
            busAddressBits = manifest.busAddressBits;
            ports.addAll(manifest.ports);
            registers.addAll(manifest.registers);
            streams.addAll(manifest.streams);
            memories.addAll(manifest.memories);
            parameters.putAll(manifest.parameters);
            formats.addAll(manifest.formats);
        }

        public Builder family(String name) {
            family = name;
            return this;
        }

        /** @param digits 8 hexadecimal digits; without it, zero */
        public Builder hash(String digits) {
            hash = digits;
            return this;
        }

        /** The files, relative to the manifest, instead of {@code <design>.v}. */
        public Builder verilog(List<String> files) {
            verilog = files;
            return this;
        }

        /** @param port the interrupt output */
        public Builder interrupt(String port) {
            interrupt = port;
            return this;
        }

        /** An AXI4-Lite slave, whose ports are given like all others. */
        public Builder bus(String prefix, int addressBits) {
            busPrefix = prefix;
            busAddressBits = addressBits;
            return this;
        }

        /** A design that cannot be reached over a bus of its own, and has no interrupt output. */
        public Builder noBus() {
            interrupt = null;
            return bus(null, 0);
        }

        public Builder ports(List<Port> more) {
            ports.addAll(more);
            return this;
        }

        public Builder registers(List<Register> more) {
            registers.addAll(more);
            return this;
        }

        public Builder streams(List<Stream> more) {
            streams.addAll(more);
            return this;
        }

        /** These in the place of all others. */
        public Builder onlyRegisters(List<Register> all) {
            registers.clear();
            return registers(all);
        }

        /** These in the place of all others. */
        public Builder onlyStreams(List<Stream> all) {
            streams.clear();
            return streams(all);
        }

        public Builder memory(String name, int depthWords, int widthBits) {
            memories.add(new Memory(name, depthWords, widthBits));
            return this;
        }

        public Builder memories(List<Memory> more) {
            memories.addAll(more);
            return this;
        }

        /** A derived number; a later one of the same name wins. */
        public Builder parameter(String name, long value) {
            parameters.put(name, value);
            return this;
        }

        public Builder parameters(Map<String, Long> more) {
            parameters.putAll(more);
            return this;
        }

        /** Number formats by hardware index. */
        public Builder formats(List<String> names) {
            formats.addAll(names);
            return this;
        }

        public Manifest build() {
            return new Manifest(
                    design,
                    family,
                    hash,
                    verilog,
                    clock,
                    reset,
                    interrupt,
                    busPrefix,
                    busAddressBits,
                    ports,
                    registers,
                    streams,
                    memories,
                    parameters,
                    formats);
        }
    }
}
