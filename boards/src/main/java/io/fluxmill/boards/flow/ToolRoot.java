// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A small separate Debian with a family's tools, for machines that do not have them: a folder of the cache in which a command runs without being
 * able to write to it. {@code fluxmill tools install} makes it.
 */
public enum ToolRoot {
    ECP5(ChipFamily.ECP5, "trixie", List.of("yosys", "nextpnr-ecp5", "fpga-trellis")),
    /** From testing: the release before has no device of the Tang Nano 20K. */
    GOWIN(ChipFamily.GOWIN, "forky", List.of("yosys", "nextpnr-himbaechel-gowin", "python3-apycula")),
    /** Testing alone has these packages. */
    XC7(ChipFamily.XC7, "forky", List.of("yosys", "nextpnr-himbaechel-xilinx", "prjxray", "prjxray-database"));

    /** Folder of the cache that has the roots. */
    static final String KIND = "tools";

    private final ChipFamily family;
    private final String suite;
    private final List<String> packages;

    ToolRoot(ChipFamily family, String suite, List<String> packages) {
        this.family = family;
        this.suite = suite;
        this.packages = packages;
    }

    /** The name in commands and of the folder. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The boards whose tools it has. */
    public ChipFamily family() {
        return family;
    }

    /** Release of Debian. */
    public String suite() {
        return suite;
    }

    /** Packages that are requested; others come with them. */
    public List<String> packages() {
        return packages;
    }

    /** The root of a family, if it has one. */
    public static Optional<ToolRoot> of(ChipFamily family) {
        return Arrays.stream(values()).filter(r -> r.family == family).findFirst();
    }

    /**
     * A root by name.
     *
     * @throws InputException if there is none; it names the nearest
     */
    public static ToolRoot named(String id) {
        List<String> ids = Arrays.stream(values()).map(ToolRoot::id).toList();
        if (!ids.contains(id)) {
            throw new InputException(
                    "tool root must be one of " + String.join(", ", ids) + ": root=" + id,
                    NearestName.of(id, ids)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("list them with: fluxmill tools"));
        }
        return values()[ids.indexOf(id)];
    }

    /** Where it is or would be. */
    public Path folder() {
        return folder(ContentCache.ofUser());
    }

    Path folder(ContentCache cache) {
        return cache.root().resolve(KIND).resolve(id());
    }

    /** Root of its file system. */
    public Path system() {
        return folder().resolve(RootRecord.SYSTEM);
    }

    /**
     * What is installed; empty if nothing is, or if it is for another release or other packages.
     *
     * @throws InputException if it is damaged
     */
    public Optional<RootRecord> installed() {
        Path folder = folder();
        return Files.exists(folder) ? Optional.of(RootRecord.read(folder)).filter(this::isFrom) : Optional.empty();
    }

    private boolean isFrom(RootRecord record) {
        return record.suite().equals(suite) && record.included().equals(packages);
    }
}
