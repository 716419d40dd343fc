package dev.escapement.cli;

import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.simple.SimpleServiceProvider;
import org.slf4j.spi.MDCAdapter;

/**
 * SLF4J's simple logging with an MDC, which that does not have: lines of a run begin with the object that it is about. SLF4J finds
 * it by its name, see {@link Logging}.
 */
public final class LogProvider extends SimpleServiceProvider {
    private final MDCAdapter mdc = new BasicMDCAdapter();
    private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();

    /** For SLF4J. */
    public LogProvider() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        var plain = super.getLoggerFactory();
        return name -> loggers.computeIfAbsent(name, _ -> new ObjectLogger(plain.getLogger(name)));
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }
}
