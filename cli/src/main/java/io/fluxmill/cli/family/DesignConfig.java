// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.parts.HostedEngine;

/**
 * What the section {@code engine} of a configuration describes.
 *
 * @param design what is generated: the engine, or a host with the engine in it
 * @param engine the engine alone
 * @param family of the engine
 * @param host around the engine, or null
 */
public record DesignConfig(EngineConfig design, HostedEngine engine, Family family, Host host) {}
