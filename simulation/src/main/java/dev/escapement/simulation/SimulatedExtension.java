package dev.escapement.simulation;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands simulations to tests, and plays them afterwards, unless the test has done so itself, or failed. */
final class SimulatedExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(SimulatedExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Simulation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var test = context.getRequiredTestMethod();
        var annotation = test.getAnnotation(Simulated.class);
        var simulation = new Simulation()
                .named(context.getRequiredTestClass().getSimpleName() + "." + test.getName())
                .seeds(annotation.seeds());
        context.getStore(HERE).put(context.getUniqueId(), simulation);
        return simulation;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        var simulation = context.getStore(HERE).get(context.getUniqueId(), Simulation.class);
        if (simulation == null) {
            throw new IllegalStateException(
                    "a @Simulated test has a parameter of type Simulation, in which it describes what is simulated");
        }
        if (context.getExecutionException().isEmpty() && !simulation.isPlayed()) {
            simulation.run();
        }
    }
}
