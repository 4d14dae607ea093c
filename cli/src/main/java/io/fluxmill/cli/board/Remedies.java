// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.estimate.Count;
import io.fluxmill.boards.estimate.Estimate;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What helps when a design does not fit a board. Nothing is said that was not tried: a larger board has enough of what was counted, and a smaller
 * engine was synthesised as far as the design itself was.
 *
 * @param bare whether the engine is estimated without its link
 */
public record Remedies(Families families, Console console, Boards boards, ConfigNode root, boolean bare) {
    /** One line for each remedy that works; none if nothing was found. */
    public List<String> of(Count count) throws IOException {
        List<String> remedies = new ArrayList<>();
        smaller(count).ifPresent(remedies::add);
        larger(count).ifPresent(remedies::add);
        return remedies;
    }

    private Optional<String> larger(Count count) {
        List<String> ids = boards.all().stream()
                .filter(other -> other.family() == count.board().family())
                .filter(other -> enough(count.on(other), count))
                .map(Board::id)
                .toList();
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of("board " + String.join(" or ", ids) + " has enough"
                        + (count.complete() ? "" : " of what was counted"));
    }

    /** Whether everything that was counted fits. */
    private static boolean enough(Count moved, Count count) {
        return count.complete()
                ? moved.fits().orElse(false)
                : moved.missing().isEmpty()
                        && moved.resources().stream()
                                .allMatch(
                                        r -> r.used().isEmpty() || r.available().isPresent());
    }

    private Optional<String> smaller(Count count) throws IOException {
        Optional<SmallerEngine> engine = SmallerEngine.of(root);
        if (engine.isEmpty()) {
            return Optional.empty();
        }
        boolean memory = count.missing().stream().allMatch(r -> r.name().startsWith("block RAM"));
        Optional<String> words = memory ? first(engine.get(), SmallerEngine::smallerMemory, count) : Optional.empty();
        return words.isPresent() ? words : first(engine.get(), SmallerEngine::smallerArray, count);
    }

    /** The first of a row of smaller and smaller engines that fits, as far as the count goes. */
    private Optional<String> first(
            SmallerEngine engine, Function<SmallerEngine, Optional<SmallerEngine>> next, Count count)
            throws IOException {
        String text = Files.readString(root.file());
        for (Optional<SmallerEngine> at = next.apply(engine); at.isPresent(); at = next.apply(at.get())) {
            String changes = at.get().changes(root);
            console.progress("trying " + changes);
            if (fits(at.get().apply(root, text), count)) {
                return Optional.of(changes + (count.complete() ? " makes it fit" : " makes what was counted fit"));
            }
        }
        return Optional.empty();
    }

    private boolean fits(String text, Count count) throws IOException {
        SynthesisDesign design;
        try {
            design = SynthesisDesign.of(families, ConfigNode.parse(root.file(), text), count.board(), bare);
        } catch (InputException e) {
            return false;
        }
        Estimate estimate = new Estimate(
                count.board(), design.name(), design.verilog(), !count.sampled() && count.complete(), ignored -> {});
        return estimate.early().missing().isEmpty()
                && (!count.complete() || estimate.complete().fits().orElse(false));
    }
}
