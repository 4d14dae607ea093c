// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a finished build is: the file {@code build.json} in its folder, with these components as keys in kebab-case. All file names are relative to
 * the folder.
 *
 * @param board id of the board
 * @param part as the vendor orders it
 * @param family id of the board's family, such as {@code ice40}
 * @param design module of the engine behind its link
 * @param top module that has the pins
 * @param designHash what the design answers in LINK_HASH, 8 hexadecimal digits
 * @param engineHash what it answers in LINK_ENGINE_HASH, 8 hexadecimal digits
 * @param clockHz frequency of the design's clock
 * @param bufferBytes of each buffer of the link
 * @param bitstream name of the file
 * @param bytes of the bitstream
 * @param sha256 of the bitstream, 64 hexadecimal digits
 * @param fmaxMhz frequency that the design reaches, by the place and route tool
 * @param targetMhz frequency that it has to reach
 * @param utilisation by name of the resource
 * @param criticalPath its steps from start to end
 * @param netlistMismatches cycles in which netlist and RTL differed, or -1 if they were not compared
 * @param netlistCycles that were compared
 * @param verilog file names, the top last
 * @param tools versions by name
 */
@JsonPropertyOrder({
    "board",
    "part",
    "family",
    "design",
    "top",
    "design-hash",
    "engine-hash",
    "clock-hz",
    "uart-baud",
    "buffer-bytes",
    "bitstream",
    "bytes",
    "sha256",
    "fmax-mhz",
    "target-mhz",
    "utilisation",
    "critical-path",
    "netlist-mismatches",
    "netlist-cycles",
    "verilog",
    "tools"
})
public record BuildRecord(
        String board,
        String part,
        String family,
        String design,
        String top,
        String designHash,
        String engineHash,
        long clockHz,
        int uartBaud,
        int bufferBytes,
        String bitstream,
        long bytes,
        String sha256,
        double fmaxMhz,
        double targetMhz,
        Map<String, Use> utilisation,
        List<String> criticalPath,
        long netlistMismatches,
        long netlistCycles,
        List<String> verilog,
        Map<String, String> tools) {
    /** Name of the file. */
    public static final String FILE = "build.json";

    /** Name of the manifest of the engine alone. */
    public static final String ENGINE = "engine.json";

    private static final String REMEDY = "build it again: fluxmill build CONFIG --board BOARD";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .serializationInclusion(JsonInclude.Include.ALWAYS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Takes copies; maps are sorted by name. */
    public BuildRecord {
        utilisation = Collections.unmodifiableMap(new TreeMap<>(utilisation));
        criticalPath = List.copyOf(criticalPath);
        verilog = List.copyOf(verilog);
        tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    }

    /** How much of a resource a design takes. */
    public record Use(int used, int available) {}

    /** The record as a JSON object. */
    public JsonNode toJson() {
        return MAPPER.valueToTree(this);
    }

    /** Writes {@code build.json} into a folder, all of it or nothing. */
    public void write(Path folder) throws IOException {
        OutputFile.of("build", folder.resolve(FILE)).write(MAPPER.writeValueAsString(this) + "\n");
    }

    /**
     * Reads the record of a build.
     *
     * @param folder of the build, or its {@code build.json}
     * @throws InputException if there is none, or it does not have exactly the keys of a record
     */
    public static BuildRecord read(Path folder) {
        Path file = Files.isDirectory(folder) ? folder.resolve(FILE) : folder;
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InputException("build must be a folder with a readable " + FILE + ": build=" + folder, REMEDY);
        }
        try {
            JsonNode tree = MAPPER.readTree(text);
            List<String> missing = Arrays.stream(BuildRecord.class.getRecordComponents())
                    .map(c -> PropertyNamingStrategies.KebabCaseStrategy.INSTANCE.translate(c.getName()))
                    .filter(key -> !tree.hasNonNull(key))
                    .toList();
            if (!missing.isEmpty()) {
                throw new InputException(file + ": " + missing.get(0) + " must be given", REMEDY);
            }
            return MAPPER.treeToValue(tree, BuildRecord.class);
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new InputException(file + ": must be the record of a build: " + problem, REMEDY);
        }
    }

    /**
     * The bitstream of a build.
     *
     * @param folder of the build
     * @throws InputException if the file is not there or is not the one that was built
     */
    public byte[] bitstream(Path folder) {
        Path file = folder.resolve(bitstream);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException("bitstream must be a readable file: bitstream=" + file, REMEDY);
        }
        if (content.length != bytes || !Digest.sha256(content).equals(sha256)) {
            throw new InputException(file + ": bitstream is not the one that " + FILE + " was written for", REMEDY);
        }
        return content;
    }
}
