// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a generated design is, for everything that is not the generator: the driver, the simulator bridge and the mapper
 * know hardware only through this. Written next to the Verilog as {@code <design>.manifest.json}.
 *
 * @param design name of the top module and of the files
 * @param family {@code mac}, {@code pulse}, {@code pulse-soc}, {@code spiking} or {@code sfq}
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
 * @param formats number formats by hardware index: formats.get(i) is selected by writing i
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

    /** @param direction {@code in} or {@code out} */
    public record Port(String name, String direction, int widthBits) {}

    /**
     * A 32-bit register.
     *
     * @param access {@code ro}, {@code rw}, {@code wo} (reads as zero) or {@code w1c}
     * @param reset value after reset
     */
    public record Register(String name, int offset, String access, long reset, String description, List<Field> fields) {
        /** Takes a copy. */
        public Register {
            fields = List.copyOf(fields);
        }
    }

    /** Bits {@code lsb + widthBits - 1 .. lsb} of a register. */
    public record Field(String name, int lsb, int widthBits, String access, String description) {}

    /**
     * An AXI4-Stream port: {@code <name>_tdata, _tvalid, _tready} and, if {@code last}, {@code _tlast}.
     *
     * @param direction {@code in} (into the design) or {@code out}
     * @param dataBits a multiple of 8; little-endian in memory
     */
    public record Stream(String name, String direction, int dataBits, boolean last) {
        /** Bytes of a beat. */
        public int beatBytes() {
            return dataBits / 8;
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
}
