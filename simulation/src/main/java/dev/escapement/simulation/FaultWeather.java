package dev.escapement.simulation;

import java.util.function.Consumer;

import dev.escapement.time.Clock;

/**
 * What all requests of one {@link FaultyExchange} share.
 *
 * @param server which answers without faults
 * @param faults for how long they last
 * @param clock by which they last
 * @param outages when there is no server, and what it has forgotten
 * @param told each fault that happens, in one line
 */
record FaultWeather(Exchange server, Faults faults, Clock clock, FaultOutages outages, Consumer<String> told) {}
