// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.console.Tool;
import io.fluxmill.core.cache.CacheLimit;
import io.fluxmill.core.cache.ContentCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fluxmill doctor}: which tools are installed, in which version, how to get the missing ones, and how large the cache is. */
@Command(
        name = "doctor",
        description = "Show the tools that are installed and how to get those that are not.",
        footer = "Exits with 1 if a tool that verify needs is missing.")
public final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonOption json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        ContentCache cache = ContentCache.ofUser();
        TextTable text = new TextTable("tool", "version", "for");
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List<String> missing = new ArrayList<>();
        boolean ok = true;
        for (Tool tool : Tool.ALL) {
            console.progress("looking for " + tool.name());
            Optional<String> version = tool.probe().version();
            String shown = version.orElse(tool.needed() ? "MISSING" : "missing");
            text.row(tool.name(), shown, tool.purpose());
            list.addObject()
                    .put("tool", tool.name())
                    .put("version", version.orElse(null))
                    .put("needed", tool.needed())
                    .put("package", tool.debianPackage());
            if (version.isEmpty()) {
                missing.add(tool.debianPackage());
                ok &= !tool.needed();
            }
        }
        console.clearProgress();
        text.lines().forEach(console::result);
        if (!missing.isEmpty()) {
            console.result("");
            console.result("get what is missing: sudo apt-get install " + String.join(" ", missing));
        }
        console.result("");
        console.result("cache: " + cache.root() + ": " + CacheLimit.sizeText(cache.bytes()) + ", limit " + cache.limit()
                + " (FLUXMILL_CACHE_LIMIT)");
        json.write(list);
        return ok ? Exit.OK : Exit.FAILED;
    }
}
