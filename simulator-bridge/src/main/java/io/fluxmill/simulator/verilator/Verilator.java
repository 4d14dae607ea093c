// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.manifest.Manifest;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Compiles designs to simulation models with Verilator and the C++ compiler, through a cache. */
public final class Verilator {
    static final AtomicLong VERILATIONS = new AtomicLong();
    static final AtomicLong COMPILATIONS = new AtomicLong();
    static final AtomicLong RUNTIMES = new AtomicLong();
    static final AtomicLong CACHE_HITS = new AtomicLong();

    private Verilator() {}

    /**
     * The compiled model of a design. Built once for each content of Verilog, lint waivers ({@code <design>.vlt} beside the Verilog, if it
     * exists), transactors, tool versions and options; safe against concurrent builders.
     *
     * @param rtlDirectory where the manifest's Verilog files are
     * @throws io.fluxmill.core.config.InputException if Verilator or the C++ compiler is missing, or a Verilog file
     * @throws BuildException if a tool refuses the design; a combinational loop (UNOPTFLAT) is refused
     */
    public static VerilatedModel build(Manifest manifest, Path rtlDirectory, Options options) {
        return build(manifest, rtlDirectory, options, ContentCache.ofUser());
    }

    static VerilatedModel build(Manifest manifest, Path rtlDirectory, Options options, ContentCache cache) {
        String path = System.getenv("PATH");
        Toolchain tools = Toolchain.find(path == null ? "" : path);
        return new ModelBuild(manifest, rtlDirectory, options, tools, cache).model();
    }

    /** What this process has built so far. */
    public static BuildCounters counters() {
        return new BuildCounters(VERILATIONS.get(), COMPILATIONS.get(), RUNTIMES.get(), CACHE_HITS.get());
    }
}
