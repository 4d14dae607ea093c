// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Flows;
import io.fluxmill.boards.flow.RootInstaller;
import io.fluxmill.boards.flow.RootRecord;
import io.fluxmill.boards.flow.ToolRoot;
import io.fluxmill.boards.flow.Toolbox;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill tools}: the tools that build bitstreams, and how to install the missing ones. */
@Command(
        name = "tools",
        description = "Show the tools that build bitstreams, or install those of a family.",
        subcommands = ToolsCommand.InstallCommand.class)
public final class ToolsCommand implements Callable<Integer> {
    private static final List<ChipFamily> FAMILIES =
            List.of(ChipFamily.ICE40, ChipFamily.ECP5, ChipFamily.GOWIN, ChipFamily.XC7);

    private final Console console;

    @Mixin
    private JsonOption json;

    ToolsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        TextTable table = new TextTable("family", "where", "tools");
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ChipFamily family : FAMILIES) {
            ObjectNode node = list.addObject().put("family", family.id());
            try {
                Toolbox box = Toolbox.of(Flows.tools(family), ToolRoot.of(family));
                String where = box.system().toString();
                node.put("root", where);
                ObjectNode versions = node.putObject("tools");
                box.versions().forEach(versions::put);
                table.row(
                        family.id(),
                        where,
                        box.versions().entrySet().stream()
                                .map(tool -> tool.getKey() + " " + tool.getValue())
                                .sorted()
                                .collect(Collectors.joining(", ")));
            } catch (InputException missing) {
                none(table, node, missing.remedy());
            } catch (EnvironmentException closed) {
                none(table, node, closed.remedy());
            }
        }
        table.lines().forEach(console::result);
        json.write(list);
        return Exit.OK;
    }

    private static void none(TextTable table, ObjectNode node, String remedy) {
        table.row(node.get("family").asText(), "-", remedy);
        node.putNull("root").put("remedy", remedy);
    }

    /** {@code fluxmill tools install ROOT}. */
    @Command(
            name = "install",
            description = "Install the tools of a family into a folder of their own, which nothing else uses.",
            footer = "The folder is tools/ROOT in FLUXMILL_CACHE, else in ~/.cache/fluxmill.")
    static final class InstallCommand implements Callable<Integer> {
        private final Console console;

        @Mixin
        private JsonOption json;

        @Parameters(paramLabel = "ROOT", description = "ecp5, gowin or xc7.")
        private String root;

        @Option(
                names = "--mirror",
                paramLabel = "URL",
                description = "Debian archive. Default: the one that apt is configured with.")
        private String mirror;

        InstallCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            json.check();
            ToolRoot chosen = ToolRoot.named(root);
            Optional<String> address = Optional.ofNullable(mirror);
            String job = "tools install " + chosen.id();
            RootRecord record = console.stages(job, Stage.listOf(job), () -> {
                console.stage(job);
                return new RootInstaller(step -> console.progress(chosen.id() + ": " + step))
                        .install(chosen, address.orElse(null));
            });
            console.result(chosen.folder() + ": " + record.versions().size() + " packages of " + record.suite()
                    + ", checksum " + record.sha256());
            ObjectNode result = JsonNodeFactory.instance
                    .objectNode()
                    .put("root", chosen.id())
                    .put("folder", chosen.folder().toString())
                    .put("suite", record.suite())
                    .put("sha256", record.sha256());
            ObjectNode packages = result.putObject("packages");
            record.versions().forEach(packages::put);
            json.write(result);
            return Exit.OK;
        }
    }
}
