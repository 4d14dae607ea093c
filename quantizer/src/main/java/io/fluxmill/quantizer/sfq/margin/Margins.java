// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.vary.OperatingPoint;
import io.fluxmill.netlist.vary.Variant;
import io.fluxmill.quantizer.sfq.margin.Margin.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Margins of a circuit: scan outwards, bisection, scan of the range found; docs/sfq-margins.md. */
public final class Margins {
    private final Netlist netlist;
    private final CircuitCheck check;
    private final MarginPlan plan;

    private Margins(Netlist netlist, CircuitCheck check, MarginPlan plan) {
        this.netlist = netlist.refined(check.subdivision());
        this.check = check;
        this.plan = plan;
    }

    /**
     * Searches the margins of all parameters of the plan, on all processors; the result does not depend on their number.
     *
     * @param netlist in quanta of 0.1 ps
     * @param progress is told of sides
     * @return a margin for each parameter, in the plan's order
     * @throws InputException if the circuit does not work nominally
     */
    public static List<Margin> search(Netlist netlist, CircuitCheck check, MarginPlan plan, Progress progress) {
        Margins margins = new Margins(netlist, check, plan);
        margins.failure(OperatingPoint.NOMINAL).ifPresent(why -> {
            throw new InputException(
                    "netlist " + netlist.name() + " must work at its nominal operating point: " + why,
                    "correct the netlist or the stimuli; margins need a circuit that works");
        });
        int sides = 2 * plan.parameters().size();
        Runnable done = progress.counting(sides);
        List<Side> found = IntStream.range(0, sides)
                .parallel()
                .mapToObj(i -> {
                    Side side = margins.side(plan.parameters().get(i / 2), i % 2 == 0 ? -1 : 1);
                    done.run();
                    return side;
                })
                .toList();
        List<Margin> all = new ArrayList<>();
        for (int i = 0; i < plan.parameters().size(); i++) {
            all.add(new Margin(plan.parameters().get(i), found.get(2 * i), found.get(2 * i + 1)));
        }
        return all;
    }

    private Side side(Parameter parameter, int sign) {
        MarginSearch search = new MarginSearch(
                plan.steps(), plan.scanPoints(), step -> failure(parameter.at(1 + percent(sign * step) / 100)));
        int last = search.last();
        boolean limited = last == plan.steps();
        return new Side(
                percent(sign * last),
                limited,
                limited ? "" : search.failure(last + 1),
                search.working(last + 1).stream()
                        .map(step -> percent(sign * step))
                        .toList());
    }

    private double percent(int step) {
        return Math.rint(step * plan.resolutionPercent() * 1e6) / 1e6;
    }

    private Optional<String> failure(OperatingPoint point) {
        Variant variant = Variant.at(netlist, point);
        return outside(variant).or(() -> check.failure(variant.netlist(), 0));
    }

    /** The first cell that is outside its ranges. */
    static Optional<String> outside(Variant variant) {
        return variant.failing().stream().findFirst().map(name -> "operating range of " + name);
    }
}
