// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

/**
 * A stream of an engine behind a link or a bus.
 *
 * @param in whether it goes into the engine
 */
public record EngineStream(String name, boolean in, int beatBytes) {}
