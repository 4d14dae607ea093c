// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what the mapping's messages say until a network fits. */
final class Remedies {
    private static final Pattern KEY = Pattern.compile("set engine\\.([a-z-]+): (\\w+)");
    private static final int MOST_STEPS = 12;

    private Remedies() {}

    /**
     * The engine that the messages lead to.
     *
     * @return null if a message asks for more than any engine has
     */
    static SpikingConfig fit(IntegerNetwork network, Set<Integer> clockDriven, SpikingConfig config) {
        Map<String, Long> parameters = new LinkedHashMap<>(config.shape().parameters());
        for (int step = 0; step < MOST_STEPS; step++) {
            SpikingShape shape = SpikingShape.of(parameters);
            SpikingConfig raised;
            try {
                raised = new SpikingConfig(config.name(), shape, config.queueWords());
            } catch (IllegalArgumentException e) {
                return null;
            }
            try {
                SpikingMapping.map(network, shape, clockDriven);
                return raised;
            } catch (InputException e) {
                Matcher matcher = KEY.matcher(e.remedy());
                assertTrue(matcher.find(), e.remedy());
                String key = camel(matcher.group(1));
                assertTrue(parameters.containsKey(key), e.remedy());
                Long before = parameters.put(key, number(matcher.group(2)));
                assertNotEquals(before, parameters.get(key), e.getMessage());
            }
        }
        throw new AssertionError("more than " + MOST_STEPS + " remedies, and " + network.name() + " does not fit");
    }

    private static long number(String text) {
        return text.equals("true") ? 1 : Long.parseLong(text);
    }

    private static String camel(String key) {
        StringBuilder camel = new StringBuilder();
        for (String part : key.split("-")) {
            camel.append(camel.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camel.toString();
    }
}
